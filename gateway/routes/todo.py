"""What waits for the caller."""

import uuid

from litestar import Response
from litestar.params import FromQuery

from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.calls.todo import CountTodo, ListTodo, TodoCount, TodoPage, TodoTab
from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.get("/todo")
async def list_todo(
    request: PortalRequest,
    tab: FromQuery[TodoTab] = "open",
    firm_id: FromQuery[FirmChosen] = "",
    matter_id: FromQuery[uuid.UUID | None] = None,
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 50,
) -> Response[TodoPage]:
    """What waits, by the day it is due and what has none last; or what is done, the newest first.

    `firm_id` and `matter_id` narrow it; go on with `next` as `cursor`.
    """
    return await request.ask(
        ListTodo, tab=tab, firm_id=firm_id, matter_id=matter_id, cursor=cursor, limit=limit
    )


@signed_in.get("/todo/count")
async def count_todo(request: PortalRequest) -> Response[TodoCount]:
    """How much waits; 100 stands for more than 99."""
    return await request.ask(CountTodo)
