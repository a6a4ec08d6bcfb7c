"""Money into trust and out of it, as the firm books it: never more out than there is."""

from decimal import Decimal

from sqlalchemy import Select, Uuid, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.errors import EventRefused, NotYet
from contracts.events.invoices import PaymentRecorded
from contracts.events.trust import TrustChanged, TrustDeposited, TrustDisbursed, TrustMoved
from roster.models import Matter
from services.billing import receiving, sums
from services.billing.models import TrustEntry
from services.billing.standing import audience, digest, must_take_part
from services.billing.trust import requesting


def deposit(work: Work, event: TrustDeposited) -> None:
    """So much more is held. The same again changes nothing. Raises NotYet, EventRefused."""
    if _entered(work, event, event.request_id) and event.request_id:
        requesting.receive(work, event)


def disburse(work: Work, event: TrustDisbursed) -> None:
    """So much less is held, and the invoice paid, if one was. Raises NotYet, EventRefused.

    It waits while the money is not there: what came before it may be told after it.
    """
    if not _entered(work, event):
        return
    person_id = ids.person_id(work.firm_id, event.contact_id)
    given = {
        "matter": ids.matter_id(work.firm_id, event.matter_id),
        "person": person_id,
        "currency": event.currency,
    }
    lowest = work.session.scalar(_LOWEST, given)
    if lowest is not None and lowest < 0:
        raise NotYet(
            f"The money in trust for '{event.contact_id}' in the matter '{event.matter_id}' "
            "would go below zero."
        )
    if event.invoice_id:
        receiving.record(work, _payment(event))


def _payment(event: TrustDisbursed) -> PaymentRecorded:
    return PaymentRecorded(
        invoice_id=event.invoice_id,
        payment_id=f"trust/{event.entry_id}",
        amount=event.amount,
        currency=event.currency,
        paid_on=event.moved_on,
        method="From trust",
        contact_id="",
    )


def _entered(work: Work, event: TrustMoved, request: str = "") -> bool:
    """Whether it was not there before. One of a matter at a time, so that sums hold."""
    matter_id, person_id = must_take_part(work, event.matter_id, event.contact_id)
    work.session.scalars(_LOCK, {"matter": matter_id}).one()
    amount = sums.positive("amount", event.amount, event.currency)
    row = {
        "firm_id": work.firm_id,
        "ref": event.entry_id,
        "matter_id": matter_id,
        "person_id": person_id,
        "currency": event.currency,
        "amount": amount if isinstance(event, TrustDeposited) else -amount,
        "moved_on": event.moved_on,
        "description": event.description,
        "request_id": ids.trust_request_id(work.firm_id, request) if request else None,
        "digest": digest(event),
        "told_at": work.at,
    }
    new = insert(TrustEntry).values(row).on_conflict_do_nothing().returning(TrustEntry.ref)
    if work.session.scalar(new) is None:
        known = work.session.scalar(_DIGEST, {"firm": work.firm_id, "ref": event.entry_id})
        if known != row["digest"]:
            raise EventRefused(
                f"The trust entry '{event.entry_id}' was told before, with other content."
            )
        return False
    work.publish(
        TrustChanged(
            matter_id=matter_id,
            matter_ref=event.matter_id,
            audience=audience(work, matter_id, [person_id]),
            person_id=person_id,
        )
    )
    return True


_LOCK = select(Matter.id).where(Matter.id == bindparam("matter", type_=Uuid)).with_for_update()
_DIGEST = select(TrustEntry.digest).where(
    TrustEntry.firm_id == bindparam("firm"), TrustEntry.ref == bindparam("ref")
)
# What comes in on a day comes before what goes out on it.
BALANCE = func.sum(TrustEntry.amount).over(
    partition_by=[TrustEntry.matter_id, TrustEntry.person_id, TrustEntry.currency],
    order_by=[TrustEntry.moved_on, TrustEntry.amount.desc(), TrustEntry.ref],
    rows=(None, 0),
)
_running = (
    select(BALANCE.label("balance"))
    .where(
        TrustEntry.matter_id == bindparam("matter", type_=Uuid),
        TrustEntry.person_id == bindparam("person", type_=Uuid),
        TrustEntry.currency == bindparam("currency"),
    )
    .subquery()
)
_LOWEST: Select[Decimal | None] = select(func.min(literal_column("balance"))).select_from(_running)
