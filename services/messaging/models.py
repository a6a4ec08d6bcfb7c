"""What messaging remembers beside the roster: what was said where, and who has read it."""

import datetime
import uuid

from sqlalchemy import ARRAY, BigInteger, DateTime, Double, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from contracts.values import AttachmentState, AudienceStep, Kind, Origin
from roster.models import Matter, Person


class Model(DeclarativeBase):
    type_annotation_map = {
        datetime.datetime: DateTime(timezone=True),
        int: BigInteger,
        str: Text,
        Origin: Text,
        Kind: Text,
        AudienceStep: Text,
        AttachmentState: Text,
        list[float]: ARRAY(Double),
    }


class Conversation(Model):
    """`ref`: the firm's own id, empty for the matter's main conversation.

    `last_position` counts the messages; its row lock is what puts them in one order.
    `audience_version` counts the changes of who takes part in the matter, `changes` those of
    messages that stand here: edited, withdrawn, pinned, unpinned. `words`: what its names are found
    by, see `finding`.
    """

    __tablename__ = "conversations"
    __table_args__ = (Index("conversations_of_matter", "matter_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Matter.id))
    ref: Mapped[str]
    subject_line: Mapped[str]
    last_position: Mapped[int]
    active_at: Mapped[datetime.datetime]
    audience_version: Mapped[int]
    changes: Mapped[int] = mapped_column(server_default=text("0"))
    words: Mapped[str] = mapped_column(TSVECTOR, server_default=text("''"), deferred=True)


class Place(Model):
    """Where a conversation stands in a person's list, the latest first; see `places.py`."""

    __tablename__ = "places"
    __table_args__ = (Index("places_in_order", "person_id", "active_at", "conversation_id"),)

    conversation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversations.id"), primary_key=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    active_at: Mapped[datetime.datetime]


class AudienceChange(Model):
    """Somebody joined a matter, left it, or takes part in another way; as it was from `at` on."""

    __tablename__ = "audience_changes"

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Matter.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    step: Mapped[AudienceStep]
    at: Mapped[datetime.datetime]
    kind: Mapped[Kind]
    role: Mapped[str]
    reason: Mapped[str]
    from_date: Mapped[datetime.datetime]


class Message(Model):
    """`author_role`: the role in which it was written. `ref`: the firm's id of what it wrote.

    `attached`: how many documents came with it. `change`: the number of its last change in its
    conversation, 0 for none. What was withdrawn has no body here: it is with the revisions.
    `document_id`: of what it is a comment on, in its `document_version`, null where that was not
    known. `words`: what the body is found by, see `finding`.
    """

    __tablename__ = "messages"
    __table_args__ = (
        # Paging, last lines and from-dates are all answered from this one,
        Index(
            "messages_in_order",
            "conversation_id",
            "position",
            unique=True,
            postgresql_include=["sent_at"],
        ),
        # and from this one how many of others are unread.
        Index(
            "messages_of_author",
            "conversation_id",
            "author_id",
            "position",
            postgresql_include=["sent_at", "withdrawn_at"],
        ),
        # What is searched is looked through from the latest on.
        Index("messages_by_time", "conversation_id", "sent_at", "id"),
        Index("messages_changed", "conversation_id", "change", postgresql_where=text("change > 0")),
        Index(
            "messages_on_document",
            "document_id",
            "sent_at",
            "id",
            postgresql_where=text("document_id IS NOT NULL"),
        ),
        # Without a list of what is pending, which each search would read through.
        Index(
            "messages_by_word",
            "words",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"))
    position: Mapped[int]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    author_role: Mapped[str]
    origin: Mapped[Origin]
    ref: Mapped[str]
    body: Mapped[str]
    sent_at: Mapped[datetime.datetime]
    attached: Mapped[int] = mapped_column(server_default=text("0"))
    reply_to: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("messages.id"))
    revision: Mapped[int] = mapped_column(server_default=text("1"))
    change: Mapped[int] = mapped_column(server_default=text("0"))
    edited_at: Mapped[datetime.datetime | None]
    withdrawn_at: Mapped[datetime.datetime | None]
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    document_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("documents.id"))
    document_version: Mapped[int | None]
    words: Mapped[str] = mapped_column(TSVECTOR, server_default=text("''"), deferred=True)


class CommentPlace(Model):
    """Where on its document a comment hangs, if not on it as a whole.

    `rectangle`: left, top, width and height, in parts of the page.
    """

    __tablename__ = "comment_places"

    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    page: Mapped[int]
    rectangle: Mapped[list[float] | None]


class Document(Model):
    """What files tells of a document. `change` rises with each change of it.

    `conversation_id`: null for what is shared with its matter as a whole. `version`: the number of
    the one that is shown, null until files has told. `shared_at`: null until its uploader has sent
    it.
    """

    __tablename__ = "documents"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID]
    conversation_id: Mapped[uuid.UUID | None]
    ref: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    state: Mapped[AttachmentState]
    version: Mapped[int | None]
    change: Mapped[int]
    shared_at: Mapped[datetime.datetime | None]


class Attachment(Model):
    """A document that came with a message, in its place among several."""

    __tablename__ = "attachments"

    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("documents.id"))


class Revision(Model):
    """What a message said from `at` on. There are none of a message that was never changed."""

    __tablename__ = "revisions"

    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    at: Mapped[datetime.datetime]


class Reading(Model):
    """A person had read this revision of a message by `read_at`; see `readings.py`."""

    __tablename__ = "readings"

    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    read_at: Mapped[datetime.datetime]


class Pin(Model):
    """Who pinned a message and when, and who took the pin away. `number`: of that change."""

    __tablename__ = "pins"
    __table_args__ = (
        Index("pins_of_message", "message_id", "number"),
        Index(
            "pins_in_order",
            "conversation_id",
            "number",
            postgresql_where=text("unpinned_at IS NULL"),
        ),
    )

    conversation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversations.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("messages.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    pinned_at: Mapped[datetime.datetime]
    unpinned_at: Mapped[datetime.datetime | None]
    unpinned_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))


class ReadMark(Model):
    """How far a person has seen a conversation; it only moves forward."""

    __tablename__ = "read_marks"

    conversation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversations.id"), primary_key=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    position: Mapped[int]
    message_id: Mapped[uuid.UUID]
    read_at: Mapped[datetime.datetime]
