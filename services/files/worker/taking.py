"""Jobs, taken by one worker at a time: each is lent for a while, and lent on while it is worked at.

Whoever dies gives nothing back: what it had is due again soon. A job that was lent to somebody else
in the meantime is theirs: `attempts` tells, and nothing of the first is kept.
"""

import dataclasses
import datetime
import uuid

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from services.files.models import Job, JobKind

CHANNEL = "jobs"


class Lost(Exception):
    """Somebody else has this job by now, or it is gone with what it was about."""


@dataclasses.dataclass(frozen=True)
class Taken:
    """`attempts`: which try this is, from 1."""

    id: uuid.UUID
    kind: JobKind
    version_id: uuid.UUID | None
    archive_id: uuid.UUID | None
    attempts: int


def take(session: Session, lease: float) -> Taken | None:
    """The job that has been due for longest, for `lease` seconds; None where there is none."""
    due = (
        select(Job.id)
        .where(Job.due_at <= func.now())
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = (
        update(Job)
        .where(Job.id == due)
        .values(due_at=_in(lease), attempts=Job.attempts + 1)
        .returning(Job.id, Job.kind, Job.version_id, Job.archive_id, Job.attempts)
    )
    row = session.execute(taken).one_or_none()
    return Taken(*row) if row else None


def keep(session: Session, jobs: list[Taken], lease: float) -> None:
    """Still worked at."""
    for job in jobs:
        session.execute(update(Job).where(*_this(job)).values(due_at=_in(lease)))


def done(session: Session, job: Taken) -> None:
    """In the transaction of what it led to. Raises Lost."""
    if session.scalar(delete(Job).where(*_this(job)).returning(Job.id)) is None:
        raise Lost


def put_off(session: Session, job: Taken, seconds: float, reason: str) -> None:
    """To be tried again by then, by anybody."""
    again = update(Job).where(*_this(job)).values(due_at=_in(seconds), reason=reason)
    session.execute(again)


def park(session: Session, job: Taken, reason: str) -> None:
    """Not to be tried again, and to be seen. Raises Lost."""
    parked = update(Job).where(*_this(job)).values(due_at=None, reason=reason).returning(Job.id)
    if session.scalar(parked) is None:
        raise Lost


def _this(job: Taken) -> tuple[ColumnElement[bool], ...]:
    return Job.id == job.id, Job.attempts == job.attempts


def _in(seconds: float) -> object:
    return func.now() + datetime.timedelta(seconds=seconds)
