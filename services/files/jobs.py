"""What the worker is given to do, written in the transaction that makes it necessary."""

import datetime
import uuid

from sqlalchemy.orm import Session

from contracts import ids
from services.files.models import Job, JobKind


def add(
    session: Session,
    now: datetime.datetime,
    kind: JobKind,
    *,
    version_id: uuid.UUID | None = None,
    archive_id: uuid.UUID | None = None,
) -> None:
    """Of a version, or of an archive; whoever listens on `jobs` wakes with the commit."""
    session.add(
        Job(id=ids.new_id(), kind=kind, version_id=version_id, archive_id=archive_id, due_at=now)
    )
