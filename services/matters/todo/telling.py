"""Browsers hear that their list has changed once it has, not when the fact came that changes it."""

import itertools
import uuid
from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import ARRAY, Uuid, bindparam, func, select, tuple_

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
    matters, persons = map(list, zip(*whose, strict=True))
    rows = work.session.execute(_NO_STAFF, {"matters": matters, "persons": persons}).all()
    for (matter_id, firm_id), these in itertools.groupby(rows, lambda row: row[:2]):
        news = TodoChanged(matter_id=matter_id, audience=[row.person_id for row in these])
        work.publish(news, firm_id)


_whose = (
    func.unnest(bindparam("matters", type_=ARRAY(Uuid)), bindparam("persons", type_=ARRAY(Uuid)))
    .table_valued("matter_id", "person_id", name="whose")
    .render_derived()
)
_NO_STAFF = (
    select(Participant.matter_id, Matter.firm_id, Participant.person_id)
    .join(Matter, Matter.id == Participant.matter_id)
    .where(
        tuple_(Participant.matter_id, Participant.person_id).in_(
            select(_whose.c.matter_id, _whose.c.person_id)
        ),
        Participant.kind != "staff",
        Participant.removed_at.is_(None),
    )
    .order_by(Participant.matter_id, Participant.person_id)
)
