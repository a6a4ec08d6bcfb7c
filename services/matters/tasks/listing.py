"""Tasks as those see them of whom they are asked: a list of them, and one in full."""

import functools
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
    case,
    func,
    literal,
    select,
    tuple_,
)

from backbone import paging
from backbone.postgres.prepared import Prepared
from backbone.work import Work
from contracts.calls.tasks import GetTask, ListTasks, TaskPage, TaskStep, TaskSummary
from contracts.calls.tasks import Task as TaskShown
from contracts.errors import NotFound
from roster.access import on_behalf_of
from roster.models import Firm, Matter, Person
from services.matters.models import Step, Task, TaskPerson
from services.matters.tasks import access

NARROWING = ("matter_id", "firm_id")
_SHOWN = TaskSummary.__struct_fields__


def page(work: Work, call: ListTasks) -> TaskPage:
    """One statement, whatever is asked. The cursor is the id of the last task seen.

    Raises InvalidInput for a bad cursor.
    """
    asked = {name: value for name in NARROWING if (value := getattr(call, name))}
    given: dict[str, Any] = asked | {"limit": call.limit + 1, "now": work.now}
    if call.cursor:
        given["after"] = paging.id_(call.cursor, "cursor")
    statement = _statement(call.tab == "open", bool(call.cursor), frozenset(asked))
    rows = statement.run(work.session.connection(), on_behalf_of(call.caller, **given)).all()
    items = [TaskSummary(**_members(row)) for row in rows[: call.limit]]
    return TaskPage(items=items, next=str(items[-1].id) if len(rows) > call.limit else None)


def get(work: Work, call: GetTask) -> TaskShown:
    """One task with its steps. Raises NotFound."""
    given = on_behalf_of(call.caller, task_id=call.task_id, now=work.now)
    row = work.session.execute(_ONE, given).one_or_none()
    if row is None:
        raise NotFound()
    this = {"task_id": call.task_id}
    steps = work.session.scalars(_STEPS, this)
    return TaskShown(
        **_members(row),
        text=row.text,
        assignees=list(work.session.scalars(_ASSIGNEES, this)),
        documents=row.documents,
        checklist=[
            TaskStep(number=each.number, text=each.text, done=each.done_at is not None)
            for each in steps
        ],
        completed_by=row.completed_by_name,
        note=row.note,
        reason=row.reason,
        closed=row.closed,
    )


def _members(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _SHOWN}


def _steps(*more: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(Step)
        .where(Step.task_id == Task.id, *more)
        .correlate(Task)
        .scalar_subquery()
    )


@functools.cache
def _statement(is_open: bool, goes_on: bool, asked: frozenset[str]) -> Prepared:
    key = _key(is_open)
    query = _tasks().where((Task.state == "open") if is_open else (Task.state != "open"))
    query = query.where(*(_NARROWED[name] for name in sorted(asked)))
    if goes_on:
        there = _there(is_open)
        query = query.where(tuple_(*key) > there if is_open else tuple_(*key) < there)
    order = key if is_open else [each.desc() for each in key]
    return Prepared(query.order_by(*order).limit(bindparam("limit", type_=Integer)))


def _there(is_open: bool) -> Any:
    """The place of the cursor's task, where that is one of the caller's own."""
    asked = access.asked().alias("reader")
    return (
        select(*_key(is_open))
        .join(asked, asked.c.task_id == Task.id)
        .where(Task.id == bindparam("after", type_=Uuid))
        .correlate(None)
        .scalar_subquery()
    )


def _key(is_open: bool) -> list[ColumnElement[Any]]:
    if not is_open:
        return [_ENDED, Task.id]  # type: ignore[list-item]
    return [_DUE, Task.assigned_at, Task.id]  # type: ignore[list-item]


def _tasks() -> Select[*tuple[Any, ...]]:
    asked = access.asked()
    author, doer = Person.__table__.alias("author"), Person.__table__.alias("doer")
    return (
        select(
            Task.id,
            Task.matter_id,
            Matter.title.label("matter_title"),
            Task.firm_id,
            func.coalesce(Firm.name, Task.firm_id).label("firm_name"),
            Task.title,
            author.c.name.label("author_name"),
            Task.due,
            Task.state,
            _steps().label("steps"),
            _steps(Step.done_at.is_not(None)).label("steps_done"),
            Task.assigned_at,
            Task.ended_at,
            case((Task.tell_at > bindparam("now"), Task.tell_at)).label("undo_until"),
            Task.text,
            Task.documents,
            func.coalesce(doer.c.name, "").label("completed_by_name"),
            Task.note,
            Task.reason,
            Matter.closed,
        )
        .join(asked, asked.c.task_id == Task.id)
        .join(Matter, Matter.id == Task.matter_id)
        .join(author, author.c.id == Task.author_id)
        .outerjoin(doer, doer.c.id == Task.completed_by)
        .outerjoin(Firm, Firm.id == Task.firm_id)
    )


_DUE = func.coalesce(Task.due, literal("infinity").cast(Date))
_ENDED = func.coalesce(Task.ended_at, literal("infinity").cast(DateTime(timezone=True)))
_NARROWED: dict[str, ColumnElement[bool]] = {
    "matter_id": Task.matter_id == bindparam("matter_id", type_=Uuid),
    "firm_id": Task.firm_id == bindparam("firm_id", type_=Text),
}
_TASK_ID = bindparam("task_id", type_=Uuid)
_ONE = _tasks().where(Task.id == _TASK_ID)
_STEPS = select(Step).where(Step.task_id == _TASK_ID).order_by(Step.number)
_ASSIGNEES = (
    select(Person.name)
    .join(TaskPerson, TaskPerson.person_id == Person.id)
    .where(TaskPerson.task_id == _TASK_ID, TaskPerson.assigned)
    .order_by(TaskPerson.place)
)
