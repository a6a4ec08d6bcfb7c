"""What comes in for an invoice: payments that the firm received, and credits that it gives."""

import datetime
import uuid
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Uuid, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.errors import EventRefused
from contracts.events.invoices import CreditApplied, PaymentRecorded
from services.billing import sums
from services.billing.models import Bill, Entry, EntryKind, Invoice
from services.billing.standing import digest, locked, settle


class _Told(NamedTuple):
    """What an entry says besides its amount. In the order of the columns of `Entry`."""

    kind: EntryKind
    ref: str
    entered_on: datetime.date
    about: str
    person_id: uuid.UUID | None = None


def record(work: Work, event: PaymentRecorded) -> None:
    """So much was paid. The same again changes nothing. Raises NotYet, EventRefused."""
    invoice = locked(work, event.invoice_id)
    person_id = _payer(work, invoice, event.contact_id)
    told = _Told("payment", event.payment_id, event.paid_on, event.method, person_id)
    if not _entered(work, invoice, event, told):
        return
    count(work, invoice, "payment", _amount(event), person_id)
    settle(work, invoice, event.paid_on)


def credit(work: Work, event: CreditApplied) -> None:
    """So much is not owed any more. The same again changes nothing. Raises as `record` does."""
    invoice = locked(work, event.invoice_id)
    told = _Told("credit", event.credit_id, event.applied_on, event.reason)
    if _entered(work, invoice, event, told):
        count(work, invoice, "credit", _amount(event))
        settle(work, invoice, event.applied_on)


def count(
    work: Work,
    invoice: Invoice,
    kind: EntryKind,
    amount: Decimal,
    person_id: uuid.UUID | None = None,
) -> None:
    """So much more has come in, by name where that is known; below zero so much less."""
    if kind == "credit":
        invoice.credited += amount
        return
    invoice.paid += amount
    if person_id is not None:
        whose = {"invoice": invoice.id, "person": person_id, "more": amount}
        work.session.execute(_PAID_MORE, whose, execution_options={"synchronize_session": False})


def _entered(
    work: Work,
    invoice: Invoice,
    event: PaymentRecorded | CreditApplied,
    told: _Told,
) -> bool:
    """Whether it was not there before."""
    if event.currency != invoice.currency:
        raise EventRefused(
            f"The invoice '{event.invoice_id}' is in {invoice.currency}, not in {event.currency}."
        )
    row = {
        "firm_id": work.firm_id,
        **told._asdict(),
        "invoice_id": invoice.id,
        "amount": _amount(event),
        "digest": digest(event),
        "told_at": work.at,
    }
    new = insert(Entry).values(row).on_conflict_do_nothing().returning(Entry.ref)
    if work.session.scalar(new) is not None:
        return True
    key = {"firm": work.firm_id, "kind": told.kind, "ref": told.ref}
    if work.session.scalar(_DIGEST, key) != row["digest"]:
        raise EventRefused(f"The {told.kind} '{told.ref}' was told before, with other content.")
    return False


def _amount(event: PaymentRecorded | CreditApplied) -> Decimal:
    return sums.positive("amount", event.amount, event.currency)


def _payer(work: Work, invoice: Invoice, contact: str) -> uuid.UUID | None:
    if not contact:
        return None
    person_id = ids.person_id(work.firm_id, contact)
    if person_id not in invoice.billed:
        raise EventRefused(f"The invoice '{invoice.ref}' is not billed to '{contact}'.")
    return person_id


_DIGEST = select(Entry.digest).where(
    Entry.firm_id == bindparam("firm"),
    Entry.kind == bindparam("kind"),
    Entry.ref == bindparam("ref"),
)
_PAID_MORE = (
    update(Bill)
    .where(
        Bill.invoice_id == bindparam("invoice", type_=Uuid),
        Bill.person_id == bindparam("person", type_=Uuid),
    )
    .values(paid=Bill.paid + bindparam("more", type_=Bill.paid.type))
)
