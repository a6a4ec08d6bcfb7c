"""One invoice as those see it to whom it is billed, and that they have looked at it."""

import uuid
from typing import Any

import msgspec
from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids, money
from contracts.calls.billing import (
    BilledPerson,
    GetInvoice,
    InvoiceEntry,
    PayPage,
    ViewInvoice,
)
from contracts.calls.billing import Invoice as InvoiceShown
from contracts.events.invoices import InvoiceIssued, InvoiceStated, InvoiceViewed
from contracts.events.persons import Person as Named
from roster.access import on_behalf_of
from roster.models import Matter, Person
from services.billing import access, listing, pay_links
from services.billing.models import Bill, Entry, Invoice, Leaving, View
from services.billing.standing import audience

NEWEST_ENTRIES = 500


def get(work: Work, call: GetInvoice) -> InvoiceShown:
    """The invoice, who is to pay it, and what came in. Raises NotFound."""
    seen = access.seen(work, call.caller, call.invoice_id)
    invoice, stated = seen.invoice, as_stated(seen.invoice)
    given = on_behalf_of(call.caller, invoice_id=invoice.id)
    row = work.session.execute(_SUMMARY, given).one()
    own = {person.person_id for person in call.caller.persons}
    taken = ("period_from", "period_to", "lines", "subtotal", "taxes", "note")
    return InvoiceShown(
        **listing.members(row),
        **{name: getattr(stated, name) for name in taken},
        matter_number=row.matter_number,
        bill_to=_bill_to(work, invoice, own),
        entries=_entries(work, invoice),
        void_reason=invoice.void_reason,
        document_id=_document(invoice, stated),
        pay=_pay(work, invoice, seen.person_id),
    )


def as_stated(invoice: Invoice) -> InvoiceStated:
    """What the firm said of it last."""
    return msgspec.convert(invoice.stated, InvoiceIssued)


def view(work: Work, call: ViewInvoice) -> None:
    """On record once for each person and statement; the firm hears of it. Raises NotFound."""
    seen = access.seen(work, call.caller, call.invoice_id)
    invoice = seen.invoice
    row = {"invoice_id": invoice.id, "person_id": seen.person_id, "revision": invoice.revision}
    new = insert(View).values(**row, viewed_at=work.now).on_conflict_do_nothing()
    if work.session.scalar(new.returning(View.revision)) is None:
        return
    event = InvoiceViewed(
        matter_id=invoice.matter_id,
        matter_ref=work.session.scalars(_MATTER_REF, {"matter": invoice.matter_id}).one(),
        audience=audience(work, invoice.matter_id, [seen.person_id]),
        invoice_id=invoice.id,
        invoice_ref=invoice.ref,
        number=invoice.number,
        viewer=Named(person_id=seen.person_id, contact_ref=seen.person_ref, name=seen.person_name),
        revision=invoice.revision,
        at=work.now,
    )
    work.publish(event, invoice.firm_id)


def _bill_to(work: Work, invoice: Invoice, own: set[uuid.UUID]) -> list[BilledPerson]:
    return [
        BilledPerson(
            person_id=person_id,
            name=name,
            share=None if share is None else money.said(share, invoice.currency),
            paid=money.said(paid, invoice.currency),
            you=person_id in own,
        )
        for person_id, name, share, paid in work.session.execute(_BILLS, {"invoice": invoice.id})
    ]


def _entries(work: Work, invoice: Invoice) -> list[InvoiceEntry]:
    return [
        InvoiceEntry(
            kind=entry.kind,
            on=entry.entered_on,
            amount=money.said(entry.amount, invoice.currency),
            by=name or "",
            about=entry.about,
            reversed_on=entry.reversed_on,
            reversal_reason=entry.reversal_reason,
        )
        for entry, name in work.session.execute(_ENTRIES, {"invoice": invoice.id})
    ]


def _document(invoice: Invoice, stated: InvoiceStated) -> uuid.UUID | None:
    named = stated.document_id
    return ids.document_id(invoice.firm_id, named) if named else None


def _pay(work: Work, invoice: Invoice, person_id: uuid.UUID) -> PayPage | None:
    if not pay_links.leads_somewhere(work, invoice.firm_id, invoice.pay_link, invoice.state):
        return None
    key = {"invoice_id": invoice.id, "person_id": person_id}
    left = work.session.get(Leaving, key)
    opened_at = left.opened_at if left else None
    return PayPage(host=pay_links.host_of(invoice.pay_link), opened_at=opened_at)


_SUMMARY: Any = listing.SUMMARY.add_columns(Matter.number.label("matter_number")).where(
    Invoice.id == bindparam("invoice_id", type_=Uuid)
)
_MATTER_REF = select(Matter.ref).where(Matter.id == bindparam("matter", type_=Uuid))
_BILLS = (
    select(Bill.person_id, Person.name, Bill.share, Bill.paid)
    .join(Person, Person.id == Bill.person_id)
    .where(Bill.invoice_id == bindparam("invoice", type_=Uuid))
    .order_by(Bill.place)
)
_ENTRIES = (
    select(Entry, Person.name)
    .outerjoin(Person, Person.id == Entry.person_id)
    .where(Entry.invoice_id == bindparam("invoice", type_=Uuid))
    .order_by(Entry.entered_on, Entry.told_at, Entry.kind.desc(), Entry.ref)
    .limit(NEWEST_ENTRIES)
)
