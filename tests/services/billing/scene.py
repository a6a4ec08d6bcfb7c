"""A firm of one test alone: it bills its clients, who look at what they owe."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from contracts import ids
from contracts.calls import billing as calls
from contracts.events import invoices as events
from contracts.events.firms import FirmPolicyChanged
from roster.testing import START, RosterScene
from services.billing.service import BillingService

TODAY = datetime.date(2026, 11, 20)
TIME = events.InvoiceLine(
    kind="time",
    description="Reading the lease",
    amount="480.00",
    on=datetime.date(2026, 11, 3),
    units="1.5",
    rate="320.00",
    timekeeper="Nora Calder",
)
FEE = events.InvoiceLine(kind="expense", description="Filing fee", amount="120.00")


def stated(invoice: str = "I-1", **more: Any) -> dict[str, Any]:
    """The members of an invoice over 600.00, or over the lines that are given."""
    lines = more.get("lines", [TIME, FEE])
    subtotal = str(sum(Decimal(line.amount) for line in lines))
    return {
        "invoice_id": invoice,
        "matter_id": "M-1",
        "number": "2026-114",
        "issued_on": TODAY,
        "due_on": TODAY + datetime.timedelta(days=30),
        "currency": "USD",
        "lines": lines,
        "subtotal": subtotal,
        "total": more.get("subtotal", subtotal),
        "bill_to": [events.BillTo(contact_id="ana")],
        **more,
    }


class Scene(RosterScene):
    Service = BillingService

    def bill(
        self, invoice: str = "I-1", *, at: datetime.datetime | None = START, **more: Any
    ) -> uuid.UUID:
        self.tell(events.InvoiceIssued(**stated(invoice, **more)), at)
        return ids.invoice_id(self.firm_id, invoice)

    def update(self, invoice: str = "I-1", *, at: datetime.datetime, **more: Any) -> None:
        self.tell(events.InvoiceUpdated(**stated(invoice, **more)), at)

    def pay(self, amount: str, payment: str = "P-1", invoice: str = "I-1", **more: Any) -> None:
        told = {"currency": "USD", "paid_on": TODAY, **more}
        self.tell(
            events.PaymentRecorded(invoice_id=invoice, payment_id=payment, amount=amount, **told)
        )

    def credit(self, amount: str, credit: str = "C-1", invoice: str = "I-1", **more: Any) -> None:
        told = {"currency": "USD", "applied_on": TODAY, **more}
        self.tell(events.CreditApplied(invoice_id=invoice, credit_id=credit, amount=amount, **told))

    def take_back(self, payment: str = "P-1", invoice: str = "I-1", reason: str = "") -> None:
        told: dict[str, Any] = {"reversed_on": TODAY, "reason": reason}
        self.tell(events.PaymentReversed(invoice_id=invoice, payment_id=payment, **told))

    def take_credit_back(self, credit: str = "C-1", invoice: str = "I-1") -> None:
        self.tell(events.CreditReversed(credit_id=credit, invoice_id=invoice, reversed_on=TODAY))

    def void(self, invoice: str = "I-1", at: datetime.datetime | None = START) -> None:
        self.tell(events.InvoiceVoided(invoice_id=invoice, reason="Billed twice."), at)

    def allow(self, *hosts: str, at: datetime.datetime | None = START) -> None:
        self.tell(FirmPolicyChanged(pay_hosts=list(hosts)), at)

    def page(self, *contacts: str, **more: Any) -> calls.InvoicePage:
        return self.ask(calls.ListInvoices(caller=self.caller(*(contacts or ("ana",))), **more))

    def numbers(self, *contacts: str, **more: Any) -> list[str]:
        return [each.number for each in self.page(*contacts, **more).items]

    def totals(self, *contacts: str, **more: Any) -> dict[str, str]:
        call = calls.GetInvoiceTotals(caller=self.caller(*(contacts or ("ana",))), **more)
        return {each.currency: each.yours for each in self.ask(call).items}

    def get(self, contact: str = "ana", invoice: str = "I-1") -> calls.Invoice:
        return self.ask(calls.GetInvoice(**self._of(contact, invoice)))

    def view(self, contact: str = "ana", invoice: str = "I-1") -> None:
        self.ask(calls.ViewInvoice(**self._of(contact, invoice)))

    def leave(self, contact: str = "ana", invoice: str = "I-1") -> calls.PaymentPage:
        return self.ask(calls.OpenPayment(**self._of(contact, invoice)))

    def paper(self, contact: str = "ana", invoice: str = "I-1") -> calls.MadeFile:
        return self.ask(calls.GetInvoicePaper(**self._of(contact, invoice)))

    def ledes(self, format: calls.LedesFormat, contact: str = "ana") -> calls.MadeFile:
        return self.ask(calls.GetInvoiceLedes(**self._of(contact, "I-1"), format=format))

    def waiting(self, invoice: str = "I-1") -> set[str]:
        """For whom it waits, by what was told of it; in whatever order that comes."""
        opened: dict[uuid.UUID, int] = {}
        closed: dict[uuid.UUID, int] = {}
        for told in self.published(events.InvoiceChanged):
            for wait in told.waits() if told.invoice_ref == invoice else []:
                for person in wait.persons:
                    opened[person] = max(opened.get(person, 0), wait.opened)
                    closed[person] = max(closed.get(person, 0), wait.closed)
        known = {self.person(name): name for name in ("ana", "ben", "eve", "hollis")}
        return {known[one] for one in opened if opened[one] > closed[one]}

    def _of(self, contact: str, invoice: str) -> dict[str, Any]:
        invoice_id = ids.invoice_id(self.firm_id, invoice)
        return {"caller": self.caller(contact), "invoice_id": invoice_id}
