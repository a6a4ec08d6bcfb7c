"""Matters as their participants see them: all of one's own, and one in full."""

from typing import Any

from sqlalchemy import Row, Uuid, bindparam, func, select, tuple_

from backbone import paging
from backbone.work import Work
from contracts.calls.matters import (
    GetMatter,
    ListMatters,
    Matter,
    MatterPage,
    MatterSummary,
)
from contracts.calls.matters import Participant as ParticipantShown
from contracts.errors import NotFound
from roster import access, models
from roster.models import Firm, Participant, Person


def list_(work: Work, call: ListMatters) -> MatterPage:
    """The caller's matters, open ones first, then by title.

    The cursor is the id of the last matter seen; its place is looked up, for titles may be longer
    than a cursor. Raises InvalidInput for a cursor that is none.
    """
    after = paging.id_(call.cursor, "cursor") if call.cursor else None
    statement = _AFTER if after else _FIRST
    given = access.on_behalf_of(call.caller, after=after, limit=call.limit + 1)
    rows = work.session.execute(statement, given).all()
    items = [_summary(row) for row in rows[: call.limit]]
    return MatterPage(items=items, next=str(items[-1].id) if len(rows) > call.limit else None)


def get(work: Work, call: GetMatter) -> Matter:
    """One matter with those who take part in it now. Raises NotFound."""
    given = access.on_behalf_of(call.caller, matter_id=call.matter_id)
    row = work.session.execute(_ONE, given).one_or_none()
    if row is None:
        raise NotFound()
    shown = work.session.execute(_PARTICIPANTS, {"matter_id": call.matter_id})
    return Matter(
        summary=_summary(row),
        participants=[ParticipantShown(**person) for person in shown.mappings()],
    )


_me = access.takes_part()
_mine = (
    select(
        models.Matter.id,
        models.Matter.firm_id,
        func.coalesce(Firm.name, models.Matter.firm_id).label("firm_name"),
        models.Matter.title,
        models.Matter.number,
        models.Matter.closed,
        _me.c.role,
    )
    .join(_me, _me.c.matter_id == models.Matter.id)
    .outerjoin(Firm, Firm.id == models.Matter.firm_id)
)
_ONE = _mine.where(models.Matter.id == bindparam("matter_id", type_=Uuid))

_all = _mine.cte("mine")
_place = (_all.c.closed, func.lower(_all.c.title), _all.c.id)
_there = _all.alias("there")
_FIRST = select(_all).order_by(*_place).limit(bindparam("limit"))
_AFTER = _FIRST.where(
    tuple_(*_place)
    > select(_there.c.closed, func.lower(_there.c.title), _there.c.id)
    .where(_there.c.id == bindparam("after", type_=Uuid))
    .scalar_subquery()
)
_PARTICIPANTS = (
    select(
        Participant.person_id,
        Person.name,
        Participant.kind,
        Participant.role,
        Participant.from_date,
    )
    .join(Person, Person.id == Participant.person_id)
    .where(
        Participant.matter_id == bindparam("matter_id", type_=Uuid),
        Participant.removed_at.is_(None),
    )
    .order_by(Person.name, Participant.person_id)
)


def _summary(row: Row[Any]) -> MatterSummary:
    return MatterSummary(**row._mapping)
