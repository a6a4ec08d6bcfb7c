"""Messages of a conversation: reading them in either direction, and sending one."""

import uuid
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery, HeaderParameter

from contracts.calls.messaging import ListMessages, Message, MessagePage, SendMessage
from contracts.calls.paging import Cursor, Limit
from contracts.errors import InvalidInput
from gateway.bodies import FromBody
from gateway.doors import signed_in
from gateway.request import PortalRequest

IdempotencyKey = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        description="The message's id, a UUIDv7 (RFC 9562) made by the client. Sent again with "
        "the same body it answers the same message; with another body it is a conflict.",
    ),
]


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
    """Send a message. It is stored once, however often the same request arrives."""
    return await request.ask(data, conversation_id=conversation_id, message_id=uuid7(message_id))


def uuid7(idempotency_key: str) -> uuid.UUID:
    """The UUIDv7 in the header, bare or quoted as a structured string; raises InvalidInput."""
    try:
        key = uuid.UUID(idempotency_key.strip('"'))
    except ValueError:
        key = None
    if key is None or key.version != 7:
        raise InvalidInput(
            "The header Idempotency-Key must be a UUIDv7, made once for each message.",
            field="Idempotency-Key",
        )
    return key
