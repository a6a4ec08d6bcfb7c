"""Tasks: what a firm asks people to do, and what they did."""

import datetime
import uuid
from typing import Annotated

from msgspec import Meta

from contracts import topology
from contracts.events.exchanges import FirmEvent
from contracts.events.facts import About, AskedFact, Item
from contracts.events.persons import Person
from contracts.values import LINE, Moment, Name, Ref, TaskState, Text

MOST_PEOPLE, MOST_DOCUMENTS, MOST_STEPS = 50, 50, 50


class TaskEvent(FirmEvent, frozen=True, kw_only=True):
    owner = "matters"
    task_id: Ref

    def subject(self) -> str:
        return self.task_id


class TaskTold(TaskEvent, frozen=True, kw_only=True):
    """All of a task. `author_id`: who of the firm's staff asks; `assignees`: by their contact ids.

    `documents`: by the firm's own ids; each is shown to whom it is shared with. `due`: the last
    day.
    """

    author_id: Ref
    title: Name
    assignees: Annotated[list[Ref], Meta(min_length=1, max_length=MOST_PEOPLE)]
    text: Text = ""
    due: datetime.date | None = None
    documents: Annotated[list[Ref], Meta(max_length=MOST_DOCUMENTS)] = []
    steps: Annotated[list[Name], Meta(max_length=MOST_STEPS)] = []


class TaskAssigned(TaskTold, frozen=True, kw_only=True):
    """Someone at the firm asks people who take part in a matter to do something.

    Any of them can do it for all. Until author and assignees have been added to the matter it
    waits. Said again later it changes the task to what it says, and a cancelled one is back; what
    was done stays done.
    """

    type = "task.assigned"
    matter_id: Ref


class TaskUpdated(TaskTold, frozen=True, kw_only=True):
    """The task is as this says from now on, all of it; steps of the same words stay ticked."""

    type = "task.updated"


class TaskCancelled(TaskEvent, frozen=True, kw_only=True):
    """Nobody needs to do it any more; `reason` is shown to them."""

    type = "task.cancelled"
    reason: Annotated[str, Meta(max_length=500, extra=LINE)] = ""


class TaskFact(AskedFact, frozen=True, kw_only=True):
    task_id: uuid.UUID
    task_ref: str
    due: datetime.date | None
    state: TaskState

    def subject(self) -> str:
        return self.task_ref

    def about(self) -> About:
        return About("task", self.task_id)

    def item(self) -> Item:
        return Item.by(self.author, number=self.version, title=self.title, due=self.due)


class TaskChanged(TaskFact, frozen=True, kw_only=True):
    """Something about a task is new that is no news for the firm, or not yet."""

    type = "task.changed"
    exchange = topology.INTERNAL


class TaskCompleted(TaskFact, frozen=True, kw_only=True):
    """Somebody has done a task; told a minute later, as until then it can be undone."""

    type = "task.completed"
    by: Person
    completed_at: Moment
    note: str = ""


class TaskReopened(TaskFact, frozen=True, kw_only=True):
    """What was told to be done is not: somebody has taken it up again."""

    type = "task.reopened"
    by: Person
