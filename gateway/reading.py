"""What may come in from outside: JSON whose text can be kept and whose numbers fit, not deep."""

from typing import Any
from urllib.parse import parse_qsl

import msgspec

from contracts.errors import DomainError, InvalidInput
from contracts.values import LONGEST_MESSAGE
from contracts.wording import Flaw, flaw

DEEPEST = 20  # levels of arrays and objects
NUL = "\x00"  # the one character that PostgreSQL keeps in no text
_SMALLEST, _LARGEST = -(2**63), 2**64 - 1  # what JSON is written with again


class BadRequest(DomainError):
    code, status = "bad_request", 400
    message = "The request's body is not valid JSON."


class TooLarge(DomainError):
    code, status = "too_large", 413
    message = (
        "That is too large to be sent at once: "
        f"a message has at most {LONGEST_MESSAGE:,} characters."
    )


def read_json(body: bytes) -> Any:
    """The value (RFC 8259) in the body; raises BadRequest, InvalidInput naming the member."""
    try:
        value = msgspec.json.decode(body)
    except (ValueError, RecursionError) as error:  # ValueError: of JSON, and of UTF-8
        raise BadRequest(f"The request's body {flaw(error).says}.") from error
    _check(value, "body", 0)
    return value


def check_query(query: bytes) -> None:
    """Raises InvalidInput naming the parameter that holds a NUL."""
    if b"%00" in query:
        for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
            _check(value, name, 0)


def _check(value: Any, name: str, depth: int) -> None:
    match value:
        case str() if NUL in value:
            raise _invalid(name, "must not hold the character NUL")
        case int() if not _SMALLEST <= value <= _LARGEST:
            raise _invalid(name, "is too large a number")
        case dict() | list() if depth == DEEPEST:
            raise BadRequest(f"The request's body has more than {DEEPEST} levels.")
        case dict():
            for key, member in value.items():
                _check(key, name, depth)
                _check(member, key, depth + 1)
        case list():
            for item in value:
                _check(item, name, depth + 1)


def _invalid(field: str, why: str) -> InvalidInput:
    return InvalidInput(Flaw(field, why).sentence, field=field)
