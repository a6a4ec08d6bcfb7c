"""Invoices: what the firm bills to whom, what was paid of it, and who has looked at it."""

import datetime
import uuid
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts import topology
from contracts.events.exchanges import FirmEvent
from contracts.events.facts import About, Item, MatterFact, Waiting, stands
from contracts.events.persons import Person
from contracts.money import Amount, Currency, Percent, Rate, Units
from contracts.values import LINE, REFERENCE, Moment, Name, Ref, Text

LineKind = Literal["time", "expense", "discount", "fee"]
InvoiceState = Literal["outstanding", "paid", "voided"]
Code = Annotated[str, Meta(max_length=20, extra=LINE)]  # of LEDES and UTBMS
Reason = Annotated[str, Meta(max_length=500, extra=LINE)]
TITLE = "Invoice"  # before its number, in a list


class InvoiceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line as the firm states it; `units` × `rate` is its amount, to one minor unit.

    `units`: hours of time, pieces of an expense. A discount is negative, all else is not. `tax`:
    of the taxes, what is for this line. Codes are those of LEDES and UTBMS.
    """

    kind: LineKind
    description: Annotated[str, Meta(min_length=1, max_length=1000, extra=LINE)]
    amount: Amount
    on: datetime.date | None = None
    units: Units | None = None
    rate: Rate | None = None
    timekeeper: Annotated[str, Meta(max_length=200, extra=LINE)] = ""
    timekeeper_id: Code = ""
    classification: Code = ""
    task_code: Code = ""
    activity_code: Code = ""
    expense_code: Code = ""
    tax: Amount | None = None
    tax_rate: Percent | None = None


class InvoiceTax(msgspec.Struct, frozen=True, kw_only=True):
    name: Name
    amount: Amount
    rate: Percent | None = None


class BillTo(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in the matter who is to pay; `share`: of the total, where each has one."""

    contact_id: Ref
    share: Amount | None = None


class InvoiceEvent(FirmEvent, frozen=True, kw_only=True):
    owner = "billing"
    invoice_id: Ref

    def subject(self) -> str:
        return self.invoice_id


class InvoiceStated(InvoiceEvent, frozen=True, kw_only=True):
    """`document_id`: the invoice as a PDF that the firm has shared. `pay_link`: https, to a host of
    the firm's `pay_hosts`, and for this very invoice. `client_id` and those after it: for LEDES.
    """

    matter_id: Ref
    number: Annotated[str, Meta(max_length=80, extra=LINE)]
    issued_on: datetime.date
    due_on: datetime.date | None = None
    period_from: datetime.date | None = None
    period_to: datetime.date | None = None
    currency: Currency
    lines: Annotated[list[InvoiceLine], Meta(min_length=1, max_length=1000)]
    subtotal: Amount
    taxes: Annotated[list[InvoiceTax], Meta(max_length=20)] = []
    total: Amount
    bill_to: Annotated[list[BillTo], Meta(min_length=1, max_length=20)]
    note: Text = ""
    document_id: Annotated[str, Meta(max_length=200, extra=REFERENCE)] = ""
    pay_link: Annotated[str, Meta(max_length=2000, extra=REFERENCE)] = ""
    client_id: Code = ""
    client_matter_id: Code = ""
    law_firm_id: Code = ""


class InvoiceIssued(InvoiceStated, frozen=True, kw_only=True):
    """The firm bills a matter to some who take part in it. The same again changes nothing.

    Lines sum up to the subtotal, that and the taxes to the total, shares to the total, exactly.
    """

    type = "invoice.issued"


class InvoiceUpdated(InvoiceStated, frozen=True, kw_only=True):
    """An invoice says from now on all of this; matter and currency stay. The latest one stands."""

    type = "invoice.updated"


class InvoicePaid(InvoiceEvent, frozen=True, kw_only=True):
    """Nothing more is owed on the invoice, whatever the payments that were told sum up to.

    What is taken back after it, by its time, lets the payments count again.
    """

    type = "invoice.paid"
    paid_on: datetime.date


class InvoiceVoided(InvoiceEvent, frozen=True, kw_only=True):
    """The invoice counts no more, for good; that there was one stays to be seen."""

    type = "invoice.voided"
    reason: Reason = ""


class PaymentRecorded(InvoiceEvent, frozen=True, kw_only=True):
    """The firm has received money for an invoice: this alone counts as paid.

    `contact_id`: who paid, where that is known. The same `payment_id` again changes nothing.
    """

    type = "payment.recorded"
    payment_id: Ref
    amount: Amount
    currency: Currency
    paid_on: datetime.date
    method: Annotated[str, Meta(max_length=100, extra=LINE)] = ""
    contact_id: Annotated[str, Meta(max_length=200, extra=REFERENCE)] = ""


class CreditApplied(InvoiceEvent, frozen=True, kw_only=True):
    """The firm lets go of a part of what is owed. The same `credit_id` again changes nothing."""

    type = "credit.applied"
    credit_id: Ref
    amount: Amount
    currency: Currency
    applied_on: datetime.date
    reason: Reason = ""


class PaymentReversed(InvoiceEvent, frozen=True, kw_only=True):
    """A payment that was told counts no more, for good, as when a check is not honored.

    `reason` is shown to those billed.
    """

    type = "payment.reversed"
    payment_id: Ref
    reversed_on: datetime.date
    reason: Reason = ""


class CreditReversed(InvoiceEvent, frozen=True, kw_only=True):
    """A credit that was told counts no more, for good. `reason` is shown to those billed."""

    type = "credit.reversed"
    credit_id: Ref
    reversed_on: datetime.date
    reason: Reason = ""


class InvoiceFact(MatterFact, frozen=True, kw_only=True):
    invoice_id: uuid.UUID
    invoice_ref: str
    number: str

    def subject(self) -> str:
        return str(self.invoice_id)

    def about(self) -> About:
        return About("invoice", self.invoice_id)


class InvoiceChanged(InvoiceFact, frozen=True, kw_only=True):
    """How an invoice now stands; `version` only rises. `owing`: who is still to pay something,
    `settled`: who no longer is. `firm_name`: as it was called then.
    """

    type = "invoice.changed"
    exchange = topology.INTERNAL
    version: int
    state: InvoiceState
    firm_name: str
    due_on: datetime.date | None
    outstanding: str
    currency: str
    owing: list[uuid.UUID]
    settled: list[uuid.UUID]

    def item(self) -> Item:
        return Item(
            number=self.version,
            title=f"{TITLE} {self.number}".rstrip(),
            due=self.due_on,
            amount=self.outstanding,
            currency=self.currency,
        )

    def waits(self) -> list[Waiting]:
        return stands(self.about(), self.version, self.owing, self.settled)


class InvoiceViewed(InvoiceFact, frozen=True, kw_only=True):
    """The person has looked at the invoice: once for each time that the firm has stated it."""

    type = "invoice.viewed"
    viewer: Person
    revision: int
    at: Moment
