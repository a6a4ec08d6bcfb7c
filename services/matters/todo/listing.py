"""What waits for the caller, and what is done.

Whether somebody may see it is the roster's answer of this moment: who has left a matter sees
nothing of it, and who came back nothing of before.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Integer,
    Row,
    Select,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import aliased

from backbone import paging
from backbone.postgres.prepared import Prepared
from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.calls.todo import (
    COUNT_MOST,
    CountTodo,
    ListTodo,
    TodoAbout,
    TodoCount,
    TodoItem,
    TodoPage,
    TodoTab,
)
from contracts.values import Thing as Kind
from roster.access import each_person, is_of_the_caller, on_behalf_of, sees_most
from roster.models import Firm, Matter, Participant
from services.matters.models import Thing, Todo
from services.matters.todo.lists import author_of

Rows = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]


def page(work: Work, call: ListTodo) -> TodoPage:
    """A page of the list. Raises InvalidInput for a cursor that is none."""
    given = on_behalf_of(_at(call), limit=call.limit + 1, matter=call.matter_id)
    rows = (_done if call.tab == "done" else _open)(work, call.cursor, given)
    shown = rows[: call.limit]
    return TodoPage(
        items=[_shown(row) for row in shown],
        next=_cursor(call.tab, shown[-1]) if len(rows) > call.limit else None,
    )


def count(work: Work, call: CountTodo) -> TodoCount:
    """How much waits, counted no further than `COUNT_MOST`."""
    given = on_behalf_of(call.caller, matter=None)
    return TodoCount(count=_COUNT.run(work.session.connection(), given).scalar_one())


def _at(call: ListTodo) -> Caller:
    """The caller as the persons who they are at the firm, where one is named."""
    persons = [each for each in call.caller.persons if call.firm_id in ("", each.firm_id)]
    return msgspec.structs.replace(call.caller, persons=persons)


def _open(work: Work, cursor: str, given: dict[str, Any]) -> Sequence[AnyRow]:
    connection = work.session.connection()
    if not cursor:
        return _OPEN.run(connection, given).all()
    given["place"], given["id"] = paging.number(cursor, "cursor")
    return _OPEN_NEXT.run(connection, given).all()


def _done(work: Work, cursor: str, given: dict[str, Any]) -> Sequence[AnyRow]:
    connection = work.session.connection()
    if not cursor:
        return _DONE.run(connection, given).all()
    given["at"], given["id"] = paging.moment(cursor, "cursor")
    return _DONE_NEXT.run(connection, given).all()


def _cursor(tab: TodoTab, last: AnyRow) -> str:
    if tab == "done":
        return paging.of_moment(last.ended_at, last.about_id)
    return paging.of_number(last.place, last.about_id)


def _shown(row: AnyRow) -> TodoItem:
    members = row._asdict()
    about = TodoAbout(kind=members.pop("about_kind"), id=members.pop("about_id"))
    del members["place"]
    return TodoItem(about=about, **members)


_person = each_person()
_limit = bindparam("limit", type_=Integer)
_id = bindparam("id", type_=Uuid)
_matter = bindparam("matter", type_=Uuid)
_firm_name = func.coalesce(Firm.name, Matter.firm_id)
_waits: ColumnElement[bool] = Todo.opened > Todo.closed
_ended = Todo.ended_at.is_not(None)
# What one reads or opens counts for an account as whom it takes part, as where that is read.
_READ: tuple[Kind, ...] = ("conversation", "document")


def _of_the_person(tab: ColumnElement[bool]) -> Rows:
    """What is in the tab for a person of the caller's, each thing once for the account."""
    is_read = or_(*(Todo.about_kind == kind for kind in _READ))
    other = aliased(Todo)
    another_has_it = exists().where(
        other.about_kind == Todo.about_kind,
        other.about_id == Todo.about_id,
        is_of_the_caller(other.person_id),
        other.person_id < Todo.person_id,
        other.ended_at.is_not(None) if tab is _ended else other.opened > other.closed,
    )
    return (
        select(
            Todo.about_kind,
            Todo.about_id,
            Todo.matter_id,
            Todo.since,
            Todo.place,
            Todo.ended_at,
        )
        .join(
            Participant,
            and_(
                Participant.matter_id == Todo.matter_id,
                Participant.person_id == Todo.person_id,
                Participant.removed_at.is_(None),
                Participant.from_date <= Todo.since,
            ),
        )
        .where(
            Todo.person_id == _person.c.id,
            tab,
            or_(_matter.is_(None), Todo.matter_id == _matter),
            case((is_read, sees_most()), else_=~another_has_it),
        )
    )


def _page(
    tab: ColumnElement[bool],
    order: Callable[[Any], tuple[ColumnElement[Any], ...]],
    after: ColumnElement[bool] | None = None,
) -> Rows:
    """A page in this order: of each of the caller's persons no more is read than it may hold."""
    of_each = _of_the_person(tab)
    if after is not None:
        of_each = of_each.where(after)
    first = of_each.order_by(*order(Todo)).limit(_limit).correlate(_person).lateral("first")
    chosen = (
        select(first)
        .select_from(_person.join(first, true()))
        .order_by(*order(first.c))
        .limit(_limit)
        .subquery("chosen")
    )
    return (
        select(
            chosen,
            Matter.title.label("matter_title"),
            Matter.firm_id,
            _firm_name.label("firm_name"),
            Thing.title,
            func.coalesce(func.nullif(author_of(Thing), ""), _firm_name).label("author"),
            Thing.due,
            Thing.starts_at,
            Thing.time_zone,
            Thing.amount,
            Thing.currency,
        )
        .join(
            Thing,
            and_(Thing.about_kind == chosen.c.about_kind, Thing.about_id == chosen.c.about_id),
        )
        .join(Matter, Matter.id == chosen.c.matter_id)
        .outerjoin(Firm, Firm.id == Matter.firm_id)
        .order_by(*order(chosen.c))
    )


def _by_place(of: Any) -> tuple[ColumnElement[Any], ...]:
    return of.place, of.about_id


def _by_end(of: Any) -> tuple[ColumnElement[Any], ...]:
    return of.ended_at.desc(), of.about_id.desc()


_after_place = tuple_(Todo.place, Todo.about_id) > tuple_(bindparam("place", type_=BigInteger), _id)
_before_end = tuple_(Todo.ended_at, Todo.about_id) < tuple_(
    bindparam("at", type_=DateTime(timezone=True)), _id
)
_OPEN = Prepared(_page(_waits, _by_place))
_OPEN_NEXT = Prepared(_page(_waits, _by_place, _after_place))
_DONE = Prepared(_page(_ended, _by_end))
_DONE_NEXT = Prepared(_page(_ended, _by_end, _before_end))
_waiting = _of_the_person(_waits).limit(COUNT_MOST).correlate(_person).lateral("waiting")
_COUNT = Prepared(
    select(func.count()).select_from(
        select(_waiting.c.about_id)
        .select_from(_person.join(_waiting, true()))
        .limit(COUNT_MOST)
        .subquery("counted")
    )
)
