"""What is taken back of what came in: a check that was not honored, a credit given by mistake."""

from backbone.work import Work
from contracts.errors import EventRefused, NotYet
from contracts.events.invoices import CreditReversed, PaymentReversed
from services.billing import receiving
from services.billing.models import Entry, EntryKind
from services.billing.standing import locked, settle


def reverse_payment(work: Work, event: PaymentReversed) -> None:
    """It counts no more, and what it paid is owed again. Once more changes nothing.

    Raises NotYet before the invoice was issued or the payment told, EventRefused.
    """
    _reverse(work, event, "payment", event.payment_id)


def reverse_credit(work: Work, event: CreditReversed) -> None:
    """The same of a credit. Raises as `reverse_payment` does."""
    _reverse(work, event, "credit", event.credit_id)


def _reverse(
    work: Work, event: PaymentReversed | CreditReversed, kind: EntryKind, ref: str
) -> None:
    invoice = locked(work, event.invoice_id)
    entry = work.session.get(Entry, (work.firm_id, kind, ref))
    if entry is None:
        raise NotYet(f"The {kind} '{ref}' has not been told.")
    if entry.invoice_id != invoice.id:
        raise EventRefused(f"The {kind} '{ref}' is of another invoice than '{event.invoice_id}'.")
    if entry.reversed_on is not None:
        return
    entry.reversed_on, entry.reversal_reason = event.reversed_on, event.reason
    receiving.count(work, invoice, kind, -entry.amount, entry.person_id)
    invoice.reversed_at = max(work.at, invoice.reversed_at or work.at)
    settle(work, invoice, event.reversed_on)
