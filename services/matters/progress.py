"""Where matters stand: told by their firms, shown to those who take part."""

import uuid

from sqlalchemy import Uuid, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts.calls.matters import GetMatter
from contracts.calls.progress import (
    GetNewestStep,
    GetStanding,
    NewestStep,
    Standing,
    Step,
)
from contracts.calls.progress import Progress as ProgressShown
from contracts.calls.todo import ListTodo
from contracts.errors import EventRefused
from contracts.events.progress import MatterProgressed, ProgressChanged
from roster import access, matters
from roster.models import Firm, Matter, Participant
from services.matters import listing
from services.matters.appointments import listing as appointments
from services.matters.models import Progress
from services.matters.todo import listing as todo

WAITING = 5  # of what waits in one matter

_MEMBERS = ProgressShown.__struct_fields__


def put(work: Work, event: MatterProgressed) -> None:
    """The matter stands as this says, unless something newer was said of it.

    Raises NotYet before the matter is opened, EventRefused for a stage that is none of its stages.
    """
    matter_id = matters.must_exist(work, event.matter_id)
    if event.stages and event.stage not in event.stages:
        raise EventRefused(f"The stage '{event.stage}' is none of the stages.")
    said = {name: getattr(event, name) for name in _MEMBERS if name != "told_at"}
    said["told_at"] = work.at
    newer = (
        insert(Progress)
        .values(matter_id=matter_id, **said)
        .on_conflict_do_update(
            index_elements=[Progress.matter_id], set_=said, where=Progress.told_at <= work.at
        )
        .returning(Progress.matter_id)
    )
    if work.session.execute(newer).one_or_none() is None:
        return
    audience = list(work.session.scalars(_PRESENT, {"matter": matter_id}))
    if audience:
        work.publish(ProgressChanged(matter_id=matter_id, audience=audience))


def get(work: Work, call: GetStanding) -> Standing:
    """A matter's page. Raises NotFound."""
    matter = listing.get(work, GetMatter(caller=call.caller, matter_id=call.matter_id))
    waiting = ListTodo(caller=call.caller, matter_id=call.matter_id, limit=WAITING)
    return Standing(
        summary=matter.summary,
        progress=_of(work, call.matter_id),
        next_appointment=appointments.next_of(work, call.caller, call.matter_id),
        waiting=todo.page(work, waiting).items,
        participants=matter.participants,
    )


def newest(work: Work, call: GetNewestStep) -> NewestStep:
    """The newest step of the caller's open matters; none where no firm has said anything."""
    given = access.on_behalf_of(call.caller, firm=call.firm_id, matter=call.matter_id)
    row = work.session.execute(_NEWEST, given).one_or_none()
    if row is None:
        return NewestStep(step=None)
    members = row._asdict()
    progress = ProgressShown(**{name: members.pop(name) for name in _MEMBERS})
    return NewestStep(step=Step(**members, progress=progress))


def _of(work: Work, matter_id: uuid.UUID) -> ProgressShown | None:
    """The caller is known to take part."""
    row = work.session.execute(_ONE, {"matter": matter_id}).one_or_none()
    return None if row is None else ProgressShown(**row._mapping)


_matter = bindparam("matter", type_=Uuid)
_firm = bindparam("firm", type_=Firm.id.type)
_columns = [getattr(Progress, name) for name in _MEMBERS]
_ONE = select(*_columns).where(Progress.matter_id == _matter)
_PRESENT = (
    select(Participant.person_id)
    .where(Participant.matter_id == _matter, Participant.removed_at.is_(None))
    .order_by(Participant.person_id)
)
_me = access.takes_part()
_NEWEST = (
    select(
        Progress.matter_id,
        Matter.title.label("matter_title"),
        Matter.firm_id,
        func.coalesce(Firm.name, Matter.firm_id).label("firm_name"),
        *_columns,
    )
    .join(_me, _me.c.matter_id == Progress.matter_id)
    .join(Matter, Matter.id == Progress.matter_id)
    .outerjoin(Firm, Firm.id == Matter.firm_id)
    .where(
        Matter.closed.is_(False),
        or_(_firm == "", Matter.firm_id == _firm),
        or_(_matter.is_(None), Matter.id == _matter),
    )
    .order_by(Progress.told_at.desc(), Progress.matter_id)
    .limit(1)
)
