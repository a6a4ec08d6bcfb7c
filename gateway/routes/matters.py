"""Matters: the caller's own, and one with its participants."""

import uuid

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from contracts.calls.matters import GetMatter, ListMatters, Matter, MatterPage
from contracts.calls.messaging import Cursor, Limit
from gateway.answers import ask
from gateway.given import Me, Rpc


@get("/matters", operation_id="listMatters", tags=["matters"])
async def list_matters(
    rpc: Rpc, caller: Me, cursor: FromQuery[Cursor] = "", limit: FromQuery[Limit] = 50
) -> Response[MatterPage]:
    """The caller's matters: open ones first, then by title; go on with `next` as `cursor`."""
    call = ListMatters(caller=caller, cursor=cursor, limit=limit)
    return await ask(rpc, "matters", "list_matters", call, MatterPage)


@get("/matters/{matter_id:uuid}", operation_id="getMatter", tags=["matters"])
async def get_matter(rpc: Rpc, caller: Me, matter_id: FromPath[uuid.UUID]) -> Response[Matter]:
    """One matter with its participants."""
    call = GetMatter(caller=caller, matter_id=matter_id)
    return await ask(rpc, "matters", "get_matter", call, Matter)
