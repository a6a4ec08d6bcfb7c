"""What firms say of tasks: assigned, updated, cancelled.

Events may come late and out of order: what a task says is of the newest event that told of it, and
whether it is cancelled of the newest that said so. The same again is no news to anybody.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.errors import EventRefused, NotYet
from contracts.events.tasks import TaskAssigned, TaskCancelled, TaskEvent, TaskTold, TaskUpdated
from contracts.values import EARLIEST
from roster import matters
from roster.models import Matter
from services.matters import people
from services.matters.models import Step, Task, TaskPerson
from services.matters.tasks import telling


def assign(work: Work, event: TaskAssigned) -> None:
    """These people are asked; in a closed matter too, as that is the firm's.

    Raises NotYet before matter, author and assignees are there, EventRefused.
    """
    matter_id = matters.must_exist(work, event.matter_id)
    words = _words(work, event, event.matter_id)
    named = people.named(work, event.matter_id, event.assignees)
    row = {
        "id": ids.task_id(work.firm_id, event.task_id),
        "firm_id": work.firm_id,
        "matter_id": matter_id,
        "ref": event.task_id,
        "state": "open",
        "version": 0,
        "assigned_at": work.at,
        "told_at": EARLIEST,
        "reason": "",
        "note": "",
        "told_done": False,
    }
    work.session.execute(insert(Task).values(row | words).on_conflict_do_nothing())
    task = _locked(work, event)
    if task.matter_id != matter_id:
        raise EventRefused(f"The task '{event.task_id}' was assigned before, in another matter.")
    task.assigned_at = max(task.assigned_at, work.at)
    _put(work, task, event, words, named)


def update(work: Work, event: TaskUpdated) -> None:
    """All of the task is as this says. Raises NotYet before it was assigned, EventRefused."""
    task = _locked(work, event)
    matter_ref = work.session.scalars(select(Matter.ref).where(Matter.id == task.matter_id)).one()
    words = _words(work, event, matter_ref)
    _put(work, task, event, words, people.named(work, matter_ref, event.assignees))


def cancel(work: Work, event: TaskCancelled) -> None:
    """It waits for nobody any more; one that is done stays done. Raises NotYet."""
    task = _locked(work, event)
    task.cancelled_at = max(task.cancelled_at or work.at, work.at)
    if task.state != "open" or not _is_cancelled(task):
        return
    task.state, task.ended_at, task.reason = "cancelled", work.at, event.reason
    telling.tell(work, task, closed=telling.asked_people(work, task))


def _is_cancelled(task: Task) -> bool:
    """By the newest events that say so, or that it is asked."""
    return task.cancelled_at is not None and task.cancelled_at >= task.assigned_at


def _words(work: Work, event: TaskTold, matter_ref: str) -> dict[str, Any]:
    return {
        "author_id": people.author(work, matter_ref, event.author_id),
        "title": event.title,
        "text": event.text,
        "due": event.due,
        "documents": [ids.document_id(work.firm_id, each) for each in event.documents],
    }


def _locked(work: Work, event: TaskEvent) -> Task:
    task = work.session.scalar(
        select(Task)
        .where(Task.id == ids.task_id(work.firm_id, event.task_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if task is None:
        raise NotYet(f"The task '{event.task_id}' has not been assigned.")
    return task


def _put(
    work: Work,
    task: Task,
    event: TaskTold,
    words: dict[str, Any],
    named: Sequence[people.Part],
) -> None:
    """Take over what is told, unless something newer was; tell those for whom it is new."""
    changed = task.told_at == EARLIEST
    if task.state == "cancelled" and not _is_cancelled(task):
        task.state, task.ended_at, task.reason, changed = "open", None, "", True
    gone: list[TaskPerson] | None = None
    if task.told_at <= work.at:
        task.told_at = work.at
        changed |= any(getattr(task, name) != value for name, value in words.items())
        for name, value in words.items():
            setattr(task, name, value)
        changed |= _put_steps(work, task, event.steps)
        gone = _put_people(work, task, [each.person_id for each in named])
    if not changed and gone is None:
        return
    asked = telling.asked_people(work, task) if task.state == "open" else []
    telling.tell(work, task, opened=asked, closed=gone or [])


def _put_people(work: Work, task: Task, wanted: list[uuid.UUID]) -> list[TaskPerson] | None:
    """Those who are asked no more; None where all stay."""
    rows = work.session.scalars(select(TaskPerson).where(TaskPerson.task_id == task.id))
    known = {each.person_id: each for each in rows}
    before = sorted((each for each in known.values() if each.assigned), key=lambda e: e.place)
    if [each.person_id for each in before] == wanted:
        return None
    for place, person_id in enumerate(wanted):
        row = known.get(person_id)
        if row is None:
            row = TaskPerson(task_id=task.id, person_id=person_id, opened=0, closed=0)
            work.session.add(row)
        row.place, row.assigned = place, True
    gone = [each for each in before if each.person_id not in wanted]
    for each in gone:
        each.assigned = False
    work.session.flush()
    return gone


def _put_steps(work: Work, task: Task, wanted: Sequence[str]) -> bool:
    """Whether they are others; those of the same words stay ticked."""
    query = select(Step).where(Step.task_id == task.id).order_by(Step.number)
    before = list(work.session.scalars(query))
    if [each.text for each in before] == list(wanted):
        return False
    ticked = {each.text: (each.done_at, each.done_by) for each in before}
    work.session.execute(delete(Step).where(Step.task_id == task.id))
    for number, words in enumerate(wanted, start=1):
        done_at, done_by = ticked.pop(words, (None, None))
        row = {"task_id": task.id, "number": number, "text": words}
        work.session.execute(insert(Step).values(row | {"done_at": done_at, "done_by": done_by}))
    return True
