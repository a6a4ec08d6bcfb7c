"""Who takes part in a matter, and so in its conversations."""

import datetime
from typing import Any

from sqlalchemy import ScalarSelect, SQLColumnExpression, and_, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from contracts import ids
from contracts.errors import NotYet
from contracts.events.matters import MatterParticipantAdded, MatterParticipantRemoved
from services.messaging import matters, names
from services.messaging.models import Conversation, Member


def add(
    session: Session, firm_id: str, event: MatterParticipantAdded, *, at: datetime.datetime
) -> None:
    """The person takes part in this role, and sees what was sent since the from-date.

    Without one, since the event's own time: each time anew, so that who was out for a while does
    not get to see that while. A firm's clock that runs ahead does not put that off. Raises NotYet
    before the matter is opened.
    """
    matter_id = matters.must_exist(session, firm_id, event.matter_id)
    person_id = names.name_person(session, firm_id, event.contact_id, event.name, at=at)
    facts = {
        "kind": event.kind,
        "role": event.role,
        "from_date": event.from_date or min(at, datetime.datetime.now(datetime.UTC)),
        "removed_at": None,
        "changed_at": at,
    }
    session.execute(
        insert(Member)
        .values(matter_id=matter_id, person_id=person_id, **facts)
        .on_conflict_do_update(
            index_elements=[Member.matter_id, Member.person_id],
            set_=facts,
            where=Member.changed_at <= at,
        )
    )


def remove(
    session: Session, firm_id: str, event: MatterParticipantRemoved, *, at: datetime.datetime
) -> None:
    """The person's access ends. Raises NotYet before the person was added to the matter."""
    matter_id = matters.must_exist(session, firm_id, event.matter_id)
    this = and_(
        Member.matter_id == matter_id,
        Member.person_id == ids.person_id(firm_id, event.contact_id),
    )
    if session.scalar(select(Member.person_id).where(this)) is None:
        raise NotYet(f"'{event.contact_id}' has not been added to the matter '{event.matter_id}'.")
    session.execute(
        update(Member).where(this, Member.changed_at <= at).values(removed_at=at, changed_at=at),
        execution_options={"synchronize_session": False},
    )


def who_see(moment: SQLColumnExpression[datetime.datetime]) -> ScalarSelect[Any]:
    """The current members of the conversation's matter who may see what was sent at `moment`."""
    seer = aliased(Member)
    return (
        select(func.array_agg(seer.person_id))
        .where(
            seer.matter_id == Conversation.matter_id,
            seer.removed_at.is_(None),
            seer.from_date <= moment,
        )
        .correlate_except(seer)
        .scalar_subquery()
    )
