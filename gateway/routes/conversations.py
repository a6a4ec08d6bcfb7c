"""Conversations: the list, one with its participants, and how far the caller has read."""

import uuid

import msgspec
from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody

from contracts.calls.messaging import (
    Conversation,
    ConversationPage,
    GetConversation,
    ListConversations,
    MarkRead,
    ReadState,
)
from contracts.calls.paging import Cursor, Limit
from gateway.doors import signed_in
from gateway.request import PortalRequest


class ReadUpTo(msgspec.Struct, frozen=True, kw_only=True):
    """The newest message that was seen."""

    message_id: uuid.UUID


@signed_in.get("/conversations")
async def list_conversations(
    request: PortalRequest, cursor: FromQuery[Cursor] = "", limit: FromQuery[Limit] = 50
) -> Response[ConversationPage]:
    """The caller's conversations, newest activity first; go on with `next` as `cursor`."""
    call = ListConversations(caller=request.caller, cursor=cursor, limit=limit)
    return await request.ask(call)


@signed_in.get("/conversations/{conversation_id:uuid}")
async def get_conversation(
    request: PortalRequest, conversation_id: FromPath[uuid.UUID]
) -> Response[Conversation]:
    """One conversation with its participants and how far each has read."""
    call = GetConversation(caller=request.caller, conversation_id=conversation_id)
    return await request.ask(call)


@signed_in.put("/conversations/{conversation_id:uuid}/read")
async def mark_read(
    request: PortalRequest, conversation_id: FromPath[uuid.UUID], data: JSONBody[ReadUpTo]
) -> Response[ReadState]:
    """Everything up to and including the message has been seen. Never moves backwards."""
    call = MarkRead(
        caller=request.caller, conversation_id=conversation_id, message_id=data.message_id
    )
    return await request.ask(call)
