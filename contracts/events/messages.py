"""Messages: posted by the firm, sent in the portal, read."""

import datetime
import uuid
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts.events.facts import About, MatterFact, Waiting
from contracts.events.matters import MatterEvent
from contracts.events.persons import Person
from contracts.values import LINE, REFERENCE, Body, Moment, Ref


class MessagePosted(MatterEvent, frozen=True, kw_only=True):
    """Someone at the firm writes in a matter; in its main conversation unless one is named.

    The author has been added to the matter as staff: until then it waits, and a firm cannot write
    in its client's name. The same `message_id` again changes nothing. `attachments`: documents by
    the ids under which the firm has shared them in this matter; until then it waits.
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

    def subject(self) -> str:
        return self.message_id


class AttachedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that came with a message. `document_ref`: the firm's id of what it shared."""

    document_id: uuid.UUID
    document_ref: str = ""
    name: str
    media_type: str
    size: int


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

    `body` may be empty where there are `attachments`.
    """

    type = "message.sent"
    author: Person
    origin: Literal["portal", "firm"]
    body: str
    sent_at: Moment
    conversation_ref: str = ""
    message_ref: str = ""
    attachments: list[AttachedDocument] = []

    def happened_at(self) -> datetime.datetime:
        return self.sent_at

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
    """The reader has seen everything up to and including `message_id`."""

    type = "message.read"
    reader: Person
    read_at: Moment

    def waits(self) -> list[Waiting]:
        return [Waiting(persons=[self.reader.person_id], about=self.about(), closed=self.position)]
