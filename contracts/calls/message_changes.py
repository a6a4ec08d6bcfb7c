"""Calls to the messaging service about a message that stands: edit, withdraw, pin, look closer."""

import uuid
from typing import Annotated

import msgspec
from msgspec import Meta

from contracts.calls.caller import Caller
from contracts.calls.messaging import Act, Message, MessagingCall
from contracts.calls.paging import Cursor, Limit
from contracts.values import Moment, Text

MOST_REVISIONS = 100
RevisionNumber = Annotated[int, Meta(ge=1, le=MOST_REVISIONS)]


class EditMessage(MessagingCall[Message], frozen=True, kw_only=True):
    """Another text for a message of the caller's own. The same once more changes nothing.

    `revision`: the one that is changed; what was made of it elsewhere meanwhile is not overwritten.
    `audience_version`: of the conversation as the caller was shown it.

    Raises NotFound, NotYours (another's), MessageChanged (another revision stands, or it was
    withdrawn), AccessEnded (closed matter), AudienceChanged, InvalidInput (nothing is left to be
    read, or it was edited a hundred times).
    """

    caller: Caller
    conversation_id: uuid.UUID
    message_id: uuid.UUID
    body: Text
    revision: RevisionNumber
    audience_version: Annotated[int, Meta(ge=0, le=2**31 - 1)]


class WithdrawMessage(MessagingCall[Message], frozen=True, kw_only=True):
    """Nobody reads a message of the caller's own any more; that there was one stays to be seen.

    Its revisions are kept, and the firm has them. Raises NotFound, NotYours (another's) and
    AccessEnded (closed matter).
    """

    caller: Caller
    conversation_id: uuid.UUID
    message_id: uuid.UUID


class PinMessage(MessagingCall[Message], frozen=True, kw_only=True):
    """A message stands out for all who see it. Raises NotFound, AccessEnded (closed matter) and
    MessageChanged (it was withdrawn).
    """

    caller: Caller
    conversation_id: uuid.UUID
    message_id: uuid.UUID


class UnpinMessage(MessagingCall[Message], frozen=True, kw_only=True):
    """Whoever pinned it. Raises NotFound and AccessEnded (closed matter)."""

    caller: Caller
    conversation_id: uuid.UUID
    message_id: uuid.UUID


class PinPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[Message]
    next: str | None


class ListPins(MessagingCall[PinPage], frozen=True, kw_only=True):
    """The pinned messages of a conversation that the caller may see, the last pinned first."""

    caller: Caller
    conversation_id: uuid.UUID
    cursor: Cursor = ""
    limit: Limit = 50


class ChangedMessages(msgspec.Struct, frozen=True, kw_only=True):
    """Each as it is now. `change`: to go on from; `more`: there are further ones."""

    items: list[Message]
    change: int
    more: bool


class ListChangedMessages(MessagingCall[ChangedMessages], frozen=True, kw_only=True):
    """What was edited, withdrawn, pinned or unpinned in a conversation since a change."""

    caller: Caller
    conversation_id: uuid.UUID
    after: Annotated[int, Meta(ge=0, le=2**53)] = 0
    limit: Limit = 50


class RevisionShown(msgspec.Struct, frozen=True, kw_only=True):
    """What the message said from then on, and who wrote that."""

    number: int
    body: str
    act: Act


class ReaderShown(msgspec.Struct, frozen=True, kw_only=True):
    """`revision`: the last one that the person had read; by `read_at`, at the latest.

    Both are null for who has not read it.
    """

    person_id: uuid.UUID
    name: str
    role: str
    revision: int | None = None
    read_at: Moment | None = None


class MessageDetails(msgspec.Struct, frozen=True, kw_only=True):
    """`revisions`: all there were, in order; none of a message that was withdrawn.

    `readers`: who may see it besides its author; null where the firm shows no receipts, and, once
    it was withdrawn, to everybody but its author.
    """

    message: Message
    revisions: list[RevisionShown]
    readers: list[ReaderShown] | None


class GetMessage(MessagingCall[MessageDetails], frozen=True, kw_only=True):
    """A message with its revisions and who has read which. Raises NotFound."""

    caller: Caller
    conversation_id: uuid.UUID
    message_id: uuid.UUID


class RevisionSeen(msgspec.Struct, frozen=True, kw_only=True):
    message_id: uuid.UUID
    revision: int


class SeeRevision(MessagingCall[RevisionSeen], frozen=True, kw_only=True):
    """The caller, who had read the message before, has seen this revision. Raises NotFound."""

    caller: Caller
    conversation_id: uuid.UUID
    message_id: uuid.UUID
    revision: RevisionNumber
