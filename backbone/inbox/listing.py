"""Events that are kept, a page at a time: what the lists of parked and of waiting ones share."""

from typing import Any

import sqlalchemy as sa

from backbone import paging
from backbone.postgres.tables import inbox as table
from backbone.work import Work
from contracts import topology
from contracts.calls.operations import ListParked, ListWaiting


def page(
    work: Work, call: ListParked | ListWaiting, state: str, by: str, *, newest_first: bool = False
) -> tuple[list[sa.RowMapping], str | None]:
    """The rows in this state by the moment in the column `by`, and the cursor of the next page."""
    place = sa.tuple_(table.c[by], table.c.id)
    query = sa.select(table).where(table.c.state == state).limit(call.limit + 1)
    if call.firm_id:
        query = query.where(table.c.firm_id == call.firm_id)
    if call.cursor:
        seen = sa.tuple_(*paging.moment(call.cursor, "cursor"))
        query = query.where(place < seen if newest_first else place > seen)
    order = [each.desc() if newest_first else each.asc() for each in (table.c[by], table.c.id)]
    rows = work.session.execute(query.order_by(*order)).mappings().all()
    shown = list(rows[: call.limit])
    more = len(rows) > call.limit
    return shown, paging.of_moment(shown[-1][by], shown[-1]["id"]) if more else None


def named(work: Work, row: sa.RowMapping) -> dict[str, Any]:
    """What a `KeptEvent` says of the row."""
    return {
        "id": row["id"],
        "service": work.service.name,
        "firm_id": row["firm_id"],
        "event_id": row["event_id"],
        "event_type": topology.event_type(row["exchange"], row["routing_key"]),
        "reason": row["reason"],
        "attempts": row["attempts"],
    }
