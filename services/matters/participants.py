"""Who takes part in a matter, in which role, since when, and why."""

import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from contracts import ids
from contracts.errors import NotYet
from contracts.events.matters import MatterParticipantAdded, MatterParticipantRemoved
from services.matters import cases, names
from services.matters.models import Participant


def add(
    session: Session, firm_id: str, event: MatterParticipantAdded, *, at: datetime.datetime
) -> None:
    """The person takes part in this role, since the from-date or the event's own time.

    Sent again it changes all of that; after a removal it lets the person in again. A firm's clock
    that runs ahead does not put it off. Raises NotYet before the matter is opened.
    """
    matter_id = cases.must_exist(session, firm_id, event.matter_id)
    person_id = names.name_person(session, firm_id, event.contact_id, event.name, at=at)
    facts = {
        "kind": event.kind,
        "role": event.role,
        "reason": event.reason,
        "from_date": event.from_date or min(at, datetime.datetime.now(datetime.UTC)),
        "removed_at": None,
        "changed_at": at,
    }
    session.execute(
        insert(Participant)
        .values(matter_id=matter_id, person_id=person_id, **facts)
        .on_conflict_do_update(
            index_elements=[Participant.matter_id, Participant.person_id],
            set_=facts,
            where=Participant.changed_at <= at,
        )
    )


def remove(
    session: Session, firm_id: str, event: MatterParticipantRemoved, *, at: datetime.datetime
) -> None:
    """The person's access ends. Raises NotYet before the person was added to the matter."""
    matter_id = cases.must_exist(session, firm_id, event.matter_id)
    this = and_(
        Participant.matter_id == matter_id,
        Participant.person_id == ids.person_id(firm_id, event.contact_id),
    )
    if session.scalar(select(Participant.person_id).where(this)) is None:
        raise NotYet(f"'{event.contact_id}' has not been added to the matter '{event.matter_id}'.")
    session.execute(
        update(Participant)
        .where(this, Participant.changed_at <= at)
        .values(removed_at=at, changed_at=at),
        execution_options={"synchronize_session": False},
    )
