"""Where matters stand."""

import uuid

from litestar import Response
from litestar.params import FromPath, FromQuery

from contracts.calls.narrowing import FirmChosen
from contracts.calls.progress import GetNewestStep, GetStanding, NewestStep, Standing
from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.get("/matters/{matter_id:uuid}/standing")
async def get_standing(
    request: PortalRequest, matter_id: FromPath[uuid.UUID]
) -> Response[Standing]:
    """One matter: where it stands, what waits for the caller in it, and who takes part."""
    return await request.ask(GetStanding, matter_id=matter_id)


@signed_in.get("/progress")
async def get_newest_step(
    request: PortalRequest,
    firm_id: FromQuery[FirmChosen] = "",
    matter_id: FromQuery[uuid.UUID | None] = None,
) -> Response[NewestStep]:
    """The newest step of the caller's open matters, or of those that are given."""
    return await request.ask(GetNewestStep, firm_id=firm_id, matter_id=matter_id)
