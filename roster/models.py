"""The roster's tables: firms and persons by name, matters, and who takes part in them."""

import datetime
import uuid

from sqlalchemy import DateTime, ForeignKey, Index, Text, false, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from contracts.values import Kind


class Model(DeclarativeBase):
    """Columns named `…_at` beside a fact hold the time of the event that set it.

    An older event that comes later is known by them, and changes nothing.
    """

    type_annotation_map = {
        datetime.datetime: DateTime(timezone=True),
        str: Text,
        Kind: Text,
    }


class Firm(Model):
    __tablename__ = "firms"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    named_at: Mapped[datetime.datetime]


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


class Participant(Model):
    """A person in a matter, who sees what is of it since `from_date`.

    `from_date_kept`: the newest event gave none, so it is of an earlier one. `reason` records why a
    third party is present. The row outlives the participation, which ended when `removed_at` is
    set: it names the role of those who wrote.
    """

    __tablename__ = "participants"
    __table_args__ = (
        Index("participants_of_person", "person_id", postgresql_where=text("removed_at IS NULL")),
    )

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    kind: Mapped[Kind]
    role: Mapped[str]
    reason: Mapped[str]
    from_date: Mapped[datetime.datetime]
    from_date_kept: Mapped[bool] = mapped_column(server_default=false())
    removed_at: Mapped[datetime.datetime | None]
    changed_at: Mapped[datetime.datetime]


class ReceiptsShown(Model):
    """Whether a firm's people see how far the others have read; where no row is, they do."""

    __tablename__ = "receipts_shown"

    firm_id: Mapped[str] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    shown: Mapped[bool]
    said_at: Mapped[datetime.datetime]
