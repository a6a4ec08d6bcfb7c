"""Messages: posted by the firm, sent in the portal, read."""

import datetime
import uuid
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts.events.facts import About, Item, MatterFact, Waiting
from contracts.events.matters import MatterEvent
from contracts.events.persons import Person
from contracts.values import LINE, REFERENCE, Body, Moment, OnDocument, Ref


class PostedAbout(OnDocument, frozen=True, kw_only=True):
    """`document_id`: the firm's own of what it shared, or Redwell's of what a client sent."""

    document_id: Ref


class MessagePosted(MatterEvent, frozen=True, kw_only=True):
    """Someone at the firm writes in a matter; in its main conversation unless one is named.

    The author has been added to the matter as staff: until then it waits, and a firm cannot write
    in its client's name. The same `message_id` again changes nothing. `attachments`: documents by
    the ids under which the firm has shared them in this matter; until then it waits.
    `reply_to`: the message that it answers, by the firm's id or by Redwell's. `about`: what it is a
    comment on, a document of this conversation or of its matter as a whole.
    """

    type = "message.posted"
    owner = "messaging"
    message_id: Ref
    author_id: Ref
    body: Body
    posted_at: Moment
    conversation_id: Annotated[str, Meta(max_length=200, extra=REFERENCE)] = ""
    subject_line: Annotated[str, Meta(max_length=200, extra=LINE)] = ""
    attachments: Annotated[list[Ref], Meta(max_length=100)] = []
    reply_to: Annotated[str, Meta(max_length=200, extra=REFERENCE)] = ""
    about: PostedAbout | None = None

    def subject(self) -> str:
        return self.message_id


class StandingMessageEvent(MatterEvent, frozen=True, kw_only=True):
    """Someone at the firm does something with a message that stands: until it does, that waits."""

    owner = "messaging"
    message_id: Ref
    author_id: Ref

    def subject(self) -> str:
        return self.message_id


class MessageCorrected(StandingMessageEvent, frozen=True, kw_only=True):
    """The firm edits what it posted; what it said before stays to be reviewed.

    `author_id`: who of the firm's people does it. Of two corrections the later one stands.
    """

    type = "message.corrected"
    body: Body


class MessageRecalled(StandingMessageEvent, frozen=True, kw_only=True):
    """The firm withdraws what it posted: nobody reads it any more, and a line says so."""

    type = "message.recalled"


class MessagePinAdded(StandingMessageEvent, frozen=True, kw_only=True):
    """Someone at the firm pins a message, by the firm's id or, a client's, by Redwell's."""

    type = "message.pin_added"


class MessagePinRemoved(StandingMessageEvent, frozen=True, kw_only=True):
    """Someone at the firm takes a pin away, whoever had pinned it."""

    type = "message.pin_removed"


class AttachedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that came with a message. `document_ref`: the firm's id of what it shared."""

    document_id: uuid.UUID
    document_ref: str = ""
    name: str
    media_type: str
    size: int


class SentAbout(OnDocument, frozen=True, kw_only=True):
    """What a message comments on. `document_ref`: the firm's id of what it shared."""

    document_id: uuid.UUID
    document_ref: str = ""
    name: str


class ConversationFact(MatterFact, frozen=True, kw_only=True):
    """`position`: the message's place in its conversation; it only rises, whatever clocks say."""

    conversation_id: uuid.UUID
    message_id: uuid.UUID
    position: int

    def subject(self) -> str:
        return str(self.message_id)

    def about(self) -> About:
        return About("conversation", self.conversation_id)


class MessageSent(ConversationFact, frozen=True, kw_only=True):
    """A message stands in a conversation. `message_ref`: the firm's id of what it wrote itself.

    `body` may be empty where there are `attachments`. `subject_line`: of the conversation, empty
    for a matter's main one. `about`: what it is a comment on.
    """

    type = "message.sent"
    author: Person
    origin: Literal["portal", "firm"]
    body: str
    sent_at: Moment
    conversation_ref: str = ""
    message_ref: str = ""
    attachments: list[AttachedDocument] = []
    reply_to: uuid.UUID | None = None
    subject_line: str = ""
    # Facts have a method of the other name.
    on: SentAbout | None = msgspec.field(name="about", default=None)

    def happened_at(self) -> datetime.datetime:
        return self.sent_at

    def item(self) -> Item:
        return Item.by(self.author, number=self.position, title=self.subject_line)

    def waits(self) -> list[Waiting]:
        """For everyone in its audience; its author has seen all before it."""
        author, here = self.author.person_id, self.position
        return [
            Waiting(persons=[author], about=self.about(), opened=here, closed=here),
            Waiting(
                persons=[person for person in self.audience if person != author],
                about=self.about(),
                opened=here,
            ),
        ]


class MessageRead(ConversationFact, frozen=True, kw_only=True):
    """The reader has seen everything up to and including `message_id`.

    `revision`: of that message as it was shown; told again when its reader sees a later one.
    """

    type = "message.read"
    reader: Person
    read_at: Moment
    revision: int = 1

    def waits(self) -> list[Waiting]:
        return [Waiting(persons=[self.reader.person_id], about=self.about(), closed=self.position)]


class MessageEdited(ConversationFact, frozen=True, kw_only=True):
    """The author has changed what the message says; `revision` counts from 1, the first text."""

    type = "message.edited"
    author: Person
    body: str
    revision: int
    edited_at: Moment
    conversation_ref: str = ""
    message_ref: str = ""


class MessageWithdrawn(ConversationFact, frozen=True, kw_only=True):
    """Nobody reads the message any more; what it said is in what was told of it before.

    `documents`: what came with it and with no other. `settled`: for whom nothing waits here now up
    to `last_position`.
    """

    type = "message.withdrawn"
    author: Person
    withdrawn_at: Moment
    last_position: int
    settled: list[uuid.UUID]
    documents: list[uuid.UUID] = []
    conversation_ref: str = ""
    message_ref: str = ""

    def waits(self) -> list[Waiting]:
        return [Waiting(persons=self.settled, about=self.about(), closed=self.last_position)]


class MessagePinned(ConversationFact, frozen=True, kw_only=True):
    """Somebody has pinned a message, for all who see it."""

    type = "message.pinned"
    by: Person
    at: Moment
    conversation_ref: str = ""
    message_ref: str = ""


class MessageUnpinned(ConversationFact, frozen=True, kw_only=True):
    """Somebody has taken away the pin of a message, their own or another's."""

    type = "message.unpinned"
    by: Person
    at: Moment
    conversation_ref: str = ""
    message_ref: str = ""
