"""Conversations: the list, one with its participants, and how far the caller has read."""

import uuid

from litestar import Response
from litestar.params import FromPath, FromQuery

from contracts.calls.messaging import (
    Conversation,
    ConversationPage,
    GetConversation,
    ListConversations,
    MarkRead,
    ReadState,
)
from contracts.calls.paging import Cursor, Limit
from gateway.bodies import FromBody
from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.get("/conversations")
async def list_conversations(
    request: PortalRequest, cursor: FromQuery[Cursor] = "", limit: FromQuery[Limit] = 50
) -> Response[ConversationPage]:
    """The caller's conversations, newest activity first; go on with `next` as `cursor`."""
    return await request.ask(ListConversations, cursor=cursor, limit=limit)


@signed_in.get("/conversations/{conversation_id:uuid}")
async def get_conversation(
    request: PortalRequest, conversation_id: FromPath[uuid.UUID]
) -> Response[Conversation]:
    """One conversation with its participants and how far each has read."""
    return await request.ask(GetConversation, conversation_id=conversation_id)


@signed_in.put("/conversations/{conversation_id:uuid}/read")
async def mark_read(
    request: PortalRequest, conversation_id: FromPath[uuid.UUID], data: FromBody[MarkRead]
) -> Response[ReadState]:
    """Everything up to and including the message has been seen. Never moves backwards."""
    return await request.ask(data, conversation_id=conversation_id)
