"""What people see and do about parked events."""

import uuid

import sqlalchemy as sa

from backbone import paging
from backbone.inbox import applying
from backbone.postgres.tables import inbox as table
from backbone.work import Work
from contracts import topology
from contracts.calls.operations import (
    ListParked,
    ParkedEvent,
    ParkedPage,
    Replayed,
    ReplayParked,
    ShowParked,
)
from contracts.errors import NotFound


def list_(work: Work, call: ListParked) -> ParkedPage:
    """A page of parked events, newest first, without their bodies."""
    query = (
        sa.select(table)
        .where(table.c.state == "parked", *_narrowed(call))
        .order_by(table.c.parked_at.desc(), table.c.id.desc())
        .limit(call.limit + 1)
    )
    rows = work.session.execute(query).mappings().all()
    items = [_shown(work, row) for row in rows[: call.limit]]
    more = len(rows) > call.limit
    return ParkedPage(
        items=items, next=paging.of_moment(items[-1].parked_at, items[-1].id) if more else None
    )


def show(work: Work, call: ShowParked) -> ParkedEvent:
    """One parked event with its body, undecodable bytes replaced. Raises NotFound.

    Of one that is too long only the beginning: the broker carries no more in one answer.
    """
    return _shown(work, _parked(work, call.parked_id), with_body=True)


def replay(work: Work, call: ReplayParked) -> Replayed:
    """Try a parked event again at once, as if it had just come. Raises NotFound."""
    row = _parked(work, call.parked_id)
    verdict = applying.try_again(work.service, work.session, {**row, "attempts": 0})
    return Replayed(outcome=verdict["state"], reason=verdict["reason"] or "")


def _parked(work: Work, parked_id: uuid.UUID) -> sa.RowMapping:
    query = sa.select(table).where(table.c.state == "parked", table.c.id == parked_id)
    row = work.session.execute(query.with_for_update()).mappings().first()
    if row is None:
        raise NotFound("No event is parked under that id.")
    return row


def _shown(work: Work, row: sa.RowMapping, *, with_body: bool = False) -> ParkedEvent:
    return ParkedEvent(
        id=row["id"],
        service=work.service.name,
        firm_id=row["firm_id"],
        event_id=row["event_id"],
        event_type=topology.event_type(row["exchange"], row["routing_key"]),
        reason=row["reason"],
        attempts=row["attempts"],
        received_at=row["received_at"],
        parked_at=row["parked_at"],
        size=len(row["body"]),
        body=row["body"][: topology.MAX_EVENT_BYTES].decode("utf-8", "replace")
        if with_body
        else None,
    )


def _narrowed(call: ListParked) -> list[sa.ColumnElement[bool]]:
    narrowed: list[sa.ColumnElement[bool]] = []
    if call.firm_id:
        narrowed.append(table.c.firm_id == call.firm_id)
    if call.cursor:
        place = sa.tuple_(table.c.parked_at, table.c.id)
        narrowed.append(place < sa.tuple_(*paging.moment(call.cursor, "cursor")))
    return narrowed
