"""Searching what the caller may see: messages, names of conversations, names of documents."""

import uuid

from litestar import Response
from litestar.params import FromQuery

from contracts.calls.files import FoundDocuments, SearchDocuments
from contracts.calls.messaging import (
    FoundConversations,
    FoundMessages,
    SearchConversations,
    SearchMessages,
)
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.calls.searching import Question
from gateway.doors import signed_in
from gateway.request import PortalRequest

FirmAsked = FromQuery[FirmChosen]


@signed_in.get("/search/messages")
async def search_messages(
    request: PortalRequest,
    q: FromQuery[Question],
    conversation_id: FromQuery[uuid.UUID | None] = None,
    matter_id: FromQuery[uuid.UUID | None] = None,
    firm_id: FirmAsked = "",
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 20,
) -> Response[FoundMessages]:
    """Messages that say this, the newest first; go on with `next` as `cursor`.

    One that was edited is found by what it says now, one that was withdrawn not at all.
    """
    return await request.ask(
        SearchMessages,
        q=q,
        conversation_id=conversation_id,
        matter_id=matter_id,
        firm_id=firm_id,
        cursor=cursor,
        limit=limit,
    )


@signed_in.get("/search/conversations")
async def search_conversations(
    request: PortalRequest,
    q: FromQuery[Question],
    matter_id: FromQuery[uuid.UUID | None] = None,
    firm_id: FirmAsked = "",
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 20,
) -> Response[FoundConversations]:
    """Conversations with this in their matter's title or number, or in their own subject line."""
    return await request.ask(
        SearchConversations, q=q, matter_id=matter_id, firm_id=firm_id, cursor=cursor, limit=limit
    )


@signed_in.get("/search/documents")
async def search_documents(
    request: PortalRequest,
    q: FromQuery[Question],
    matter_id: FromQuery[uuid.UUID | None] = None,
    firm_id: FirmAsked = "",
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 20,
) -> Response[FoundDocuments]:
    """Documents with this in their names, the newest first."""
    return await request.ask(
        SearchDocuments, q=q, matter_id=matter_id, firm_id=firm_id, cursor=cursor, limit=limit
    )
