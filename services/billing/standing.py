"""How an invoice now stands: what is outstanding, who is to pay, and that others hear of it."""

import datetime
import hashlib
import uuid
from decimal import Decimal

import msgspec
from sqlalchemy import Uuid, bindparam, func, select

from backbone.work import Work
from contracts import ids, money
from contracts.errors import NotYet
from contracts.events.envelope import Event
from contracts.events.invoices import InvoiceChanged
from roster import matters
from roster.models import Firm, Matter, Participant
from services.billing.models import Bill, Invoice

NOTHING = Decimal(0)


def locked(work: Work, ref: str) -> Invoice:
    """The firm's invoice, until the commit. Raises NotYet before it was issued."""
    invoice = work.session.scalar(_LOCKED, {"invoice": ids.invoice_id(work.firm_id, ref)})
    if invoice is None:
        raise NotYet(f"The invoice '{ref}' has not been issued.")
    return invoice


def settle(work: Work, invoice: Invoice, on: datetime.date) -> None:
    """Work out anew how it stands, after a change of the date `on`, and tell it."""
    owed = invoice.total - invoice.paid - invoice.credited
    if invoice.voided_at is not None:
        invoice.state = "voided"
    elif (declared_on := declared_paid_on(invoice)) is not None or owed <= 0:
        invoice.settled_on = declared_on or invoice.settled_on or on
        invoice.state = "paid"
    else:
        invoice.settled_on, invoice.state = None, "outstanding"
    invoice.outstanding = owed if invoice.state == "outstanding" else NOTHING
    invoice.version += 1
    work.session.flush()
    work.publish(_changed(work, invoice))


def declared_paid_on(invoice: Invoice) -> datetime.date | None:
    """By the firm's word, unless something was taken back after it."""
    said, reversed_ = invoice.declared_at, invoice.reversed_at
    stands = reversed_ is None or (said is not None and said > reversed_)
    return invoice.declared_paid_on if stands else None


def owes(invoice: Invoice, bill: Bill) -> bool:
    """Whether the person is still to pay something of it."""
    return invoice.outstanding > 0 and (bill.share is None or bill.share > bill.paid)


def must_take_part(work: Work, matter: str, contact: str) -> tuple[uuid.UUID, uuid.UUID]:
    """The ids of both. Raises NotYet before the matter was opened or the contact added to it."""
    matter_id = matters.must_exist(work, matter)
    person_id = ids.person_id(work.firm_id, contact)
    if work.session.scalar(_PART, {"matter": matter_id, "person": person_id}) is None:
        raise NotYet(f"'{contact}' has not been added to the matter '{matter}'.")
    return matter_id, person_id


def digest(event: Event) -> str:
    """By which the same content is known again, however it was written."""
    return hashlib.sha256(msgspec.json.encode(event, order="deterministic")).hexdigest()


def audience(work: Work, matter_id: uuid.UUID, persons: list[uuid.UUID]) -> list[uuid.UUID]:
    """Those of these persons who take part, and the firm's own people in the matter."""
    given = {"matter": matter_id}
    rows = work.session.execute(_PARTICIPANTS, given)
    return [row.person_id for row in rows if row.kind == "staff" or row.person_id in persons]


def _changed(work: Work, invoice: Invoice) -> InvoiceChanged:
    bills = work.session.scalars(_BILLS, {"invoice": invoice.id}).all()
    owing = [bill.person_id for bill in bills if owes(invoice, bill)]
    matter_ref, firm_name = work.session.execute(_NAMES, {"matter": invoice.matter_id}).one()
    return InvoiceChanged(
        matter_id=invoice.matter_id,
        matter_ref=matter_ref,
        audience=audience(work, invoice.matter_id, invoice.billed),
        invoice_id=invoice.id,
        invoice_ref=invoice.ref,
        number=invoice.number,
        version=invoice.version,
        state=invoice.state,
        firm_name=firm_name,
        due_on=invoice.due_on,
        outstanding=money.said(invoice.outstanding, invoice.currency),
        currency=invoice.currency,
        owing=owing,
        settled=[person for person in invoice.billed if person not in owing],
    )


_LOCKED = (
    select(Invoice)
    .where(Invoice.id == bindparam("invoice", type_=Uuid))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_BILLS = (
    select(Bill)
    .where(Bill.invoice_id == bindparam("invoice", type_=Uuid))
    .order_by(Bill.place)
    .execution_options(populate_existing=True)
)
_PARTICIPANTS = (
    select(Participant.person_id, Participant.kind)
    .where(
        Participant.matter_id == bindparam("matter", type_=Uuid),
        Participant.removed_at.is_(None),
    )
    .order_by(Participant.person_id)
)
_PART = select(Participant.person_id).where(
    Participant.matter_id == bindparam("matter", type_=Uuid),
    Participant.person_id == bindparam("person", type_=Uuid),
)
_NAMES = (
    select(Matter.ref, func.coalesce(Firm.name, Matter.firm_id))
    .outerjoin(Firm, Firm.id == Matter.firm_id)
    .where(Matter.id == bindparam("matter", type_=Uuid))
)
