"""The whole roster, said again to a service that came late; and what that service makes of it.

A fact said again keeps the times that it had, so it meets what the service has heard since as an
older or newer event would.
"""

import uuid
from typing import Any

import msgspec
from sqlalchemy import Select, String, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from backbone.contents import hear
from backbone.restating import BATCH, Asked, Fact, Facts
from backbone.work import Work
from contracts.events.restating import (
    FirmRestated,
    MatterRestated,
    ParticipantRestated,
    PersonRestated,
    Restated,
)
from roster import matters, names, participants
from roster.models import Firm, Matter, Participant, Person


def _said(
    kind: type[Restated], rows: Select[*tuple[Any, ...]], *key: InstrumentedAttribute[Any]
) -> Facts:
    """Each row as such an event, with members called as its columns, in the order of the key."""
    members = [name for name in kind.__struct_fields__ if name != "to"]

    def facts(work: Work, asked: Asked, after: str) -> list[Fact]:
        query = rows.order_by(*key).limit(BATCH)
        if after:
            query = query.where(tuple_(*key) > tuple_(*map(_typed, key, after.split("/"))))
        return [
            Fact(
                row["firm_id"],
                kind(to=asked.to, **{name: row[name] for name in members}),
                "/".join(str(row[column.key]) for column in key),
            )
            for row in work.session.execute(query).mappings()
        ]

    return Facts(kind, facts)


def take_firm(work: Work, event: FirmRestated) -> None:
    names.set_firm(work, work.firm_id, event.name, event.named_at)


def take_person(work: Work, event: PersonRestated) -> None:
    names.set_person(work, event.ref, event.name, event.named_at)


def take_matter(work: Work, event: MatterRestated) -> None:
    told = msgspec.structs.asdict(event)
    facts = {name: (told[name], told[f"{name}_at"]) for name in ("title", "number", "closed")}
    matters.put(work, event.ref, **facts)


def take_participant(work: Work, event: ParticipantRestated) -> None:
    """Raises NotYet before the matter and the person were said again."""
    told = msgspec.structs.asdict(event)
    participants.put(
        work,
        told_again=True,
        matter_id=matters.must_exist(work, event.matter_ref),
        person_id=names.must_be_named(work, event.contact_ref),
        **{name: told[name] for name in told.keys() - {"to", "matter_ref", "contact_ref"}},
    )


def _typed(column: InstrumentedAttribute[Any], text: str) -> Any:
    return text if isinstance(column.type, String) else uuid.UUID(text)


_participants = (
    select(
        *Participant.__table__.columns,
        Matter.firm_id,
        Matter.ref.label("matter_ref"),
        Person.ref.label("contact_ref"),
    )
    .join(Matter, Matter.id == Participant.matter_id)
    .join(Person, Person.id == Participant.person_id)
)
# What refers to others comes after them. Those who took part once are among it, with their role.
RESTATES: tuple[Facts, ...] = (
    _said(FirmRestated, select(*Firm.__table__.columns, Firm.id.label("firm_id")), Firm.id),
    _said(PersonRestated, select(*Person.__table__.columns), Person.id),
    _said(MatterRestated, select(*Matter.__table__.columns), Matter.id),
    _said(ParticipantRestated, _participants, Participant.matter_id, Participant.person_id),
)
HEARS = (hear(take_firm), hear(take_person), hear(take_matter), hear(take_participant))
