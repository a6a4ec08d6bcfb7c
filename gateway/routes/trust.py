"""Money in trust: what is held for the caller, its ledger, and what the firm asks for."""

import uuid
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery
from msgspec import Meta

from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.calls.trust import (
    GetTrustRequest,
    ListTrustAccounts,
    ListTrustLines,
    ListTrustRequests,
    TrustAccounts,
    TrustAsked,
    TrustAskedPage,
    TrustPage,
)
from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.get("/trust")
async def list_trust_accounts(
    request: PortalRequest,
    firm_id: FromQuery[FirmChosen] = "",
    matter_id: FromQuery[uuid.UUID | None] = None,
) -> Response[TrustAccounts]:
    """What is held in trust for the caller, by matter and currency."""
    return await request.ask(ListTrustAccounts, firm_id=firm_id, matter_id=matter_id)


@signed_in.get("/trust/{matter_id:uuid}/{person_id:uuid}")
async def list_trust_lines(
    request: PortalRequest,
    matter_id: FromPath[uuid.UUID],
    person_id: FromPath[uuid.UUID],
    currency: FromQuery[Annotated[str, Meta(max_length=3)]] = "USD",
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 50,
) -> Response[TrustPage]:
    """The ledger of what is held for one person in one matter, the newest line first."""
    return await request.ask(
        ListTrustLines,
        matter_id=matter_id,
        person_id=person_id,
        currency=currency,
        cursor=cursor,
        limit=limit,
    )


@signed_in.get("/trust-requests")
async def list_trust_requests(
    request: PortalRequest,
    firm_id: FromQuery[FirmChosen] = "",
    matter_id: FromQuery[uuid.UUID | None] = None,
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 50,
) -> Response[TrustAskedPage]:
    """What the firm asks to be put into trust and has not all come, the first due first."""
    return await request.ask(
        ListTrustRequests, firm_id=firm_id, matter_id=matter_id, cursor=cursor, limit=limit
    )


@signed_in.get("/trust-requests/{request_id:uuid}")
async def get_trust_request(
    request: PortalRequest, request_id: FromPath[uuid.UUID]
) -> Response[TrustAsked]:
    """One such request, over or not."""
    return await request.ask(GetTrustRequest, request_id=request_id)
