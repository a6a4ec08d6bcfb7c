"""All invoices of somebody, over every matter and firm: outstanding, or done with; and totals."""

import functools
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    exists,
    func,
    select,
    tuple_,
)

from backbone import paging
from backbone.work import Work
from contracts import money
from contracts.calls.billing import (
    GetInvoiceTotals,
    InvoicePage,
    InvoiceSummary,
    InvoiceTotal,
    InvoiceTotals,
    ListInvoices,
)
from roster.access import is_of_the_caller, on_behalf_of, takes_part
from roster.models import Firm, Matter
from services.billing import access
from services.billing.models import Invoice, View

NARROWING = ("matter_id", "firm_id")


def page(work: Work, call: ListInvoices) -> InvoicePage:
    """One statement. The cursor is the id of the last invoice seen. Raises InvalidInput."""
    given = _asked(call) | {"limit": call.limit + 1}
    if call.cursor:
        given["after"] = paging.id_(call.cursor, "cursor")
    statement = _list(call.tab, frozenset(given) - {"limit"})
    rows = work.session.execute(statement, on_behalf_of(call.caller, **given)).all()
    items = [InvoiceSummary(**members(row)) for row in rows[: call.limit]]
    return InvoicePage(items=items, next=str(items[-1].id) if len(rows) > call.limit else None)


def total(work: Work, call: GetInvoiceTotals) -> InvoiceTotals:
    """What the caller is to pay, a row for each currency."""
    given = _asked(call)
    rows = work.session.execute(_totals(frozenset(given)), on_behalf_of(call.caller, **given))
    return InvoiceTotals(
        items=[
            InvoiceTotal(
                currency=row.currency,
                yours=money.said(row.yours, row.currency),
                invoices=row.invoices,
            )
            for row in rows
        ]
    )


def members(row: Row[Any]) -> dict[str, Any]:
    """A row of `SUMMARY`, as the members of an InvoiceSummary."""
    told = dict(row._mapping)
    amounts = {name: money.said(told[name], row.currency) for name in _AMOUNTS}
    return {name: told[name] for name in InvoiceSummary.__struct_fields__} | amounts


_AMOUNTS = ("total", "paid", "credited", "over", "outstanding", "yours")
_me = takes_part()
SUMMARY: Select[*tuple[Any, ...]] = (
    select(
        *(
            getattr(Invoice, name)
            for name in InvoiceSummary.__struct_fields__
            if name not in ("firm_name", "matter_title", "over", "yours", "viewed")
        ),
        func.greatest(Invoice.paid + Invoice.credited - Invoice.total, 0).label("over"),
        func.coalesce(Firm.name, Invoice.firm_id).label("firm_name"),
        Matter.title.label("matter_title"),
        access.yours(),
        exists()
        .where(
            View.invoice_id == Invoice.id,
            View.revision == Invoice.revision,
            is_of_the_caller(View.person_id),
        )
        .correlate(Invoice)
        .label("viewed"),
    )
    .join(_me, _me.c.matter_id == Invoice.matter_id)
    .join(Matter, Matter.id == Invoice.matter_id)
    .outerjoin(Firm, Firm.id == Invoice.firm_id)
    .where(access.visible(_me))
)


def _asked(call: ListInvoices | GetInvoiceTotals) -> dict[str, Any]:
    return {name: value for name in NARROWING if (value := getattr(call, name))}


@functools.cache
def _list(tab: str, asked: frozenset[str]) -> Select[*tuple[Any, ...]]:
    """`asked`: what narrows it, and `after` where it goes on."""
    outstanding = tab == "outstanding"
    due, id_ = _due(Invoice), Invoice.id
    order = (due, id_) if outstanding else (Invoice.issued_on.desc(), id_.desc())
    within = [(Invoice.state == "outstanding") if outstanding else (Invoice.state != "outstanding")]
    within += [_NARROWED[name]() for name in sorted(asked - {"after"})]
    if "after" in asked:
        within.append(_beyond(outstanding))
    return SUMMARY.where(*within).order_by(*order).limit(bindparam("limit", type_=Integer))


def _beyond(outstanding: bool) -> ColumnElement[bool]:
    """What comes after the invoice of the cursor, which is one that the caller sees."""
    me = takes_part().alias("reader")
    key = _due(Invoice) if outstanding else Invoice.issued_on
    there = (
        select(key, Invoice.id)
        .join(me, me.c.matter_id == Invoice.matter_id)
        .where(Invoice.id == bindparam("after", type_=Uuid), access.visible(me))
        .correlate(None)
        .scalar_subquery()
    )
    here = tuple_(key, Invoice.id)
    return here > there if outstanding else here < there


def _due(of: type[Invoice]) -> ColumnElement[Any]:
    """What is due on no date comes last."""
    return func.coalesce(of.due_on, cast("infinity", Date))


@functools.cache
def _totals(asked: frozenset[str]) -> Select[*tuple[Any, ...]]:
    narrowed = [_NARROWED[name]() for name in sorted(asked)]
    owed = (
        select(Invoice.currency, access.yours())
        .join(_me, _me.c.matter_id == Invoice.matter_id)
        .where(access.visible(_me), Invoice.state == "outstanding", *narrowed)
        .subquery()
    )
    return (
        select(
            owed.c.currency, func.sum(owed.c.yours).label("yours"), func.count().label("invoices")
        )
        .where(owed.c.yours > 0)
        .group_by(owed.c.currency)
        .order_by(owed.c.currency)
    )


_NARROWED: dict[str, Callable[[], ColumnElement[bool]]] = {
    "matter_id": lambda: Invoice.matter_id == bindparam("matter_id", type_=Uuid),
    "firm_id": lambda: Invoice.firm_id == bindparam("firm_id", type_=Text),
}
