"""The only way to tasks on a caller's behalf: being asked, and taking part in the matter now."""

import uuid

from sqlalchemy import DateTime, Subquery, Uuid, and_, bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on

from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.errors import AccessEnded, NotFound
from roster.access import is_the_caller, on_behalf_of
from roster.models import Matter, Participant
from services.matters.models import Task, TaskPerson


def asked() -> Subquery:
    """The tasks that are asked of the caller, each once: task_id, person_id.

    Statements that use it are executed with `on_behalf_of(caller, now=…)`: who takes part from a
    later date on sees nothing yet.
    """
    takes_part = and_(
        Participant.matter_id == Task.matter_id,
        Participant.person_id == TaskPerson.person_id,
        is_the_caller(),
        Participant.from_date <= bindparam("now", type_=DateTime(timezone=True)),
    )
    return (
        select(TaskPerson.task_id, TaskPerson.person_id)
        .ext(distinct_on(TaskPerson.task_id))
        .join(Task, Task.id == TaskPerson.task_id)
        .join(Participant, takes_part)
        .where(TaskPerson.assigned)
        .order_by(TaskPerson.task_id, TaskPerson.person_id)
        .subquery("asked")
    )


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
    .join(_asked, _asked.c.task_id == Task.id)
    .join(Matter, Matter.id == Task.matter_id)
    .where(Task.id == bindparam("task_id", type_=Uuid))
    .with_for_update(of=Task)
    .execution_options(populate_existing=True)
)
