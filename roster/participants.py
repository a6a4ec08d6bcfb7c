"""Who takes part in a matter, in which role, since when, and why."""

import operator
from typing import Any

from sqlalchemy import ColumnElement, and_, case, select, update
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.errors import NotYet
from contracts.events.matters import MatterParticipantAdded, MatterParticipantRemoved
from roster import matters, names
from roster.models import Participant


def add(work: Work, event: MatterParticipantAdded) -> None:
    """The person takes part in this role, and sees what is of the matter since the from-date.

    Without one, since the event's own time; who takes part already keeps the from-date that they
    have. After a removal it lets the person in anew, so that they do not get to see what was in
    between. Raises NotYet before the matter is opened.
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
        from_date=event.from_date or work.at,
        from_date_kept=False,
        keeping=event.from_date is None,
        removed_at=None,
        changed_at=work.at,
    )


def remove(work: Work, event: MatterParticipantRemoved) -> None:
    """The person's access ends. Raises NotYet before the person was added to the matter.

    One that comes after a newer joining ends nothing; but a from-date that this joining has kept
    from before is none any more.
    """
    matter_id = matters.must_exist(work, event.matter_id)
    this = and_(
        Participant.matter_id == matter_id,
        Participant.person_id == ids.person_id(work.firm_id, event.contact_id),
    )
    if work.session.scalar(select(Participant.person_id).where(this)) is None:
        raise NotYet(f"'{event.contact_id}' has not been added to the matter '{event.matter_id}'.")
    is_newer = Participant.changed_at > work.at
    kept = and_(Participant.from_date_kept, Participant.from_date <= work.at)
    anew = {"from_date": Participant.changed_at, "from_date_kept": False}
    _change(work, and_(this, is_newer, kept), anew)
    _change(work, and_(this, ~is_newer), {"removed_at": work.at, "changed_at": work.at})


def put(work: Work, *, told_again: bool = False, keeping: bool = False, **row: Any) -> None:
    """The participant is as this row says, unless what is known is newer; told again, as old.

    `keeping`: who takes part already keeps their from-date.
    """
    given = insert(Participant).values(row)
    earlier = operator.lt if told_again else operator.le
    facts = {name: value for name, value in row.items() if name not in ("matter_id", "person_id")}
    if keeping:
        takes_part, is_same = Participant.removed_at.is_(None), Participant.changed_at == work.at
        kept = case((is_same, Participant.from_date_kept), else_=takes_part)
        since = case((takes_part, Participant.from_date), else_=given.excluded.from_date)
        facts |= {"from_date_kept": kept, "from_date": since}
    work.session.execute(
        given.on_conflict_do_update(
            index_elements=[Participant.matter_id, Participant.person_id],
            set_=facts,
            where=earlier(Participant.changed_at, row["changed_at"]),
        )
    )


def _change(work: Work, which: ColumnElement[bool], values: dict[str, Any]) -> None:
    work.session.execute(
        update(Participant).where(which).values(values),
        execution_options={"synchronize_session": False},
    )
