"""The one place where what went wrong becomes an answer: problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import UNSET, UnsetType

from contracts.errors import DomainError, InvalidInput, NotFound

MEDIA_TYPE = "application/problem+json"

# What no service raises, but the gateway itself answers.
CODES = ("bad_request", "forbidden_origin", "method_not_allowed", "too_large", "unexpected")

log = structlog.get_logger()


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
    status = HTTPStatus(error.status_code)
    return problem(status, status.name.lower(), status.description or status.phrase, {})


def unexpected(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A mistake of ours: the log has it all, the answer only the number to find it by."""
    log.error("request.failed", exc_info=error)
    detail = "Something went wrong on our side. Nothing is lost; please try again."
    return problem(500, "unexpected", detail, {})


def problem(status: int, code: str, detail: str, extra: dict[str, Any]) -> Response[bytes]:
    """The answer itself; `extra` holds JSON-able members beside the standard ones."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        **extra,
    }
    return Response(
        msgspec.json.encode(body), status_code=status, media_type=MEDIA_TYPE, headers=waiting(extra)
    )


def waiting(extra: dict[str, Any]) -> dict[str, str]:
    """`Retry-After` where the refusal knows when (RFC 9110, 10.2.3)."""
    return {"Retry-After": str(extra["retry_after"])} if "retry_after" in extra else {}
