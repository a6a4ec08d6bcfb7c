"""Messages of a conversation: reading them in either direction, and sending one."""

import uuid
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, FromQuery

from contracts.calls.files import VouchForDocuments
from contracts.calls.messaging import ListMessages, Message, MessagePage, SendMessage
from contracts.calls.paging import Cursor, Limit
from gateway.bodies import FromBody
from gateway.doors import signed_in
from gateway.idempotency import IdempotencyKey, uuid7
from gateway.request import PortalRequest


@signed_in.get("/conversations/{conversation_id:uuid}/messages")
async def list_messages(
    request: PortalRequest,
    conversation_id: FromPath[uuid.UUID],
    before: FromQuery[Cursor] = "",
    after: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 50,
) -> Response[MessagePage]:
    """Messages in their order: the newest `limit`, or those `before` or `after` a cursor."""
    return await request.ask(
        ListMessages, conversation_id=conversation_id, before=before, after=after, limit=limit
    )


@signed_in.post("/conversations/{conversation_id:uuid}/messages", status_code=201)
async def send_message(
    request: PortalRequest,
    conversation_id: FromPath[uuid.UUID],
    message_id: IdempotencyKey,
    data: FromBody[SendMessage],
) -> Response[Message]:
    """Send a message. It is stored once, however often the same request arrives.

    `attachments` are documents of the sender's own, uploaded for this conversation, or documents
    that were shared in its matter before. With them the text may be empty.
    """
    rest: dict[str, Any] = {"conversation_id": conversation_id, "message_id": uuid7(message_id)}
    if attached := msgspec.structs.asdict(data)["attachments"]:
        asked = {"conversation_id": conversation_id, "document_ids": attached}
        rest["vouchers"] = (await request.call(VouchForDocuments, **asked)).items
    return await request.ask(data, **rest)
