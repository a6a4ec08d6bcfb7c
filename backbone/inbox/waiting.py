"""What people see of events that wait to be tried again."""

import sqlalchemy as sa

from backbone import paging
from backbone.postgres.tables import inbox as table
from backbone.work import Work
from contracts import topology
from contracts.calls.operations import ListWaiting, WaitingEvent, WaitingPage


def list_(work: Work, call: ListWaiting) -> WaitingPage:
    """A page of waiting events, the next to be tried first, without their bodies."""
    query = (
        sa.select(table)
        .where(table.c.state == "waiting", *_narrowed(call))
        .order_by(table.c.due_at, table.c.id)
        .limit(call.limit + 1)
    )
    rows = work.session.execute(query).mappings().all()
    items = [_shown(work, row) for row in rows[: call.limit]]
    more = len(rows) > call.limit
    return WaitingPage(
        items=items, next=paging.of_moment(items[-1].next_try_at, items[-1].id) if more else None
    )


def _shown(work: Work, row: sa.RowMapping) -> WaitingEvent:
    return WaitingEvent(
        id=row["id"],
        service=work.service.name,
        firm_id=row["firm_id"],
        event_id=row["event_id"],
        event_type=topology.event_type(row["exchange"], row["routing_key"]),
        reason=row["reason"],
        attempts=row["attempts"],
        since=row["received_at"],
        next_try_at=row["due_at"],
    )


def _narrowed(call: ListWaiting) -> list[sa.ColumnElement[bool]]:
    narrowed: list[sa.ColumnElement[bool]] = []
    if call.firm_id:
        narrowed.append(table.c.firm_id == call.firm_id)
    if call.cursor:
        place = sa.tuple_(table.c.due_at, table.c.id)
        narrowed.append(place > sa.tuple_(*paging.moment(call.cursor, "cursor")))
    return narrowed
