"""Calls to the matters service about tasks."""

import datetime
import uuid
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts.calls.caller import Caller
from contracts.calls.matters import MattersCall
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.events.tasks import MOST_STEPS
from contracts.values import Moment, Note, TaskState

TaskTab = Literal["open", "done"]
StepNumber = Annotated[int, Meta(ge=1, le=MOST_STEPS)]


class TaskSummary(msgspec.Struct, frozen=True, kw_only=True):
    """`due`: the last day. `steps`: how many there are, `steps_done`: how many are ticked.

    `ended_at`: since when it is done or cancelled. `undo_until`: until then the firm has not heard
    that it is done, and does not where it is reopened.
    """

    id: uuid.UUID
    matter_id: uuid.UUID
    matter_title: str
    firm_id: str
    firm_name: str
    title: str
    author_name: str
    due: datetime.date | None
    state: TaskState
    steps: int
    steps_done: int
    assigned_at: Moment
    ended_at: Moment | None
    undo_until: Moment | None


class TaskPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[TaskSummary]
    next: str | None


class ListTasks(MattersCall[TaskPage], frozen=True, kw_only=True):
    """The caller's tasks: the first due first, those without a day last; ended ones newest first.

    Raises InvalidInput for a bad cursor.
    """

    caller: Caller
    tab: TaskTab = "open"
    matter_id: uuid.UUID | None = None
    firm_id: FirmChosen = ""
    cursor: Cursor = ""
    limit: Limit = 50


class TaskStep(msgspec.Struct, frozen=True, kw_only=True):
    """`number`: counted from 1."""

    number: int
    text: str
    done: bool


class Task(TaskSummary, frozen=True, kw_only=True):
    """`assignees`: the names of all who are asked. `documents`: some the caller may not see.

    `completed_by`: the name, `note`: what they wrote. `reason`: why the firm cancelled it.
    `closed`: the matter is, and nothing can be changed.
    """

    text: str
    assignees: list[str]
    documents: list[uuid.UUID]
    checklist: list[TaskStep]
    completed_by: str
    note: str
    reason: str
    closed: bool


class GetTask(MattersCall[Task], frozen=True, kw_only=True):
    """Raises NotFound for what is not there or not asked of the caller."""

    caller: Caller
    task_id: uuid.UUID


class CompleteTask(MattersCall[Task], frozen=True, kw_only=True):
    """It is done, with a note for the firm if wanted. Again it answers the same.

    Until the firm has heard of it, who did it may add the note or write another one.

    Raises NotFound, AccessEnded (closed matter, or the firm has cancelled it).
    """

    caller: Caller
    task_id: uuid.UUID
    note: Note = ""


class ReopenTask(MattersCall[Task], frozen=True, kw_only=True):
    """It is not done. Within a minute the firm never hears that it was.

    Raises NotFound, AccessEnded (closed matter, or the firm has cancelled it).
    """

    caller: Caller
    task_id: uuid.UUID


class TickStep(MattersCall[Task], frozen=True, kw_only=True):
    """Tick a step of the task, or take the tick away.

    Raises NotFound, AccessEnded (closed matter, or the task has ended).
    """

    caller: Caller
    task_id: uuid.UUID
    number: StepNumber
    done: bool
