"""Calls to the billing service."""

import datetime
import uuid
from typing import Literal

import msgspec

from contracts.calls.call import A, Call
from contracts.calls.caller import Caller
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.events.invoices import InvoiceLine, InvoiceState, InvoiceTax
from contracts.values import Moment

InvoiceTab = Literal["outstanding", "paid"]
LedesFormat = Literal["1998B", "98BI"]


class BillingCall(Call[A], frozen=True, kw_only=True):
    service = "billing"


class InvoiceSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a list says of an invoice. Amounts are decimal text in `currency` (ISO 4217).

    `outstanding`: of the whole invoice; `yours`: of that what the caller is to pay. `paid` and
    `credited`: what the firm has received and let go of; `over`: how far the two exceed `total`.
    `settled_on`: since when nothing is owed. `viewed`: by the caller, as it now is.
    """

    id: uuid.UUID
    firm_id: str
    firm_name: str
    matter_id: uuid.UUID
    matter_title: str
    number: str
    state: InvoiceState
    issued_on: datetime.date
    due_on: datetime.date | None
    settled_on: datetime.date | None
    currency: str
    total: str
    paid: str
    credited: str
    over: str = ""
    outstanding: str
    yours: str
    viewed: bool


class InvoicePage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[InvoiceSummary]
    next: str | None


class ListInvoices(BillingCall[InvoicePage], frozen=True, kw_only=True):
    """The outstanding ones, the first due first; or those paid and voided, the newest first.

    Of one firm or one matter where it is given. Raises InvalidInput for a bad cursor.
    """

    caller: Caller
    tab: InvoiceTab = "outstanding"
    firm_id: FirmChosen = ""
    matter_id: uuid.UUID | None = None
    cursor: Cursor = ""
    limit: Limit = 50


class InvoiceTotal(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller is to pay in one currency. `invoices`: how many are outstanding."""

    currency: str
    yours: str
    invoices: int


class InvoiceTotals(msgspec.Struct, frozen=True, kw_only=True):
    items: list[InvoiceTotal]


class GetInvoiceTotals(BillingCall[InvoiceTotals], frozen=True, kw_only=True):
    """What is outstanding, by currency."""

    caller: Caller
    firm_id: FirmChosen = ""
    matter_id: uuid.UUID | None = None


class BilledPerson(msgspec.Struct, frozen=True, kw_only=True):
    """`share`: null where all owe the whole together. `paid`: what came from them by name."""

    person_id: uuid.UUID
    name: str
    share: str | None
    paid: str
    you: bool


class InvoiceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Money that the firm received, or a credit that it gave. `by`: who paid, if that is known.

    `about`: how it was paid, or what the credit is for. `reversed_on`: the day from which it counts
    no more, and `reversal_reason`, the firm's words for that.
    """

    kind: Literal["payment", "credit"]
    on: datetime.date
    amount: str
    by: str
    about: str
    reversed_on: datetime.date | None = None
    reversal_reason: str = ""


class PayPage(msgspec.Struct, frozen=True, kw_only=True):
    """That the firm has a page for paying this invoice. `opened_at`: when the caller was led there.

    `host`: where it is, as it stands in the address.
    """

    host: str
    opened_at: Moment | None


class Invoice(InvoiceSummary, frozen=True, kw_only=True):
    """An invoice with all that is known of it, as the firm states it.

    `document_id`: the paper as the firm has shared it, if it has. `pay`: while it is outstanding.
    """

    matter_number: str
    period_from: datetime.date | None
    period_to: datetime.date | None
    lines: list[InvoiceLine]
    subtotal: str
    taxes: list[InvoiceTax]
    bill_to: list[BilledPerson]
    entries: list[InvoiceEntry]
    note: str
    void_reason: str
    document_id: uuid.UUID | None
    pay: PayPage | None


class GetInvoice(BillingCall[Invoice], frozen=True, kw_only=True):
    """Raises NotFound for what is not billed to the caller."""

    caller: Caller
    invoice_id: uuid.UUID


class ViewInvoice(BillingCall[None], frozen=True, kw_only=True):
    """The caller has looked at it: it is on record, and the firm hears, once. Raises NotFound."""

    caller: Caller
    invoice_id: uuid.UUID


class MadeFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is made as it is asked for. `content`: its bytes in base64."""

    name: str
    media_type: str
    content: bytes


class GetInvoicePaper(BillingCall[MadeFile], frozen=True, kw_only=True):
    """A PDF of the invoice as it stands, tagged (PDF/A-2a, PDF/UA-1).

    Where the firm has shared its own, the invoice names that document. Raises NotFound.
    """

    caller: Caller
    invoice_id: uuid.UUID


class GetInvoiceLedes(BillingCall[MadeFile], frozen=True, kw_only=True):
    """The invoice for e-billing systems (LEDES).

    Raises NotFound, InvalidInput where the format has no place for its taxes or its currency, or
    where the firm has not said which line bears which tax.
    """

    caller: Caller
    invoice_id: uuid.UUID
    format: LedesFormat = "1998B"


class PaymentPage(msgspec.Struct, frozen=True, kw_only=True):
    """Where the firm takes the money. `opened_before`: when the caller was led there last."""

    url: str
    opened_before: Moment | None


class OpenPayment(BillingCall[PaymentPage], frozen=True, kw_only=True):
    """The caller leaves for the firm's page. It says nothing about what is paid there.

    Raises NotFound where the invoice is not billed to the caller, or cannot be paid in this way.
    """

    caller: Caller
    invoice_id: uuid.UUID
