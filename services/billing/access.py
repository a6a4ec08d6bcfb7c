"""The only way to invoices on a caller's behalf: they are billed to them, or theirs as the firm's.

Who takes part in a matter and is not billed sees no invoice of it: what a client pays is no
interpreter's business. What this module answers for a stranger is the same as for what does not
exist: nothing.
"""

import uuid
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
)

from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.errors import NotFound
from roster.access import is_of_the_caller, is_the_caller, on_behalf_of, takes_part
from roster.models import Participant, Person
from services.billing.models import Bill, Invoice


class Seen(NamedTuple):
    """An invoice, as whom the caller sees it, and what of it is theirs to pay."""

    invoice: Invoice
    person_id: uuid.UUID
    person_ref: str
    person_name: str
    yours: Decimal


def seen(work: Work, caller: Caller, invoice_id: uuid.UUID) -> Seen:
    """Raises NotFound."""
    given = on_behalf_of(caller, invoice_id=invoice_id)
    row = work.session.execute(_SEEN, given).one_or_none()
    if row is None:
        raise NotFound()
    return Seen(*row)


def visible(me: FromClause) -> ColumnElement[bool]:
    """Which invoices the caller, who takes part as `me`, may see."""
    return or_(me.c.kind == "staff", _billed())


def yours() -> Any:
    """What the caller is to pay of an invoice: their shares, or the whole where there are none."""
    left = func.greatest(Bill.share - Bill.paid, 0)
    each = case((Bill.share.is_(None), Invoice.outstanding), else_=left)
    of_bills = (
        select(func.least(Invoice.outstanding, func.coalesce(func.sum(each), 0)))
        .where(Bill.invoice_id == Invoice.id, is_of_the_caller(Bill.person_id))
        .correlate(Invoice)
        .scalar_subquery()
    )
    return of_bills.label("yours")


def _billed() -> ColumnElement[bool]:
    """To one of the caller's persons who still takes part."""
    return (
        exists()
        .where(
            Bill.invoice_id == Invoice.id,
            is_of_the_caller(Bill.person_id),
            Participant.matter_id == Invoice.matter_id,
            Participant.person_id == Bill.person_id,
            is_the_caller(),
        )
        .correlate(Invoice)
    )


_me = takes_part()
# As whom they look: the one who is billed, where an account is several persons in the matter.
_as = func.coalesce(
    select(Bill.person_id)
    .where(Bill.invoice_id == Invoice.id, is_of_the_caller(Bill.person_id))
    .order_by(Bill.place)
    .limit(1)
    .correlate(Invoice)
    .scalar_subquery(),
    _me.c.person_id,
)
_SEEN = (
    select(Invoice, Person.id, Person.ref, Person.name, yours())
    .join(_me, _me.c.matter_id == Invoice.matter_id)
    .join(Person, Person.id == _as)
    .where(and_(Invoice.id == bindparam("invoice_id", type_=Uuid), visible(_me)))
)
