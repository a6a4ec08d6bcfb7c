"""The only way to tasks on a caller's behalf: being asked, and taking part in the matter now."""

import uuid

from sqlalchemy import Subquery, Uuid, bindparam, select

from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.errors import AccessEnded, NotFound
from roster.access import on_behalf_of
from roster.models import Matter
from services.matters.asking import of_the_caller
from services.matters.models import Task, TaskPerson


def asked() -> Subquery:
    """The tasks that are asked of the caller, each once: id, person_id; see `asking`."""
    return of_the_caller(Task, TaskPerson, TaskPerson.task_id, TaskPerson.assigned)


def for_changing(work: Work, caller: Caller, task_id: uuid.UUID) -> tuple[Task, uuid.UUID]:
    """The task, locked until the commit, and as whom the caller is asked.

    Raises NotFound, AccessEnded in a closed matter and where the firm has cancelled it.
    """
    given = on_behalf_of(caller, task_id=task_id, now=work.now)
    row = work.session.execute(_ONE, given).one_or_none()
    if row is None:
        raise NotFound()
    task, person_id, closed = row
    if closed:
        raise AccessEnded()
    if task.state == "cancelled":
        raise AccessEnded("The firm has cancelled this task.")
    return task, person_id


_asked = asked()
_ONE = (
    select(Task, _asked.c.person_id, Matter.closed)
    .join(_asked, _asked.c.id == Task.id)
    .join(Matter, Matter.id == Task.matter_id)
    .where(Task.id == bindparam("task_id", type_=Uuid))
    .with_for_update(of=Task)
    .execution_options(populate_existing=True)
)
