"""Forms as a list: to fill in, and sent."""

import functools
import uuid
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Row,
    Select,
    Text,
    Uuid,
    bindparam,
    func,
    literal,
    select,
    tuple_,
)

from backbone import paging
from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.calls.forms import FormPage, FormSummary, ListForms
from contracts.errors import NotFound
from roster.access import on_behalf_of
from roster.models import Firm, Matter, Person
from services.matters.forms import access
from services.matters.models import Form

NARROWING = ("matter_id", "firm_id")


def page(work: Work, call: ListForms) -> FormPage:
    """One statement, whatever is asked. The cursor is the id of the last form seen.

    Raises InvalidInput for a bad cursor.
    """
    asked = {name: value for name in NARROWING if (value := getattr(call, name))}
    given: dict[str, Any] = asked | {"limit": call.limit + 1, "now": work.now}
    if call.cursor:
        given["after"] = paging.id_(call.cursor, "cursor")
    statement = _statement(call.tab == "open", bool(call.cursor), frozenset(asked))
    rows = work.session.execute(statement, on_behalf_of(call.caller, **given)).all()
    items = [FormSummary(**_members(row)) for row in rows[: call.limit]]
    return FormPage(items=items, next=str(items[-1].id) if len(rows) > call.limit else None)


def one(work: Work, caller: Caller, form_id: uuid.UUID) -> dict[str, Any]:
    """What the list says of one. Raises NotFound."""
    given = on_behalf_of(caller, form_id=form_id, now=work.now)
    row = work.session.execute(_ONE, given).one_or_none()
    if row is None:
        raise NotFound()
    return _members(row)


def _members(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FormSummary.__struct_fields__}


@functools.cache
def _statement(is_open: bool, goes_on: bool, asked: frozenset[str]) -> Select[*tuple[Any, ...]]:
    key = _key(is_open)
    query = _forms().where((Form.state == "open") if is_open else (Form.state != "open"))
    query = query.where(*(_NARROWED[name] for name in sorted(asked)))
    if goes_on:
        there = _there(is_open)
        query = query.where(tuple_(*key) > there if is_open else tuple_(*key) < there)
    order = key if is_open else [each.desc() for each in key]
    return query.order_by(*order).limit(bindparam("limit", type_=Integer))


def _there(is_open: bool) -> Any:
    """The place of the cursor's form, where that is one of the caller's own."""
    reader = access.asked().alias("reader")
    return (
        select(*_key(is_open))
        .join(reader, reader.c.form_id == Form.id)
        .where(Form.id == bindparam("after", type_=Uuid))
        .correlate(None)
        .scalar_subquery()
    )


def _key(is_open: bool) -> list[ColumnElement[Any]]:
    if not is_open:
        return [_ENDED, Form.id]  # type: ignore[list-item]
    return [_DUE, Form.requested_at, Form.id]  # type: ignore[list-item]


def _forms() -> Select[*tuple[Any, ...]]:
    asked = access.asked()
    return (
        select(
            Form.id,
            Form.matter_id,
            Matter.title.label("matter_title"),
            Form.firm_id,
            func.coalesce(Firm.name, Form.firm_id).label("firm_name"),
            Form.title,
            Person.name.label("author_name"),
            Form.due,
            Form.state,
            Form.joint,
            Form.asked,
            Form.answered,
            Form.submissions,
            Form.requested_at,
            Form.ended_at,
        )
        .join(asked, asked.c.form_id == Form.id)
        .join(Matter, Matter.id == Form.matter_id)
        .join(Person, Person.id == Form.author_id)
        .outerjoin(Firm, Firm.id == Form.firm_id)
    )


_DUE = func.coalesce(Form.due, literal("infinity").cast(Date))
_ENDED = func.coalesce(Form.ended_at, literal("infinity").cast(DateTime(timezone=True)))
_NARROWED: dict[str, ColumnElement[bool]] = {
    "matter_id": Form.matter_id == bindparam("matter_id", type_=Uuid),
    "firm_id": Form.firm_id == bindparam("firm_id", type_=Text),
}
_ONE = _forms().where(Form.id == bindparam("form_id", type_=Uuid))
