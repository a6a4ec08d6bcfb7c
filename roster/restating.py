"""The whole roster, said again to a service that came late; and what that service makes of it.

A fact said again keeps the times that it had, so it meets what the service has heard since as an
older or newer event would.
"""

import uuid
from collections.abc import Iterable

from sqlalchemy import select, tuple_

from backbone.contents import hear
from backbone.restating import BATCH, Fact, Facts
from backbone.work import Work
from contracts.events.restating import (
    FirmRestated,
    MatterRestated,
    ParticipantRestated,
    PersonRestated,
)
from roster import matters, names, participants
from roster.models import Firm, Matter, Participant, Person


def firms(work: Work, to: str, after: str) -> list[Fact]:
    query = select(Firm).where(Firm.id > after).order_by(Firm.id).limit(BATCH)
    return [
        Fact(firm.id, FirmRestated(to=to, name=firm.name, named_at=firm.named_at), firm.id)
        for firm in work.session.scalars(query)
    ]


def persons(work: Work, to: str, after: str) -> list[Fact]:
    query = select(Person).where(Person.id > _id(after)).order_by(Person.id).limit(BATCH)
    return [
        Fact(
            person.firm_id,
            PersonRestated(
                to=to, contact_id=person.ref, name=person.name, named_at=person.named_at
            ),
            str(person.id),
        )
        for person in work.session.scalars(query)
    ]


def all_matters(work: Work, to: str, after: str) -> list[Fact]:
    query = select(Matter).where(Matter.id > _id(after)).order_by(Matter.id).limit(BATCH)
    return [
        Fact(
            matter.firm_id,
            MatterRestated(
                to=to,
                matter_id=matter.ref,
                title=matter.title,
                title_at=matter.title_at,
                number=matter.number,
                number_at=matter.number_at,
                closed=matter.closed,
                closed_at=matter.closed_at,
            ),
            str(matter.id),
        )
        for matter in work.session.scalars(query)
    ]


def all_participants(work: Work, to: str, after: str) -> list[Fact]:
    """Those who take part, and those who did: what they wrote has their role."""
    key = tuple_(Participant.matter_id, Participant.person_id)
    query = (
        select(Participant, Matter.ref, Person.ref, Matter.firm_id)
        .join(Matter, Matter.id == Participant.matter_id)
        .join(Person, Person.id == Participant.person_id)
        .where(key > tuple_(*_ids(after)))
        .order_by(Participant.matter_id, Participant.person_id)
        .limit(BATCH)
    )
    return [
        Fact(
            firm_id,
            ParticipantRestated(
                to=to,
                matter_id=matter_ref,
                contact_id=contact_ref,
                kind=participant.kind,
                role=participant.role,
                reason=participant.reason,
                from_date=participant.from_date,
                removed_at=participant.removed_at,
                changed_at=participant.changed_at,
            ),
            f"{participant.matter_id}/{participant.person_id}",
        )
        for participant, matter_ref, contact_ref, firm_id in work.session.execute(query)
    ]


def take_firm(work: Work, event: FirmRestated) -> None:
    names.set_firm(work, work.firm_id, event.name, event.named_at)


def take_person(work: Work, event: PersonRestated) -> None:
    names.set_person(work, event.contact_id, event.name, event.named_at)


def take_matter(work: Work, event: MatterRestated) -> None:
    matters.put(
        work,
        event.matter_id,
        title=(event.title, event.title_at),
        number=(event.number, event.number_at),
        closed=(event.closed, event.closed_at),
    )


def take_participant(work: Work, event: ParticipantRestated) -> None:
    """Raises NotYet before the matter and the person were said again."""
    participants.put(
        work,
        matter_id=matters.must_exist(work, event.matter_id),
        person_id=names.must_be_named(work, event.contact_id),
        kind=event.kind,
        role=event.role,
        reason=event.reason,
        from_date=event.from_date,
        removed_at=event.removed_at,
        changed_at=event.changed_at,
    )


def _id(place: str) -> uuid.UUID:
    return uuid.UUID(place) if place else uuid.UUID(int=0)


def _ids(place: str) -> Iterable[uuid.UUID]:
    return [_id(part) for part in (place or "/").split("/")]


# What refers to others comes after them.
RESTATES: tuple[Facts, ...] = (firms, persons, all_matters, all_participants)
HEARS = (hear(take_firm), hear(take_person), hear(take_matter), hear(take_participant))
