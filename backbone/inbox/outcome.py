"""What becomes of an event that was tried: the columns of its row that say so."""

import datetime
from typing import Any

from sqlalchemy import exc

from contracts.errors import DomainError
from contracts.texts import excerpt

_KEPT_TO_BE_TRIED = (
    "content_type",
    "user_id",
    "body",
    "due_at",
    "reason",
    "parked_at",
)


def applied() -> dict[str, Any]:
    """Applied: what names it stays, in case a copy comes; the rest goes."""
    return {"state": "applied", **dict.fromkeys(_KEPT_TO_BE_TRIED)}


def after_failure(error: Exception, attempts: int, delays: list[float]) -> dict[str, Any]:
    """What becomes of an event that failed: the columns that say so."""
    now = datetime.datetime.now(datetime.UTC)
    verdict = {"attempts": attempts, "reason": _reason(error)}
    if _final(error) or attempts > len(delays):
        return {**verdict, "state": "parked", "parked_at": now, "due_at": None}
    due = now + datetime.timedelta(seconds=delays[attempts - 1])
    return {**verdict, "state": "waiting", "due_at": due, "parked_at": None}


def is_theirs(error: Exception) -> bool:
    """Whether the event is at fault, and its sender should hear of it; else we are."""
    return isinstance(error, DomainError | exc.DataError)


def _final(error: Exception) -> bool:
    if isinstance(error, DomainError):
        return not error.retryable
    return isinstance(error, exc.DataError)


def _reason(error: Exception) -> str:
    if isinstance(error, DomainError):
        return excerpt(error.text)
    if isinstance(error, exc.DataError):
        return "A value in the event cannot be stored."
    return f"Redwell could not apply it: {type(error).__name__}."
