"""What billing remembers beside the roster: invoices, who owes them, and what came in for them."""

import datetime
import uuid
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Index, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from contracts.events.invoices import InvoiceState
from roster.models import Matter, Person

EntryKind = Literal["payment", "credit"]


class Model(DeclarativeBase):
    type_annotation_map = {
        datetime.datetime: DateTime(timezone=True),
        datetime.date: Date,
        Decimal: Numeric,
        int: BigInteger,
        str: Text,
        InvoiceState: Text,
        EntryKind: Text,
        dict[str, Any]: JSONB,
        list[str]: ARRAY(Text),
        list[uuid.UUID]: ARRAY(Uuid),
    }


class Invoice(Model):
    """An invoice as the firm last stated it. `ref`: the firm's own id; amounts in `currency`.

    `stated`: all of what was stated, as `contracts.events.invoices.InvoiceStated`. `digests`: of
    what was stated first and last, by which the same is known when it comes again. `revision`
    counts what was stated, `version` every change. `billed`: all to whom it ever went.
    `outstanding`: zero once it is paid, declared paid or voided. `declared_at`, `reversed_at`: the
    times of the newest events that declared it paid, and that took back what had come in.
    """

    __tablename__ = "invoices"
    __table_args__ = (
        Index("invoices_of_matter", "matter_id", "state"),
        Index("invoices_by_firm", "firm_id", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[str]
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Matter.id))
    ref: Mapped[str]
    number: Mapped[str]
    issued_on: Mapped[datetime.date]
    due_on: Mapped[datetime.date | None]
    currency: Mapped[str]
    total: Mapped[Decimal]
    paid: Mapped[Decimal]
    credited: Mapped[Decimal]
    outstanding: Mapped[Decimal]
    state: Mapped[InvoiceState]
    settled_on: Mapped[datetime.date | None]
    declared_paid_on: Mapped[datetime.date | None]
    declared_at: Mapped[datetime.datetime | None]
    reversed_at: Mapped[datetime.datetime | None]
    voided_at: Mapped[datetime.datetime | None]
    void_reason: Mapped[str]
    pay_link: Mapped[str]
    stated: Mapped[dict[str, Any]]
    stated_at: Mapped[datetime.datetime]
    digests: Mapped[list[str]]
    revision: Mapped[int]
    version: Mapped[int]
    billed: Mapped[list[uuid.UUID]]


class Bill(Model):
    """That a person is to pay an invoice; `share`: null where all owe the whole together.

    `paid`: what the firm received from them by name.
    """

    __tablename__ = "bills"
    __table_args__ = (Index("bills_of_person", "person_id"),)

    invoice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("invoices.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    place: Mapped[int]
    share: Mapped[Decimal | None]
    paid: Mapped[Decimal]


class Entry(Model):
    """Money received for an invoice, or a credit; `ref`: the firm's own id of it.

    `about`: how it was paid, or what for the credit is. `digest`: by which the same is known.
    `reversed_on`: from then on it counts no more.
    """

    __tablename__ = "entries"
    __table_args__ = (Index("entries_of_invoice", "invoice_id"),)

    firm_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[EntryKind] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(primary_key=True)
    invoice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("invoices.id"))
    amount: Mapped[Decimal]
    entered_on: Mapped[datetime.date]
    person_id: Mapped[uuid.UUID | None]
    about: Mapped[str]
    digest: Mapped[str]
    told_at: Mapped[datetime.datetime]
    reversed_on: Mapped[datetime.date | None]
    reversal_reason: Mapped[str] = mapped_column(server_default="")


class View(Model):
    """Who has looked at which statement of an invoice, and when first."""

    __tablename__ = "views"

    invoice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("invoices.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    viewed_at: Mapped[datetime.datetime]


class Leaving(Model):
    """When a person was last led to the firm's page for paying; it says nothing of what is paid."""

    __tablename__ = "leavings"

    invoice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("invoices.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    opened_at: Mapped[datetime.datetime]


class PayHosts(Model):
    """Where a firm's pay links may lead, as it last said."""

    __tablename__ = "pay_hosts"

    firm_id: Mapped[str] = mapped_column(primary_key=True)
    hosts: Mapped[list[str]]
    said_at: Mapped[datetime.datetime]


class TrustEntry(Model):
    """Money that came into trust for a person in a matter, or went out: then it is negative."""

    __tablename__ = "trust_entries"
    __table_args__ = (
        Index("trust_entries_of_person", "matter_id", "person_id", "currency", "moved_on"),
    )

    firm_id: Mapped[str] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Matter.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    currency: Mapped[str]
    amount: Mapped[Decimal]
    moved_on: Mapped[datetime.date]
    description: Mapped[str]
    request_id: Mapped[uuid.UUID | None]
    digest: Mapped[str]
    told_at: Mapped[datetime.datetime]


class TrustRequest(Model):
    """What the firm asks a person to put into trust. `received`: what came for it by name."""

    __tablename__ = "trust_requests"
    __table_args__ = (Index("trust_requests_of_person", "person_id", "matter_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[str]
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Matter.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    ref: Mapped[str]
    currency: Mapped[str]
    amount: Mapped[Decimal]
    received: Mapped[Decimal]
    requested_on: Mapped[datetime.date]
    due_on: Mapped[datetime.date | None]
    text: Mapped[str]
    withdrawn_at: Mapped[datetime.datetime | None]
    said_at: Mapped[datetime.datetime]
    version: Mapped[int]
