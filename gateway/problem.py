"""Problem details (RFC 9457): how every refusal is told."""

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response
from msgspec import UNSET, UnsetType

from backbone import tracing
from contracts.calls.files import Unsent
from contracts.calls.messaging import AudienceChange
from contracts.forms.verdict import AnswerProblem
from contracts.values import DocumentState

MEDIA_TYPE = "application/problem+json"
AWAY_FOR = 2  # seconds in which a part that went away is usually back


class ProblemFirm(msgspec.Struct, frozen=True, kw_only=True):
    """The firm that can help."""

    id: str
    name: str
    contact: str | UnsetType = UNSET


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a request was refused (RFC 9457).

    `code` is stable and for programs, `detail` is for the person. Some codes bring more members,
    such as `field`, `tries_left`, `retry_after` (seconds), `step`, `firm`, `changes`, `missing`
    or `unsent`.
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
    audience_version: int | UnsetType = UNSET
    changes: list[AudienceChange] | UnsetType = UNSET
    missing: list[int] | UnsetType = UNSET
    state: DocumentState | UnsetType = UNSET
    unsent: Unsent | UnsetType = UNSET
    problems: list[AnswerProblem] | UnsetType = UNSET
    trace_id: str | UnsetType = UNSET


def problem(status: int, code: str, detail: str, extra: dict[str, Any]) -> Response[bytes]:
    """The answer; `extra` holds JSON-able members beside the standard ones."""
    body = msgspec.json.encode(members(status, code, detail, extra))
    headers = _retry_after(status, extra)
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def members(status: int, code: str, detail: str, extra: dict[str, Any]) -> dict[str, Any]:
    """What the answer says. A fault of ours comes with the number to find it by in the log."""
    trace = {"trace_id": tracing.current().partition("-")[2][:32]} if status >= 500 else {}
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        **extra,
        **trace,
    }


def _retry_after(status: int, extra: dict[str, Any]) -> dict[str, str]:
    """When to come back (RFC 9110, 10.2.3), in whole seconds, where that helps."""
    seconds = extra.get("retry_after", AWAY_FOR if status == 503 else None)
    return {} if seconds is None else {"Retry-After": str(seconds)}
