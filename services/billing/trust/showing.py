"""Money in trust as its owner sees it: what is held, each line of it, and what is asked for."""

import functools
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Row,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
    tuple_,
)

from backbone import paging
from backbone.work import Work
from contracts import money
from contracts.calls.trust import (
    GetTrustRequest,
    ListTrustAccounts,
    ListTrustLines,
    ListTrustRequests,
    TrustAccount,
    TrustAccounts,
    TrustAsked,
    TrustAskedPage,
    TrustLine,
    TrustPage,
)
from contracts.errors import NotFound
from roster.access import is_of_the_caller, on_behalf_of, takes_part
from roster.models import Firm, Matter, Person
from services.billing.models import TrustEntry, TrustRequest
from services.billing.trust.moving import BALANCE
from services.billing.trust.requesting import missing

MOST_ACCOUNTS = 500


def accounts(work: Work, call: ListTrustAccounts) -> TrustAccounts:
    """One for each person, matter and currency."""
    given = _asked(call)
    rows = work.session.execute(_accounts(frozenset(given)), on_behalf_of(call.caller, **given))
    return TrustAccounts(
        items=[
            TrustAccount(**{**row._mapping, "balance": money.said(row.balance, row.currency)})
            for row in rows
        ]
    )


def lines(work: Work, call: ListTrustLines) -> TrustPage:
    """The newest first, each with what was held after it. Raises InvalidInput."""
    skipped = paging.position(call.cursor, "cursor") if call.cursor else 0
    given = on_behalf_of(
        call.caller,
        matter=call.matter_id,
        person=call.person_id,
        currency=call.currency,
        skipped=skipped,
        limit=call.limit + 1,
    )
    rows = work.session.execute(_LINES, given).all()
    items = [
        TrustLine(
            id=row.ref,
            moved_on=row.moved_on,
            description=row.description,
            amount=money.said(row.amount, row.currency),
            balance=money.said(row.balance, row.currency),
        )
        for row in rows[: call.limit]
    ]
    more = len(rows) > call.limit
    return TrustPage(items=items, next=paging.of_position(skipped + call.limit) if more else None)


def requests(work: Work, call: ListTrustRequests) -> TrustAskedPage:
    """Those that are not over; the cursor is the id of the last. Raises InvalidInput."""
    given = _asked(call) | {"limit": call.limit + 1}
    if call.cursor:
        given["after"] = paging.id_(call.cursor, "cursor")
    statement = _requests(frozenset(given) - {"limit"})
    rows = work.session.execute(statement, on_behalf_of(call.caller, **given)).all()
    items = [_request(row) for row in rows[: call.limit]]
    return TrustAskedPage(items=items, next=str(items[-1].id) if len(rows) > call.limit else None)


def get(work: Work, call: GetTrustRequest) -> TrustAsked:
    """Raises NotFound."""
    given = on_behalf_of(call.caller, request_id=call.request_id)
    row = work.session.execute(_ONE, given).one_or_none()
    if row is None:
        raise NotFound()
    return _request(row)


def _request(row: Row[*tuple[Any, ...]]) -> TrustAsked:
    asked: TrustRequest = row[0]
    return TrustAsked(
        id=asked.id,
        firm_id=asked.firm_id,
        firm_name=row.firm_name,
        matter_id=asked.matter_id,
        matter_title=row.matter_title,
        person_name=row.person_name,
        yours=row.yours,
        currency=asked.currency,
        amount=money.said(asked.amount, asked.currency),
        missing=money.said(missing(asked), asked.currency),
        requested_on=asked.requested_on,
        due_on=asked.due_on,
        text=asked.text,
        withdrawn=asked.withdrawn_at is not None,
    )


def _asked(call: ListTrustAccounts | ListTrustRequests) -> dict[str, Any]:
    return {name: value for name in ("matter_id", "firm_id") if (value := getattr(call, name))}


def _visible(me: FromClause, of: type[TrustEntry | TrustRequest]) -> ColumnElement[bool]:
    """One's own, and of all in a matter for the firm's people."""
    mine = and_(me.c.matter_id == of.matter_id, is_of_the_caller(of.person_id))
    return or_(me.c.kind == "staff", mine)


def _narrowed(of: type[TrustEntry | TrustRequest]) -> dict[str, Callable[[], ColumnElement[bool]]]:
    return {
        "matter_id": lambda: of.matter_id == bindparam("matter_id", type_=Uuid),
        "firm_id": lambda: of.firm_id == bindparam("firm_id", type_=Text),
    }


_me = takes_part()
_firm_name = func.coalesce(Firm.name, Matter.firm_id).label("firm_name")


@functools.cache
def _accounts(asked: frozenset[str]) -> Select[*tuple[Any, ...]]:
    key = (
        TrustEntry.matter_id,
        Matter.title.label("matter_title"),
        TrustEntry.firm_id,
        _firm_name,
        TrustEntry.person_id,
        Person.name.label("person_name"),
        TrustEntry.currency,
    )
    narrowed = _narrowed(TrustEntry)
    return (
        select(*key, func.sum(TrustEntry.amount).label("balance"))
        .join(_me, _me.c.matter_id == TrustEntry.matter_id)
        .join(Matter, Matter.id == TrustEntry.matter_id)
        .join(Person, Person.id == TrustEntry.person_id)
        .outerjoin(Firm, Firm.id == Matter.firm_id)
        .where(_visible(_me, TrustEntry), *(narrowed[name]() for name in sorted(asked)))
        .group_by(TrustEntry.matter_id, TrustEntry.firm_id, TrustEntry.person_id)
        .group_by(TrustEntry.currency, Matter.id, Person.id, Firm.id)
        .order_by(Matter.title, Person.name, TrustEntry.currency)
        .limit(MOST_ACCOUNTS)
    )


_held = (
    select(*TrustEntry.__table__.columns, BALANCE.label("balance"))
    .join(_me, _me.c.matter_id == TrustEntry.matter_id)
    .where(
        _visible(_me, TrustEntry),
        TrustEntry.matter_id == bindparam("matter", type_=Uuid),
        TrustEntry.person_id == bindparam("person", type_=Uuid),
        TrustEntry.currency == bindparam("currency", type_=Text),
    )
    .subquery("held")
)
_LINES = (
    select(_held)
    .order_by(_held.c.moved_on.desc(), _held.c.amount, _held.c.ref.desc())
    .offset(bindparam("skipped", type_=Integer))
    .limit(bindparam("limit", type_=Integer))
)
_of_requests = (
    select(
        TrustRequest,
        _firm_name,
        Matter.title.label("matter_title"),
        Person.name.label("person_name"),
        is_of_the_caller(TrustRequest.person_id).label("yours"),
    )
    .join(_me, _me.c.matter_id == TrustRequest.matter_id)
    .join(Matter, Matter.id == TrustRequest.matter_id)
    .join(Person, Person.id == TrustRequest.person_id)
    .outerjoin(Firm, Firm.id == Matter.firm_id)
    .where(_visible(_me, TrustRequest))
)
_ONE = _of_requests.where(TrustRequest.id == bindparam("request_id", type_=Uuid))


@functools.cache
def _requests(asked: frozenset[str]) -> Select[*tuple[Any, ...]]:
    due = func.coalesce(TrustRequest.due_on, cast("infinity", Date))
    narrowed = _narrowed(TrustRequest)
    within = [
        TrustRequest.withdrawn_at.is_(None),
        TrustRequest.received < TrustRequest.amount,
        *(narrowed[name]() for name in sorted(asked - {"after"})),
    ]
    if "after" in asked:
        me = takes_part().alias("reader")
        there = (
            select(due, TrustRequest.id)
            .join(me, me.c.matter_id == TrustRequest.matter_id)
            .where(TrustRequest.id == bindparam("after", type_=Uuid), _visible(me, TrustRequest))
            .correlate(None)
            .scalar_subquery()
        )
        within.append(tuple_(due, TrustRequest.id) > there)
    order = (due, TrustRequest.id)
    return _of_requests.where(*within).order_by(*order).limit(bindparam("limit", type_=Integer))
