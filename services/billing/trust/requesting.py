"""What the firm asks to be put into trust: it waits until the money is there, and is no invoice."""

from decimal import Decimal

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids, money
from contracts.errors import EventRefused, NotYet
from contracts.events.trust import (
    TrustDeposited,
    TrustRequestChanged,
    TrustRequested,
    TrustRequestWithdrawn,
)
from roster.models import Firm, Matter
from services.billing import sums
from services.billing.models import TrustRequest
from services.billing.standing import audience, must_take_part


def request(work: Work, event: TrustRequested) -> None:
    """So much is asked for, as this says from now on. Raises NotYet, EventRefused."""
    matter_id, person_id = must_take_part(work, event.matter_id, event.contact_id)
    said = {
        "amount": sums.positive("amount", event.amount, event.currency),
        "requested_on": event.requested_on,
        "due_on": event.due_on,
        "text": event.text,
        "withdrawn_at": None,
        "said_at": work.at,
    }
    row = {
        "id": ids.trust_request_id(work.firm_id, event.request_id),
        "firm_id": work.firm_id,
        "matter_id": matter_id,
        "person_id": person_id,
        "ref": event.request_id,
        "currency": event.currency,
        "received": Decimal(0),
        "version": 0,
        **said,
    }
    new = insert(TrustRequest).values(row).on_conflict_do_nothing().returning(TrustRequest.id)
    first = work.session.scalar(new) is not None
    asked = _locked(work, event.request_id)
    if (asked.matter_id, asked.person_id, asked.currency) != (matter_id, person_id, event.currency):
        raise EventRefused(
            f"The trust request '{event.request_id}' keeps its matter, its person and its currency."
        )
    if not first:
        if work.at < asked.said_at or all(
            getattr(asked, name) == value for name, value in said.items() if name != "said_at"
        ):
            return
        for name, value in said.items():
            setattr(asked, name, value)
    _tell(work, asked)


def withdraw(work: Work, event: TrustRequestWithdrawn) -> None:
    """It is asked for no more. Raises NotYet before it was."""
    asked = _locked(work, event.request_id)
    if asked.withdrawn_at is None and work.at >= asked.said_at:
        asked.withdrawn_at = asked.said_at = work.at
        _tell(work, asked)


def receive(work: Work, event: TrustDeposited) -> None:
    """Money came for it. Raises NotYet before it was asked for, EventRefused for another's."""
    asked = _locked(work, event.request_id)
    if (asked.person_id, asked.currency) != (
        ids.person_id(work.firm_id, event.contact_id),
        event.currency,
    ):
        raise EventRefused(
            f"The trust request '{event.request_id}' is of another person, or in another currency."
        )
    asked.received += sums.amount("amount", event.amount, event.currency)
    _tell(work, asked)


def missing(asked: TrustRequest) -> Decimal:
    """What has not come of it; nothing once it was withdrawn."""
    return Decimal(0) if asked.withdrawn_at else max(asked.amount - asked.received, Decimal(0))


def _locked(work: Work, ref: str) -> TrustRequest:
    asked = work.session.scalar(_LOCKED, {"id": ids.trust_request_id(work.firm_id, ref)})
    if asked is None:
        raise NotYet(f"The trust request '{ref}' has not been made.")
    return asked


def _tell(work: Work, asked: TrustRequest) -> None:
    asked.version += 1
    work.session.flush()
    matter_ref, firm_name = work.session.execute(_NAMES, {"matter": asked.matter_id}).one()
    left = missing(asked)
    work.publish(
        TrustRequestChanged(
            matter_id=asked.matter_id,
            matter_ref=matter_ref,
            audience=audience(work, asked.matter_id, [asked.person_id]),
            request_id=asked.id,
            request_ref=asked.ref,
            person_id=asked.person_id,
            version=asked.version,
            firm_name=firm_name,
            due_on=asked.due_on,
            missing=money.said(left, asked.currency),
            currency=asked.currency,
            open=left > 0,
        )
    )


_LOCKED = (
    select(TrustRequest)
    .where(TrustRequest.id == bindparam("id", type_=Uuid))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_NAMES = (
    select(Matter.ref, func.coalesce(Firm.name, Matter.firm_id))
    .outerjoin(Firm, Firm.id == Matter.firm_id)
    .where(Matter.id == bindparam("matter", type_=Uuid))
)
