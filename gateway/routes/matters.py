"""Matters: the caller's own, and one with its participants."""

import uuid

from litestar import Response
from litestar.params import FromPath, FromQuery

from contracts.calls.matters import GetMatter, ListMatters, Matter, MatterPage
from contracts.calls.paging import Cursor, Limit
from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.get("/matters")
async def list_matters(
    request: PortalRequest, cursor: FromQuery[Cursor] = "", limit: FromQuery[Limit] = 50
) -> Response[MatterPage]:
    """The caller's matters: open ones first, then by title; go on with `next` as `cursor`."""
    return await request.ask(ListMatters, cursor=cursor, limit=limit)


@signed_in.get("/matters/{matter_id:uuid}")
async def get_matter(request: PortalRequest, matter_id: FromPath[uuid.UUID]) -> Response[Matter]:
    """One matter with its participants."""
    return await request.ask(GetMatter, matter_id=matter_id)
