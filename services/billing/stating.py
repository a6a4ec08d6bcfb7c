"""Invoices as firms state them: issued, updated, declared paid, voided.

A wrong sum is refused. Of two statements the later one stands, whichever comes first.
"""

import uuid
from typing import Any

import msgspec
from sqlalchemy import Uuid, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.errors import EventRefused, NotYet
from contracts.events.invoices import (
    InvoiceIssued,
    InvoicePaid,
    InvoiceStated,
    InvoiceUpdated,
    InvoiceVoided,
)
from roster import matters
from roster.models import Participant
from services.billing import pay_links, sums
from services.billing.models import Bill, Entry, Invoice
from services.billing.standing import NOTHING, declared_paid_on, digest, locked, settle


def issue(work: Work, event: InvoiceIssued) -> None:
    """Those billed get to see it. The same again, or as it was updated since, changes nothing.

    Raises NotYet before the matter is opened or somebody billed was added to it, EventRefused.
    """
    persons = _judged(work, event)
    invoice_id = ids.invoice_id(work.firm_id, event.invoice_id)
    row = {
        "id": invoice_id,
        "firm_id": work.firm_id,
        "matter_id": ids.matter_id(work.firm_id, event.matter_id),
        "ref": event.invoice_id,
        "currency": event.currency,
        "paid": NOTHING,
        "credited": NOTHING,
        "outstanding": NOTHING,
        "state": "outstanding",
        "void_reason": "",
        "digests": [digest(event)] * 2,
        "revision": 1,
        "version": 0,
        "billed": persons,
        **_of_both(work, event),
    }
    new = insert(Invoice).values(row).on_conflict_do_nothing().returning(Invoice.id)
    first = work.session.scalar(new) is not None
    invoice = locked(work, event.invoice_id)
    if first:
        _bill(work, invoice, event, persons)
        settle(work, invoice, event.issued_on)
    elif digest(event) not in invoice.digests:
        raise EventRefused(
            f"The invoice '{event.invoice_id}' was issued before, with other content."
        )


def update(work: Work, event: InvoiceUpdated) -> None:
    """It says all this from now on. Raises NotYet before it was issued, EventRefused."""
    persons = _judged(work, event)
    invoice = locked(work, event.invoice_id)
    if invoice.voided_at is not None:
        raise EventRefused(f"The invoice '{event.invoice_id}' was voided.")
    place = (ids.matter_id(work.firm_id, event.matter_id), event.currency)
    if place != (invoice.matter_id, invoice.currency):
        raise EventRefused(f"The invoice '{event.invoice_id}' keeps its matter and its currency.")
    if work.at < invoice.stated_at or digest(event) == invoice.digests[-1]:
        return
    for member, value in _of_both(work, event).items():
        setattr(invoice, member, value)
    invoice.digests = [invoice.digests[0], digest(event)]
    invoice.revision += 1
    invoice.billed = [*invoice.billed, *(one for one in persons if one not in invoice.billed)]
    _bill(work, invoice, event, persons)
    settle(work, invoice, work.at.date())


def declare_paid(work: Work, event: InvoicePaid) -> None:
    """Nothing is owed any more, as the newest event says. Raises NotYet before it was issued."""
    invoice = locked(work, event.invoice_id)
    if invoice.declared_at is not None and work.at < invoice.declared_at:
        return
    before = declared_paid_on(invoice)
    invoice.declared_at, invoice.declared_paid_on = work.at, event.paid_on
    if declared_paid_on(invoice) != before:
        settle(work, invoice, event.paid_on)


def void(work: Work, event: InvoiceVoided) -> None:
    """It counts no more. Raises NotYet before it was issued."""
    invoice = locked(work, event.invoice_id)
    if invoice.voided_at is None:
        invoice.voided_at, invoice.void_reason = work.at, event.reason
        settle(work, invoice, work.at.date())


def _judged(work: Work, event: InvoiceStated) -> list[uuid.UUID]:
    """The persons billed, once all of what is stated holds."""
    sums.check(event)  # what is wrong for good need not wait for its matter
    matter_id = matters.must_exist(work, event.matter_id)
    pay_links.check(work, event.pay_link)
    persons = {
        ids.person_id(work.firm_id, billed.contact_id): billed.contact_id
        for billed in event.bill_to
    }
    known = set(work.session.scalars(_KNOWN, {"matter": matter_id}))
    for person_id, contact in persons.items():
        if person_id not in known:
            raise NotYet(f"'{contact}' has not been added to the matter '{event.matter_id}'.")
    return list(persons)


def _of_both(work: Work, event: InvoiceStated) -> dict[str, Any]:
    return {
        "number": event.number,
        "issued_on": event.issued_on,
        "due_on": event.due_on,
        "total": sums.amount("total", event.total, event.currency),
        "pay_link": event.pay_link,
        "stated": msgspec.to_builtins(event),
        "stated_at": work.at,
    }


def _bill(work: Work, invoice: Invoice, event: InvoiceStated, persons: list[uuid.UUID]) -> None:
    """Who is to pay what: as stated now, with what came from each by name before."""
    given = {"invoice": invoice.id}
    paid = {row.person_id: row.paid for row in work.session.execute(_PAID, given)}
    work.session.execute(_UNBILL, given)
    rows = [
        {
            "invoice_id": invoice.id,
            "person_id": person_id,
            "place": place,
            "share": billed.share and sums.amount("share", billed.share, event.currency),
            "paid": paid.get(person_id, NOTHING),
        }
        for place, (person_id, billed) in enumerate(zip(persons, event.bill_to, strict=True))
    ]
    work.session.execute(insert(Bill).values(rows))


_KNOWN = select(Participant.person_id).where(
    Participant.matter_id == bindparam("matter", type_=Uuid)
)
_PAID = (
    select(Entry.person_id, func.sum(Entry.amount).label("paid"))
    .where(
        Entry.invoice_id == bindparam("invoice", type_=Uuid),
        Entry.person_id.is_not(None),
        Entry.reversed_on.is_(None),
    )
    .group_by(Entry.person_id)
)
_UNBILL = delete(Bill).where(Bill.invoice_id == bindparam("invoice", type_=Uuid))
