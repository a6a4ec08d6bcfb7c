"""Settings from the environment, read once at the start and failing loudly."""

import os
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import msgspec.inspect
from msgspec import Meta

from backbone.origin import Origin
from contracts.wording import flaw

AmqpUrl = Annotated[
    str, Meta(pattern=r"^amqps?://.+", examples=["amqp://user:password@host:5672/"])
]
DatabaseUrl = Annotated[
    str, Meta(pattern=r"^postgresql://.+", examples=["postgresql://user:password@host:5432/name"])
]
PublicUrl = Annotated[
    Origin,
    Meta(
        description="Where clients reach the portal, through your TLS proxy.",
        examples=["https://portal.example.com"],
    ),
]
LinkKeys = Annotated[
    list[str],
    Meta(
        min_length=1,
        description="Signs secure links: `openssl rand -hex 32`.\n"
        "To rotate, add the new one at the end, and take the old one away after 7 days, when\n"
        "no link signed with it is valid any more.",
    ),
]
SpeaksSmtputf8 = Annotated[
    bool,
    Meta(
        description="Whether your mail server speaks SMTPUTF8 (RFC 6531). Without it, people with\n"
        "other letters than a to z before the @ of their address cannot be invited.",
        examples=["false"],
    ),
]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
Count = Annotated[int, Meta(ge=1, le=1000)]

HOUR = 3600.0
RETRY_DELAYS = (1, 2, 5, 15, 60, 300, 900, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR)


class ServiceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What every service needs.

    `retry_delays`: seconds between the tries of a failing event. `poll`: about how many seconds it
    takes until a clock looks for what is due that nobody woke it for.
    """

    amqp_url: AmqpUrl
    database_url: DatabaseUrl
    log_level: LogLevel = "INFO"
    database_connections: Count = 10
    poll: Annotated[float, Meta(gt=0)] = 15.0
    retry_delays: list[float] = msgspec.field(default_factory=lambda: list(RETRY_DELAYS))


class Unusable(Exception):
    """Why a variable's text is no value, in words to be told behind its name."""


S = TypeVar("S", bound=msgspec.Struct)


def load(kind: type[S], environment: Mapping[str, str] = os.environ) -> S:
    """The settings that `kind` declares: field `amqp_url` is read from `REDWELL_AMQP_URL`.

    Lists are separated by spaces. Raises SystemExit naming every variable that is missing or
    wrong; the values themselves are never shown, as they may be secret.
    """
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for field in msgspec.structs.fields(kind):
        variable = variable_of(field.name)
        try:
            found |= _value(field, environment.get(variable))
        except Unusable as error:
            wrong.append(f"{variable} {error}")
        except msgspec.ValidationError as error:
            wrong.append(f"{variable} {flaw(error, field.type).says}")
    if wrong:
        raise SystemExit("Settings are missing or wrong:\n  " + "\n  ".join(wrong))
    return kind(**found)


def variable_of(field: str) -> str:
    return f"REDWELL_{field.upper()}"


def _value(field: msgspec.structs.FieldInfo, text: str | None) -> dict[str, Any]:
    if text is None:
        if field.required:
            raise Unusable("is not set")
        return {}
    value: object = text.split() if _is_list(field.type) else text
    return {field.name: msgspec.convert(value, field.type, strict=False, dec_hook=_make)}


def _make(kind: Any, value: Any) -> Any:
    """A type of ours from its text."""
    try:
        return kind(value)
    except ValueError as error:
        raise Unusable(str(error)) from error


def _is_list(of: Any) -> bool:
    kind = msgspec.inspect.type_info(of)
    if isinstance(kind, msgspec.inspect.Metadata):  # a type that is described
        kind = kind.type
    return isinstance(kind, msgspec.inspect.ListType)
