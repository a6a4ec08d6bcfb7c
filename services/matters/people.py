"""Whom a firm's event names: people who take part in the matter, and the author at the firm."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from backbone.work import Work
from contracts import ids
from contracts.errors import EventRefused, NotYet
from contracts.events.persons import Person as Named
from contracts.values import Kind
from roster.models import Participant, Person


class Part(NamedTuple):
    """One who takes part in a matter, or did."""

    person_id: uuid.UUID
    kind: Kind


def author(work: Work, matter_ref: str, ref: str) -> uuid.UUID:
    """Someone of the firm's staff in the matter. Raises NotYet before that, else EventRefused."""
    (part,) = named(work, matter_ref, [ref])
    if part.kind != "staff":
        raise EventRefused(f"'{ref}' is not one of the firm's staff in this matter.")
    return part.person_id


def named(work: Work, matter_ref: str, refs: Sequence[str]) -> list[Part]:
    """These contacts, each once, in their order; raises NotYet before all were added there."""
    wanted = {ids.person_id(work.firm_id, ref): ref for ref in refs}
    given = {"matter": ids.matter_id(work.firm_id, matter_ref), "persons": list(wanted)}
    found = {row.person_id: Part(*row) for row in work.session.execute(_PARTS, given)}
    for person_id, ref in wanted.items():
        if person_id not in found:
            raise NotYet(f"'{ref}' has not been added to the matter '{matter_ref}'.")
    return [found[person_id] for person_id in wanted]


def one(work: Work, person_id: uuid.UUID) -> Named:
    """Somebody as facts name them."""
    person = work.session.get_one(Person, person_id)
    return Named(person_id=person.id, contact_ref=person.ref, name=person.name)


_PARTS = select(Participant.person_id, Participant.kind).where(
    Participant.matter_id == bindparam("matter", type_=Uuid),
    Participant.person_id == any_(bindparam("persons", type_=ARRAY(Uuid))),
)
