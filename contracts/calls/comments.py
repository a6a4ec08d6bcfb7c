"""Calls to the messaging service about what is said of one document."""

import uuid

import msgspec

from contracts.calls.caller import Caller
from contracts.calls.messaging import Message, MessagingCall
from contracts.calls.paging import Cursor, Limit


class CommentPage(msgspec.Struct, frozen=True, kw_only=True):
    """`total`: how many there are that the caller may see and that were not withdrawn.

    `conversation_id`: to which a new one goes.
    """

    items: list[Message]
    next: str | None
    total: int
    conversation_id: uuid.UUID


class ListComments(MessagingCall[CommentPage], frozen=True, kw_only=True):
    """The messages about a document that the caller may see, the newest first.

    Raises NotFound where the caller does not see the document.
    """

    caller: Caller
    document_id: uuid.UUID
    cursor: Cursor = ""
    limit: Limit = 50
