"""What the firm asks of people in a matter: of whom it is, and the lists of it.

A list has what is open by the day it is due, or what has ended, the newest first.
"""

import functools
import uuid
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Row,
    Select,
    SQLColumnExpression,
    Subquery,
    Text,
    Uuid,
    and_,
    bindparam,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import distinct_on

from backbone import paging
from backbone.postgres.prepared import Prepared
from backbone.work import Work
from contracts.calls.caller import Caller
from roster.access import is_the_caller, on_behalf_of
from roster.models import Participant

NARROWING = ("matter_id", "firm_id")


class ListCall(Protocol):
    """A call for such a list."""

    @property
    def caller(self) -> Caller: ...
    @property
    def tab(self) -> str: ...
    @property
    def matter_id(self) -> uuid.UUID | None: ...
    @property
    def firm_id(self) -> str: ...
    @property
    def cursor(self) -> str: ...
    @property
    def limit(self) -> int: ...


class Page(NamedTuple):
    """`next`: the id of the last row where there are more."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    next: str | None


def of_the_caller(
    of: Any, person: Any, key: SQLColumnExpression[uuid.UUID], *more: SQLColumnExpression[bool]
) -> Subquery:
    """What is asked of the caller, each thing once: id, person_id.

    `of`: the things; `person`: of whom each is asked, by its id in `key`. Statements that use it
    are executed with `on_behalf_of(caller, now=…)`: who takes part from a later date on sees
    nothing yet.
    """
    takes_part = and_(
        Participant.matter_id == of.matter_id,
        Participant.person_id == person.person_id,
        is_the_caller(),
        Participant.from_date <= bindparam("now", type_=DateTime(timezone=True)),
    )
    return (
        select(key.label("id"), person.person_id)
        .ext(distinct_on(key))
        .join(of, of.id == key)
        .join(Participant, takes_part)
        .where(*more)
        .order_by(key, person.person_id)
        .subquery("asked")
    )


def listed(
    of: Any,
    asked: Callable[[], Subquery],
    rows: Select[*tuple[Any, ...]],
    since: SQLColumnExpression[Any],
) -> Callable[[Work, ListCall], Page]:
    """A list of such things, one statement a page, whatever is asked.

    `rows`: all of the caller's own; `since`: of two that are due on one day the earlier comes
    first. What is listed raises InvalidInput for a bad cursor.
    """
    narrowed: dict[str, ColumnElement[bool]] = {
        "matter_id": of.matter_id == bindparam("matter_id", type_=Uuid),
        "firm_id": of.firm_id == bindparam("firm_id", type_=Text),
    }
    due = func.coalesce(of.due, literal("infinity").cast(Date))
    ended = func.coalesce(of.ended_at, literal("infinity").cast(DateTime(timezone=True)))

    @functools.cache
    def statement(is_open: bool, goes_on: bool, by: frozenset[str]) -> Prepared:
        key = (due, since, of.id) if is_open else (ended, of.id)
        query = rows.where((of.state == "open") if is_open else (of.state != "open"))
        query = query.where(*(narrowed[name] for name in sorted(by)))
        if goes_on:
            there = _place(of, asked, key)
            query = query.where(tuple_(*key) > there if is_open else tuple_(*key) < there)
        order = key if is_open else [each.desc() for each in key]
        return Prepared(query.order_by(*order).limit(bindparam("limit", type_=Integer)))

    def page(work: Work, call: ListCall) -> Page:
        by = {name: value for name in NARROWING if (value := getattr(call, name))}
        given: dict[str, Any] = by | {"limit": call.limit + 1, "now": work.now}
        if call.cursor:
            given["after"] = paging.id_(call.cursor, "cursor")
        chosen = statement(call.tab == "open", bool(call.cursor), frozenset(by))
        found = chosen.run(work.session.connection(), on_behalf_of(call.caller, **given)).all()
        shown = found[: call.limit]
        return Page(shown, str(shown[-1].id) if len(found) > call.limit else None)

    return page


def _place(of: Any, asked: Callable[[], Subquery], key: Sequence[Any]) -> Any:
    """Of the cursor's thing, where that is one of the caller's own."""
    reader = asked().alias("reader")
    return (
        select(*key)
        .join(reader, reader.c.id == of.id)
        .where(of.id == bindparam("after", type_=Uuid))
        .correlate(None)
        .scalar_subquery()
    )
