"""Who takes part in a matter, in which role, since when, and why."""

import operator
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.errors import NotYet
from contracts.events.matters import MatterParticipantAdded, MatterParticipantRemoved
from roster import matters, names
from roster.models import Participant


def add(work: Work, event: MatterParticipantAdded) -> None:
    """The person takes part in this role, and sees what is of the matter since the from-date.

    Without one, since the event's own time: each time anew, so that who was out for a while does
    not get to see that while. A firm's clock that runs ahead does not put that off. Sent again it
    changes all of that; after a removal it lets the person in again. Raises NotYet before the
    matter is opened.
    """
    matter_id = matters.must_exist(work, event.matter_id)
    person_id = names.set_person(work, event.contact_id, event.name, work.at)
    put(
        work,
        matter_id=matter_id,
        person_id=person_id,
        kind=event.kind,
        role=event.role,
        reason=event.reason,
        from_date=event.from_date or min(work.at, work.now),
        removed_at=None,
        changed_at=work.at,
    )


def remove(work: Work, event: MatterParticipantRemoved) -> None:
    """The person's access ends. Raises NotYet before the person was added to the matter."""
    matter_id = matters.must_exist(work, event.matter_id)
    this = and_(
        Participant.matter_id == matter_id,
        Participant.person_id == ids.person_id(work.firm_id, event.contact_id),
    )
    if work.session.scalar(select(Participant.person_id).where(this)) is None:
        raise NotYet(f"'{event.contact_id}' has not been added to the matter '{event.matter_id}'.")
    work.session.execute(
        update(Participant)
        .where(this, Participant.changed_at <= work.at)
        .values(removed_at=work.at, changed_at=work.at),
        execution_options={"synchronize_session": False},
    )


def put(work: Work, *, told_again: bool = False, **row: Any) -> None:
    """The participant is as this row says, unless what is known is newer; told again, as old."""
    given = insert(Participant).values(row)
    earlier = operator.lt if told_again else operator.le
    facts = {name: value for name, value in row.items() if name not in ("matter_id", "person_id")}
    work.session.execute(
        given.on_conflict_do_update(
            index_elements=[Participant.matter_id, Participant.person_id],
            set_=facts,
            where=earlier(Participant.changed_at, row["changed_at"]),
        )
    )
