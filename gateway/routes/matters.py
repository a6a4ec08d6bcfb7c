"""Matters: the caller's own, and one with its participants."""

import uuid

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from contracts.calls.matters import GetMatter, ListMatters, Matter, MatterPage
from contracts.calls.paging import Cursor, Limit
from gateway.request import PortalRequest


@get("/matters", operation_id="listMatters", tags=["matters"])
async def list_matters(
    request: PortalRequest, cursor: FromQuery[Cursor] = "", limit: FromQuery[Limit] = 50
) -> Response[MatterPage]:
    """The caller's matters: open ones first, then by title; go on with `next` as `cursor`."""
    call = ListMatters(caller=request.caller, cursor=cursor, limit=limit)
    return await request.ask(call)


@get("/matters/{matter_id:uuid}", operation_id="getMatter", tags=["matters"])
async def get_matter(request: PortalRequest, matter_id: FromPath[uuid.UUID]) -> Response[Matter]:
    """One matter with its participants."""
    call = GetMatter(caller=request.caller, matter_id=matter_id)
    return await request.ask(call)
