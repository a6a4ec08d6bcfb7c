"""What messaging remembers: who takes part in which matter, what was said, and who has read it."""

import datetime
import uuid
from typing import Literal

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Text, text, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from contracts.values import Kind

Origin = Literal["portal", "firm"]


class Model(DeclarativeBase):
    """Columns named `…_at` beside a fact hold the time of the event that set it.

    An older event that comes later is known by them, and changes nothing.
    """

    type_annotation_map = {
        datetime.datetime: DateTime(timezone=True),
        int: BigInteger,
        str: Text,
        Kind: Text,
        Origin: Text,
    }


class Firm(Model):
    """`receipts_shown`: whether members see how far the others have read; `receipts_at`: who last
    said so, by the time of the event."""

    __tablename__ = "firms"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    named_at: Mapped[datetime.datetime]
    receipts_shown: Mapped[bool] = mapped_column(default=True, server_default=true())
    receipts_at: Mapped[datetime.datetime | None]


class Person(Model):
    """A contact or staff member of one firm; `ref` is the firm's own id."""

    __tablename__ = "persons"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[str]
    ref: Mapped[str]
    name: Mapped[str]
    named_at: Mapped[datetime.datetime]


class Matter(Model):
    """A case; `ref` is the firm's own id, `number` is what people quote."""

    __tablename__ = "matters"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[str]
    ref: Mapped[str]
    title: Mapped[str]
    title_at: Mapped[datetime.datetime]
    number: Mapped[str]
    number_at: Mapped[datetime.datetime]
    closed: Mapped[bool]
    closed_at: Mapped[datetime.datetime]


class Member(Model):
    """A person in a matter, and so in all its conversations; sees what was sent since `from_date`.

    The row outlives the membership: it names the role of those who wrote.
    """

    __tablename__ = "members"
    __table_args__ = (
        Index("members_of_person", "person_id", postgresql_where=text("removed_at IS NULL")),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    kind: Mapped[Kind]
    role: Mapped[str]
    from_date: Mapped[datetime.datetime]
    removed_at: Mapped[datetime.datetime | None]
    changed_at: Mapped[datetime.datetime]


class Conversation(Model):
    """`ref`: the firm's own id, empty for the matter's main conversation.

    `last_position` counts the messages; its row lock is what puts them in one order.
    """

    __tablename__ = "conversations"
    __table_args__ = (Index("conversations_of_matter", "matter_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"))
    ref: Mapped[str]
    subject_line: Mapped[str]
    last_position: Mapped[int]
    active_at: Mapped[datetime.datetime]


class Message(Model):
    """`author_role`: the role in which it was written. `ref`: the firm's id of what it wrote."""

    __tablename__ = "messages"
    __table_args__ = (
        # Paging, last lines, unread counts and from-dates are all answered from this one.
        Index(
            "messages_in_order",
            "conversation_id",
            "position",
            unique=True,
            postgresql_include=["sent_at", "author_id"],
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"))
    position: Mapped[int]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    author_role: Mapped[str]
    origin: Mapped[Origin]
    ref: Mapped[str]
    body: Mapped[str]
    sent_at: Mapped[datetime.datetime]


class ReadMark(Model):
    """How far a person has seen a conversation; it only moves forward."""

    __tablename__ = "read_marks"

    conversation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("conversations.id"), primary_key=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    position: Mapped[int]
    message_id: Mapped[uuid.UUID]
    read_at: Mapped[datetime.datetime]
