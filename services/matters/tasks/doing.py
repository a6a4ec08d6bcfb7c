"""What people do with a task: tick its steps, complete it, take it up again.

For a minute nobody but those who are asked knows that it is done, so that a wrong tick is none.
"""

import uuid

from backbone.work import Work
from contracts.calls.tasks import CompleteTask, GetTask, ReopenTask, TickStep
from contracts.calls.tasks import Task as TaskShown
from contracts.errors import AccessEnded, NotFound
from contracts.events.tasks import TaskChanged, TaskReopened
from services.matters import people
from services.matters.models import Step, Task
from services.matters.tasks import access, listing, telling


def complete(work: Work, call: CompleteTask) -> TaskShown:
    """It is done, for all who are asked. Raises NotFound, AccessEnded."""
    task, person_id = access.for_changing(work, call.caller, call.task_id)
    if task.state == "open":
        task.state, task.ended_at, task.note = "done", work.now, call.note
        task.completed_by, task.tell_at = person_id, work.now + telling.UNDO
        telling.tell(work, task, closed=telling.asked_people(work, task))
        work.due(Task, task.tell_at)
    elif call.note not in ("", task.note) and _is_untold(task, person_id):
        task.note = call.note
        telling.tell(work, task)
    return _shown(work, call)


def reopen(work: Work, call: ReopenTask) -> TaskShown:
    """It waits again for all who are asked. Raises NotFound, AccessEnded."""
    task, person_id = access.for_changing(work, call.caller, call.task_id)
    if task.state == "done":
        known = task.told_done
        task.state, task.ended_at, task.note = "open", None, ""
        task.completed_by, task.tell_at, task.told_done = None, None, False
        asked = telling.asked_people(work, task)
        if known:
            by = people.one(work, person_id)
            telling.tell(work, task, kind=TaskReopened, opened=asked, by=by)
        else:
            telling.tell(work, task, kind=TaskChanged, opened=asked)
    return _shown(work, call)


def tick(work: Work, call: TickStep) -> TaskShown:
    """A step is done, or is not. Raises NotFound, AccessEnded."""
    task, person_id = access.for_changing(work, call.caller, call.task_id)
    if task.state != "open":
        raise AccessEnded("This task is done. Reopen it first.")
    step = work.session.get(Step, (task.id, call.number))
    if step is None:
        raise NotFound()
    if call.done != (step.done_at is not None):
        step.done_at = work.now if call.done else None
        step.done_by = person_id if call.done else None
        telling.tell(work, task)
    return _shown(work, call)


def _is_untold(task: Task, person_id: uuid.UUID) -> bool:
    """It is this person who did it, and the firm has not heard of it."""
    return task.tell_at is not None and task.completed_by == person_id


def _shown(work: Work, call: CompleteTask | ReopenTask | TickStep) -> TaskShown:
    work.session.flush()
    return listing.get(work, GetTask(caller=call.caller, task_id=call.task_id))
