"""How invoices and requests for money in trust stand with those who are to pay, said again.

As the facts say it: the version there is now is open for who is still to pay something, and closes
it for everybody else to whom it ever went.
"""

import uuid
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ARRAY, Uuid, and_, any_, bindparam, func, literal, select
from sqlalchemy.orm import load_only

from backbone.work import Work
from contracts import money
from contracts.events.facts import Item
from contracts.events.invoices import TITLE as INVOICE
from contracts.events.trust import TITLE as IN_TRUST
from roster.models import Matter, Participant
from services.billing.models import Bill, Invoice, TrustRequest
from services.billing.standing import owes
from services.billing.trust.requesting import missing
from waiting.restating import AnyRow, Stands, as_labelled, said_again
from waiting.rule import Wait


def _invoice(row: AnyRow) -> Item:
    return _over(row, row.outstanding)


def _request(row: AnyRow) -> Item:
    return _over(row, missing(row.TrustRequest))


def _over(row: AnyRow, amount: Any) -> Item:
    return msgspec.structs.replace(as_labelled(row), amount=money.said(amount, row.currency))


def _of_invoices(work: Work, invoice_ids: Sequence[uuid.UUID]) -> Stands:
    stands: Stands = {}
    for invoice, bill, person in work.session.execute(_BILLED, {"things": invoice_ids}):
        open_ = bill is not None and owes(invoice, bill)
        stands.setdefault(invoice.id, {})[person] = _wait(invoice.version, open_)
    return stands


def _of_requests(work: Work, request_ids: Sequence[uuid.UUID]) -> Stands:
    asked = work.session.scalars(_ASKED, {"things": request_ids})
    return {one.id: {one.person_id: _wait(one.version, missing(one) > 0)} for one in asked}


def _wait(version: int, open_: bool) -> Wait:
    return Wait(opened=version) if open_ else Wait(closed=version)


_INVOICES = select(
    Invoice.id,
    Invoice.firm_id,
    Matter.ref.label("matter_ref"),
    Invoice.stated_at.label("at"),
    Invoice.version.label("number"),
    func.rtrim(func.concat(literal(INVOICE), " ", Invoice.number)).label("title"),
    Invoice.due_on.label("due"),
    Invoice.currency,
    Invoice.outstanding,
).join(Matter, Matter.id == Invoice.matter_id)
_REQUESTS = select(
    TrustRequest,
    TrustRequest.id,
    TrustRequest.firm_id,
    Matter.ref.label("matter_ref"),
    TrustRequest.said_at.label("at"),
    TrustRequest.version.label("number"),
    literal(IN_TRUST).label("title"),
    TrustRequest.due_on.label("due"),
    TrustRequest.currency,
).join(Matter, Matter.id == TrustRequest.matter_id)
_these = any_(bindparam("things", type_=ARRAY(Uuid)))
_there = Participant.removed_at.is_(None)
_BILLED = (
    select(Invoice, Bill, Participant.person_id)
    .join(
        Participant,
        and_(
            Participant.matter_id == Invoice.matter_id,
            Participant.person_id == any_(Invoice.billed),
        ),
    )
    .outerjoin(Bill, and_(Bill.invoice_id == Invoice.id, Bill.person_id == Participant.person_id))
    .where(Invoice.id == _these, _there)
    .options(load_only(Invoice.version, Invoice.outstanding))  # not all that was stated
)
_ASKED = (
    select(TrustRequest)
    .join(
        Participant,
        and_(
            Participant.matter_id == TrustRequest.matter_id,
            Participant.person_id == TrustRequest.person_id,
        ),
    )
    .where(TrustRequest.id == _these, _there)
)
RESTATES = (
    said_again("invoice", _INVOICES, Invoice.id, _of_invoices, _invoice),
    said_again("trust_request", _REQUESTS, TrustRequest.id, _of_requests, _request),
)
