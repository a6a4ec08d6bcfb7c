"""Browsers hear that their list has changed once it has, not when the fact came that changes it."""

import uuid
from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

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
    matters: dict[uuid.UUID, set[uuid.UUID]] = {}
    for row in changed:
        if row.matter_id is not None:
            matters.setdefault(row.matter_id, set()).add(row.person_id)
    for matter_id, persons in matters.items():
        given = {"matter": matter_id, "persons": sorted(persons)}
        rows = work.session.execute(_NO_STAFF, given).all()
        if rows:
            news = TodoChanged(matter_id=matter_id, audience=[row.person_id for row in rows])
            work.publish(news, rows[0].firm_id)


_NO_STAFF = (
    select(Participant.person_id, Matter.firm_id)
    .join(Matter, Matter.id == Participant.matter_id)
    .where(
        Participant.matter_id == bindparam("matter", type_=Uuid),
        Participant.person_id == any_(bindparam("persons", type_=ARRAY(Uuid))),
        Participant.kind != "staff",
        Participant.removed_at.is_(None),
    )
    .order_by(Participant.person_id)
)
