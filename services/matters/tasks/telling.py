"""Every change of a task raises its version and is told: to browsers and lists, and to the firm."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Select, select

from backbone.work import Work
from contracts.events.tasks import TaskChanged, TaskCompleted, TaskFact
from roster.models import Matter
from services.matters import people
from services.matters.models import Task, TaskPerson

UNDO = datetime.timedelta(seconds=60)  # until the firm hears that a task is done

F = TypeVar("F", bound=TaskFact)


def tell(
    work: Work,
    task: Task,
    *,
    kind: type[TaskFact] = TaskChanged,
    opened: Iterable[TaskPerson] = (),
    closed: Iterable[TaskPerson] = (),
    **more: Any,
) -> None:
    """The task has changed: from here on it waits for these people, or no longer for those."""
    task.version += 1
    waiting, settled = list(opened), list(closed)
    for each in waiting:
        each.opened = task.version
    for each in settled:
        each.closed = task.version
    told = {"at": work.at, **more}
    work.publish(
        _fact(
            work,
            task,
            kind,
            waiting=[each.person_id for each in waiting],
            settled=[each.person_id for each in settled],
            **told,
        ),
        task.firm_id,
    )


def asked_people(work: Work, task: Task) -> list[TaskPerson]:
    """Those who are asked now, in their order."""
    rows = work.session.scalars(select(TaskPerson).where(TaskPerson.task_id == task.id))
    return sorted((each for each in rows if each.assigned), key=lambda each: each.place)


def to_tell(work: Work) -> Select[uuid.UUID, datetime.datetime | None]:
    """The tasks of which the firm is to hear that they are done, the earliest first."""
    return select(Task.id, Task.tell_at).where(Task.tell_at.is_not(None)).order_by(Task.tell_at)


def tell_completed(work: Work, task_id: uuid.UUID) -> bool:
    """The minute is over: the firm hears it. False where it was undone, or another process does."""
    task = work.session.scalar(
        select(Task).where(Task.id == task_id).with_for_update(skip_locked=True)
    )
    if task is None or task.tell_at is None or task.tell_at > work.now:
        return False
    assert task.completed_by is not None
    assert task.ended_at is not None
    task.tell_at, task.told_done = None, True
    done = _fact(
        work,
        task,
        TaskCompleted,
        settled=[each.person_id for each in asked_people(work, task)],
        at=task.ended_at,
        by=people.one(work, task.completed_by),
        completed_at=task.ended_at,
        note=task.note,
    )
    work.publish(done, task.firm_id)
    return True


def _fact(work: Work, task: Task, kind: type[F], **told: Any) -> F:
    """`audience`: who is asked, and for whom it has changed."""
    audience = [each.person_id for each in asked_people(work, task)]
    audience += [each for each in told.get("settled", ()) if each not in audience]
    return kind(
        matter_id=task.matter_id,
        matter_ref=work.session.scalars(
            select(Matter.ref).where(Matter.id == task.matter_id)
        ).one(),
        audience=audience,
        task_id=task.id,
        task_ref=task.ref,
        version=task.version,
        title=task.title,
        author=people.one(work, task.author_id),
        due=task.due,
        state=task.state,
        **told,
    )
