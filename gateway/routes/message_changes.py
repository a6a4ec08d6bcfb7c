"""A message that stands: edit it, withdraw it, pin it, look at it closely."""

import uuid
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery
from msgspec import Meta

from contracts.calls.message_changes import (
    ChangedMessages,
    EditMessage,
    GetMessage,
    ListChangedMessages,
    ListPins,
    MessageDetails,
    PinMessage,
    PinPage,
    RevisionSeen,
    SeeRevision,
    UnpinMessage,
    WithdrawMessage,
)
from contracts.calls.messaging import Message
from contracts.calls.paging import Cursor, Limit
from gateway.bodies import FromBody
from gateway.doors import signed_in
from gateway.request import PortalRequest

CHANGES = "/conversations/{conversation_id:uuid}/changes"
PINS = "/conversations/{conversation_id:uuid}/pins"
MESSAGE = "/conversations/{conversation_id:uuid}/messages/{message_id:uuid}"


@signed_in.get(CHANGES)
async def list_changed_messages(
    request: PortalRequest,
    conversation_id: FromPath[uuid.UUID],
    after: FromQuery[Annotated[int, Meta(ge=0, le=2**53)]] = 0,
    limit: FromQuery[Limit] = 50,
) -> Response[ChangedMessages]:
    """What was edited, withdrawn, pinned or unpinned since the change `after`, as it is now."""
    return await request.ask(
        ListChangedMessages, conversation_id=conversation_id, after=after, limit=limit
    )


@signed_in.get(PINS)
async def list_pins(
    request: PortalRequest,
    conversation_id: FromPath[uuid.UUID],
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 50,
) -> Response[PinPage]:
    """The pinned messages, the last pinned first; go on with `next` as `cursor`."""
    return await request.ask(ListPins, conversation_id=conversation_id, cursor=cursor, limit=limit)


@signed_in.get(MESSAGE)
async def get_message(
    request: PortalRequest, conversation_id: FromPath[uuid.UUID], message_id: FromPath[uuid.UUID]
) -> Response[MessageDetails]:
    """One message with all its revisions, and who has read which where the firm shows receipts."""
    return await request.ask(GetMessage, conversation_id=conversation_id, message_id=message_id)


@signed_in.put(MESSAGE)
async def edit_message(
    request: PortalRequest,
    conversation_id: FromPath[uuid.UUID],
    message_id: FromPath[uuid.UUID],
    data: FromBody[EditMessage],
) -> Response[Message]:
    """Another text for one's own message, in place of the revision named. Everyone sees that."""
    return await request.ask(data, conversation_id=conversation_id, message_id=message_id)


@signed_in.delete(MESSAGE)
async def withdraw_message(
    request: PortalRequest, conversation_id: FromPath[uuid.UUID], message_id: FromPath[uuid.UUID]
) -> Response[Message]:
    """Nobody reads one's own message any more; a line in its place says so."""
    return await request.ask(
        WithdrawMessage, conversation_id=conversation_id, message_id=message_id
    )


@signed_in.put(f"{MESSAGE}/seen")
async def see_revision(
    request: PortalRequest,
    conversation_id: FromPath[uuid.UUID],
    message_id: FromPath[uuid.UUID],
    data: FromBody[SeeRevision],
) -> Response[RevisionSeen]:
    """A message that the caller had read before was seen as it is since it was edited."""
    return await request.ask(data, conversation_id=conversation_id, message_id=message_id)


@signed_in.put(f"{MESSAGE}/pin")
async def pin_message(
    request: PortalRequest, conversation_id: FromPath[uuid.UUID], message_id: FromPath[uuid.UUID]
) -> Response[Message]:
    """Pin a message, for all who see it."""
    return await request.ask(PinMessage, conversation_id=conversation_id, message_id=message_id)


@signed_in.delete(f"{MESSAGE}/pin")
async def unpin_message(
    request: PortalRequest, conversation_id: FromPath[uuid.UUID], message_id: FromPath[uuid.UUID]
) -> Response[Message]:
    """Take a pin away, one's own or another's."""
    return await request.ask(UnpinMessage, conversation_id=conversation_id, message_id=message_id)
