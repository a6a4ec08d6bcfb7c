"""The one place where what went wrong becomes an answer: problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import UNSET, UnsetType

from backbone import log, tracing
from contracts.errors import DomainError, InvalidInput, NotFound, Unexpected

MEDIA_TYPE = "application/problem+json"

# What no service raises, but the gateway itself answers.
CODES = ("bad_request", "method_not_allowed", "too_large")

AWAY_FOR = 2  # seconds in which a part that went away is usually back


class ProblemFirm(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a request was refused (RFC 9457).

    `code` is stable and for programs, `detail` is for the person. Some codes bring more members,
    such as `field`, `tries_left`, `retry_after` (seconds), `step` or `firm`.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    field: str | UnsetType = UNSET
    tries_left: int | UnsetType = UNSET
    retry_after: int | UnsetType = UNSET
    step: str | UnsetType = UNSET
    firm: ProblemFirm | UnsetType = UNSET
    trace_id: str | UnsetType = UNSET


def refused(_: Request[Any, Any, Any], error: DomainError) -> Response[bytes]:
    """A refusal by a service or by us; the code says which, the text is for the person."""
    return problem(error.status, error.code, error.text, error.extra)


def not_as_promised(_: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    """A value that breaks the shape in openapi.yaml: the answer names it and says why."""
    where = error.extra[0] if isinstance(error.extra, list) and error.extra else {}
    field = str(where.get("key", "")).strip("`$.") or "body"
    why = str(where.get("message", "it is not as promised"))
    return problem(InvalidInput.status, InvalidInput.code, f"{field}: {why}", {"field": field})


def http_error(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What the router itself refuses: an unknown path, a wrong method, unreadable JSON."""
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problem(404, NotFound.code, NotFound.message, {})
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return problem(413, "too_large", "That is too large to be sent at once.", {})
    status = HTTPStatus(error.status_code)
    return problem(status, status.name.lower(), status.description or status.phrase, {})


def unexpected(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A mistake of ours: the log has it all, the answer only the number to find it by."""
    log.get().error("request failed", exc_info=error)
    return problem(Unexpected.status, Unexpected.code, Unexpected.message, {})


def problem(status: int, code: str, detail: str, extra: dict[str, Any]) -> Response[bytes]:
    """The answer itself; `extra` holds JSON-able members beside the standard ones."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        **extra,
    }
    if status >= 500:
        body["trace_id"] = tracing.current().split("-")[1]
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=_retry_after(status, extra),
    )


def _retry_after(status: int, extra: dict[str, Any]) -> dict[str, str]:
    """When to come back (RFC 9110, 10.2.3), in whole seconds, where that helps."""
    seconds = extra.get("retry_after", AWAY_FOR if status == 503 else None)
    return {} if seconds is None else {"Retry-After": str(seconds)}
