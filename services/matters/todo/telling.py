"""Browsers hear that their list has changed once it has, not when the fact came that changes it."""

import itertools
import uuid
from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import Uuid, select, tuple_

from backbone.postgres.given import GivenRows
from backbone.work import Work
from contracts.events.todo import TodoChanged
from roster.models import Matter, Participant


class Changed(Protocol):
    """How something stands with a person, that is not as before."""

    @property
    def matter_id(self) -> uuid.UUID | None: ...
    @property
    def person_id(self) -> uuid.UUID: ...


def tell(work: Work, changed: Iterable[Changed]) -> None:
    """Once for each matter. The firm's own people read elsewhere, and have no list here."""
    whose = sorted({(row.matter_id, row.person_id) for row in changed if row.matter_id is not None})
    if not whose:
        return
    rows = work.session.execute(_NO_STAFF, _WHOSE.of(whose)).all()
    for (matter_id, firm_id), these in itertools.groupby(rows, lambda row: row[:2]):
        news = TodoChanged(matter_id=matter_id, audience=[row.person_id for row in these])
        work.publish(news, firm_id)


_WHOSE = GivenRows("whose", matter_id=Uuid, person_id=Uuid)
_NO_STAFF = (
    select(Participant.matter_id, Matter.firm_id, Participant.person_id)
    .join(Matter, Matter.id == Participant.matter_id)
    .where(
        tuple_(Participant.matter_id, Participant.person_id).in_(select(_WHOSE.table)),
        Participant.kind != "staff",
        Participant.removed_at.is_(None),
    )
    .order_by(Participant.matter_id, Participant.person_id)
)
