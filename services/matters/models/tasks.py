"""Tasks as the firm told of them, and what people did with them. No row ever goes."""

import datetime
import uuid

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.values import TaskState
from roster.models import Matter, Person
from services.matters.models.model import Model


class Task(Model):
    """`told_at`: the time of the event that its words are of; an older one changes nothing.

    `version` rises with each change. `ended_at`: since when it is done or cancelled.
    `assigned_at`, `cancelled_at`: the times of the newest events that said so; the later one holds.
    `tell_at`: when the firm is to hear that it is done; null once it has, and before it is.
    `told_done`: the firm has heard so, and not of its being reopened.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        Index("tasks_to_tell", "tell_at", postgresql_where=text("tell_at IS NOT NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[str]
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Matter.id))
    ref: Mapped[str]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    title: Mapped[str]
    text: Mapped[str]
    due: Mapped[datetime.date | None]
    documents: Mapped[list[uuid.UUID]]
    state: Mapped[TaskState]
    version: Mapped[int]
    assigned_at: Mapped[datetime.datetime]
    told_at: Mapped[datetime.datetime]
    cancelled_at: Mapped[datetime.datetime | None]
    reason: Mapped[str]
    ended_at: Mapped[datetime.datetime | None]
    completed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    note: Mapped[str]
    tell_at: Mapped[datetime.datetime | None]
    told_done: Mapped[bool]


class TaskPerson(Model):
    """Somebody who is asked, in their place among several, or was: then not `assigned`.

    `opened`, `closed`: the task's versions as they were told; it waits for them while the one is
    higher than the other.
    """

    __tablename__ = "task_people"
    __table_args__ = (Index("tasks_of_person", "person_id", "task_id"),)

    task_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    place: Mapped[int]
    assigned: Mapped[bool]
    opened: Mapped[int]
    closed: Mapped[int]


class Step(Model):
    """A step of a task's checklist. `number`: counted from 1."""

    __tablename__ = "task_steps"

    task_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    done_at: Mapped[datetime.datetime | None]
    done_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
