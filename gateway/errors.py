"""The one place where what went wrong becomes an answer: problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from backbone import log
from contracts.errors import DomainError, InvalidInput, NotFound, Unexpected
from contracts.wording import Flaw, flaw
from gateway.problem import problem
from gateway.reading import BadRequest, TooLarge

# What is refused before any route is found.
CODES = ("method_not_allowed", "request_header_fields_too_large")


def refused(_: Request[Any, Any, Any], error: DomainError) -> Response[bytes]:
    """A refusal by a service or by us; the code says which, the text is for the person."""
    return problem(error.status, error.code, error.text, error.extra)


def not_as_promised(_: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    """A value that breaks the shape in openapi.yaml."""
    wrong = _flaw(error)
    wrong = wrong._replace(field=wrong.field or "body")
    return problem(422, InvalidInput.code, wrong.sentence, {"field": wrong.field})


def _flaw(error: ValidationException) -> Flaw:
    if not isinstance(error.extra, list) or not error.extra:
        return flaw(error.detail)
    first: dict[str, str] = error.extra[0]
    key, why = first["key"], first["message"]
    if why == "'data'":
        return Flaw("body", "must be there, in JSON")
    found = flaw(why)
    return found if key == "data" else found._replace(field=key)


def http_error(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What the router itself refuses: an unknown path, a wrong method, unreadable JSON."""
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problem(404, NotFound.code, NotFound.message, {})
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return problem(TooLarge.status, TooLarge.code, TooLarge.message, {})
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return problem(400, BadRequest.code, "This is no request of HTTP.", {})
    status = HTTPStatus(error.status_code)
    answer = problem(status, status.name.lower(), status.phrase, {})
    answer.headers.update(error.headers or {})  # such as Allow
    return answer


def unexpected(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A mistake of ours: the log has it all, the answer only the number to find it by."""
    log.get().error("request failed", exc_info=error)
    return problem(Unexpected.status, Unexpected.code, Unexpected.message, {})
