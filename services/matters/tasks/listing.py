"""Tasks as those see them of whom they are asked: a list of them, and one in full."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Uuid,
    bindparam,
    case,
    func,
    select,
)

from backbone.work import Work
from contracts.calls.tasks import GetTask, ListTasks, TaskPage, TaskStep, TaskSummary
from contracts.calls.tasks import Task as TaskShown
from contracts.errors import NotFound
from roster.access import on_behalf_of
from roster.models import Firm, Matter, Person
from services.matters.asking import listed
from services.matters.models import Step, Task, TaskPerson
from services.matters.tasks import access

_SHOWN = TaskSummary.__struct_fields__


def page(work: Work, call: ListTasks) -> TaskPage:
    """Raises InvalidInput for a bad cursor, which is the id of the last task seen."""
    found = _LISTED(work, call)
    return TaskPage(items=[TaskSummary(**_members(row)) for row in found.rows], next=found.next)


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
        .join(asked, asked.c.id == Task.id)
        .join(Matter, Matter.id == Task.matter_id)
        .join(author, author.c.id == Task.author_id)
        .outerjoin(doer, doer.c.id == Task.completed_by)
        .outerjoin(Firm, Firm.id == Task.firm_id)
    )


_TASK_ID = bindparam("task_id", type_=Uuid)
_LISTED = listed(Task, access.asked, _tasks(), Task.assigned_at)
_ONE = _tasks().where(Task.id == _TASK_ID)
_STEPS = select(Step).where(Step.task_id == _TASK_ID).order_by(Step.number)
_ASSIGNEES = (
    select(Person.name)
    .join(TaskPerson, TaskPerson.person_id == Person.id)
    .where(TaskPerson.task_id == _TASK_ID, TaskPerson.assigned)
    .order_by(TaskPerson.place)
)
