"""Calls to the messaging service."""

import uuid
from typing import Annotated

import msgspec
from msgspec import Meta

from contracts.calls.call import A, Call
from contracts.calls.caller import Caller
from contracts.calls.files import MOST_ATTACHMENTS, Voucher
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.calls.searching import Piece, Question
from contracts.values import (
    AttachmentState,
    AudienceStep,
    CommentedState,
    Kind,
    Moment,
    OnDocument,
    QuoteState,
    Spot,
    Text,
)

UNREAD_MOST = 100
Unread = Annotated[
    int,
    Meta(
        ge=0, le=UNREAD_MOST, description=f"At most {UNREAD_MOST}, which means that many or more."
    ),
]


class MessagingCall(Call[A], frozen=True, kw_only=True):
    service = "messaging"


class ConversationSummary(msgspec.Struct, frozen=True, kw_only=True):
    """`last_line`: the first 140 characters of the newest message that the caller may see;
    `last_mine`: the caller wrote it; `last_attachments`: how many documents came with it;
    `last_withdrawn`: it was withdrawn, and has no line.
    """

    id: uuid.UUID
    firm_id: str
    firm_name: str
    matter_id: uuid.UUID
    matter_title: str
    matter_number: str
    subject_line: str
    closed: bool
    unread: Unread
    last_line: str
    last_author: str
    last_mine: bool
    last_at: Moment | None
    last_attachments: int = 0
    last_withdrawn: bool = False


class ConversationPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[ConversationSummary]
    next: str | None


class ListConversations(MessagingCall[ConversationPage], frozen=True, kw_only=True):
    """The caller's conversations, newest activity first."""

    caller: Caller
    cursor: Cursor = ""
    limit: Limit = 50


class ConversationParticipant(msgspec.Struct, frozen=True, kw_only=True):
    person_id: uuid.UUID
    name: str
    role: str
    kind: Kind
    read_up_to: uuid.UUID | None = None


class AudienceChange(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody joined, left, or takes part in another way. They see what is of `from_date` on.

    `number`: the version that the audience had from then on. `reason`: why a third party is there.
    """

    number: int
    at: Moment
    step: AudienceStep
    person_id: uuid.UUID
    name: str
    kind: Kind
    role: str
    reason: str
    from_date: Moment


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """`me`: the person as whom the caller takes part.

    `audience_version` rises with each change of who takes part, or as what: whoever writes says
    which one they saw. `changes`: the newest hundred of these that the caller may know of.
    """

    summary: ConversationSummary
    participants: list[ConversationParticipant]
    me: uuid.UUID
    read_up_to: uuid.UUID | None
    audience_version: int = 0
    changes: list[AudienceChange] = []


class GetConversation(MessagingCall[Conversation], frozen=True, kw_only=True):
    """Raises NotFound where the caller takes no part."""

    caller: Caller
    conversation_id: uuid.UUID


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A document that came with a message, and how it stands by now, in its newest `version`."""

    document_id: uuid.UUID
    name: str
    media_type: str
    size: int
    state: AttachmentState
    version: int = 1


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Who did it and when; `mine`: the caller."""

    at: Moment
    name: str
    mine: bool


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """The message that another one answers, in short.

    Of one that was withdrawn there is no text, and of one `hidden` from the caller, whose part
    begins later, nothing at all. `line`: its first 140 characters; empty where it brought files
    alone.
    """

    state: QuoteState
    message_id: uuid.UUID | None = None
    author_name: str = ""
    mine: bool = False
    line: str = ""


class AboutDocument(OnDocument, frozen=True, kw_only=True):
    """The document that a message comments on, and where on it."""

    document_id: uuid.UUID


class DocumentCommented(msgspec.Struct, frozen=True, kw_only=True):
    """What a message comments on, as it stands by now.

    Of one that was `revoked`, or is `hidden` from the caller, whose part begins later, not even
    the name. `version`: on which it was made, null where that was not noted; `is_newest`: no other
    has taken its place since.
    """

    state: CommentedState
    document_id: uuid.UUID | None = None
    name: str = ""
    version: int | None = None
    is_newest: bool = True
    page: int | None = None
    spot: Spot | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """`cursor` names its place for paging; `mine`: the caller wrote it.

    `body` may be empty where there are `attachments`, and is of a message that was `withdrawn`.
    `revision` counts from 1; `unseen_edit`: it was edited since the caller read it. `reply_to`:
    what it answers. `about`: what it is a comment on.
    """

    id: uuid.UUID
    conversation_id: uuid.UUID
    author_id: uuid.UUID
    author_name: str
    author_role: str
    mine: bool
    body: str
    sent_at: Moment
    cursor: str
    attachments: list[Attachment] = []
    revision: int = 1
    edited_at: Moment | None = None
    unseen_edit: bool = False
    withdrawn: Act | None = None
    pinned: Act | None = None
    reply_to: Quote | None = None
    about: DocumentCommented | None = None


class MessagePage(msgspec.Struct, frozen=True, kw_only=True):
    """`older`/`newer`: the cursors to go on with in each direction, null where nothing is left.

    `change`: the number of the last change of a message here, to ask from later on.
    """

    items: list[Message]
    older: str | None
    newer: str | None
    change: int = 0


class ListMessages(MessagingCall[MessagePage], frozen=True, kw_only=True):
    """Messages in their order: the newest `limit`, or those `before` or `after` a cursor."""

    caller: Caller
    conversation_id: uuid.UUID
    before: Cursor = ""
    after: Cursor = ""
    limit: Limit = 50


class SendMessage(MessagingCall[Message], frozen=True, kw_only=True):
    """`message_id` is made by the client (UUIDv7): sent twice, it is stored once.

    `audience_version`: of the conversation as its sender was shown it. `attachments`: documents of
    the sender's own, uploaded for this conversation, or shared in its matter before; where there
    are any, `body` may be empty. `vouchers`: what files says of each, in the same order.
    `reply_to`: the message of this conversation that it answers. `about`: what it is a comment on,
    a document of this conversation, or of its matter as a whole, that the sender may see.

    Raises NotFound (takes no part), AccessEnded (closed matter), Conflict (same id, other content),
    AudienceChanged (others read it now than the sender was shown), InvalidInput (the id is no
    UUIDv7, there is neither text nor attachment, or what it is about is not here).
    """

    caller: Caller
    conversation_id: uuid.UUID
    message_id: uuid.UUID
    body: Text
    audience_version: Annotated[int, Meta(ge=0, le=2**31 - 1)]
    attachments: Annotated[list[uuid.UUID], Meta(max_length=MOST_ATTACHMENTS)] = []
    vouchers: Annotated[list[Voucher], Meta(max_length=MOST_ATTACHMENTS)] = []
    reply_to: uuid.UUID | None = None
    about: AboutDocument | None = None


class ReadState(msgspec.Struct, frozen=True, kw_only=True):
    conversation_id: uuid.UUID
    read_up_to: uuid.UUID
    unread: Unread


class MarkRead(MessagingCall[ReadState], frozen=True, kw_only=True):
    """Everything up to and including the message has been seen. Never moves backwards."""

    caller: Caller
    conversation_id: uuid.UUID
    message_id: Annotated[uuid.UUID, Meta(description="The newest message that was seen.")]


class FoundMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message in which all that was looked for stands, and the part of it where it does.

    `cursor` names its place in its conversation, for paging.
    """

    id: uuid.UUID
    conversation_id: uuid.UUID
    firm_id: str
    firm_name: str
    matter_id: uuid.UUID
    matter_title: str
    subject_line: str
    author_name: str
    mine: bool
    sent_at: Moment
    cursor: str
    snippet: list[Piece]


class FoundMessages(msgspec.Struct, frozen=True, kw_only=True):
    items: list[FoundMessage]
    next: str | None


class SearchMessages(MessagingCall[FoundMessages], frozen=True, kw_only=True):
    """The messages that the caller may see and that say this now, the newest first.

    What is given narrows them. Raises InvalidInput for a bad cursor, and for no word or too many.
    """

    caller: Caller
    q: Question
    conversation_id: uuid.UUID | None = None
    matter_id: uuid.UUID | None = None
    firm_id: FirmChosen = ""
    cursor: Cursor = ""
    limit: Limit = 20


class FoundConversation(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation that is named so: by its matter's title or number, or its own subject line.

    `title`, `number`, `subject`: these names in pieces.
    """

    id: uuid.UUID
    firm_id: str
    firm_name: str
    matter_id: uuid.UUID
    title: list[Piece]
    number: list[Piece]
    subject: list[Piece]
    closed: bool
    active_at: Moment


class FoundConversations(msgspec.Struct, frozen=True, kw_only=True):
    items: list[FoundConversation]
    next: str | None


class SearchConversations(MessagingCall[FoundConversations], frozen=True, kw_only=True):
    """The caller's conversations that are named so, newest activity first.

    What is given narrows them. Raises InvalidInput for a bad cursor, and for no word or too many.
    """

    caller: Caller
    q: Question
    matter_id: uuid.UUID | None = None
    firm_id: FirmChosen = ""
    cursor: Cursor = ""
    limit: Limit = 20
