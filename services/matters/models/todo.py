"""What waits for whom, and how it is put: a list made of what its owners tell. No row ever goes."""

import datetime
import uuid

from sqlalchemy import Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.events.facts import About
from contracts.values import Thing as Kind
from services.matters.models.model import Model
from services.matters.todo import places
from waiting.tables import WaitRow


class ThingColumns:
    """How a thing is put in a list, by what its owner told last: as `contracts` `Item` says.

    `number`: of what it told, 0 before anything; of two the higher one stands.
    """

    about_kind: Mapped[Kind] = mapped_column(Text, primary_key=True)
    about_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID]
    number: Mapped[int]
    title: Mapped[str]
    author: Mapped[str]
    author_id: Mapped[uuid.UUID | None]
    due: Mapped[datetime.date | None]
    starts_at: Mapped[datetime.datetime | None]
    time_zone: Mapped[str]
    amount: Mapped[str]
    currency: Mapped[str]

    @property
    def about(self) -> About:
        return About(self.about_kind, self.about_id)

    @property
    def day(self) -> datetime.date | None:
        return places.day(self.due, self.starts_at, self.time_zone)


class Thing(ThingColumns, Model):
    __tablename__ = "things"


class TodoColumns(WaitRow):
    """How one thing stands with one person.

    `since`: of when that is for which it waits, or last did. `place`: in the person's list, the
    lower the earlier (`services/matters/todo/places.py`). `ended_at`: since when it waits no
    longer; null where it waits, and where it never did.
    """

    matter_id: Mapped[uuid.UUID | None]
    since: Mapped[datetime.datetime | None]
    place: Mapped[int | None]
    ended_at: Mapped[datetime.datetime | None]


class Todo(TodoColumns, Model):
    __tablename__ = "todos"
    __table_args__ = (
        Index(
            "todos_open",
            "person_id",
            "place",
            "about_id",
            postgresql_where=text("opened > closed"),
        ),
        Index(
            "todos_done",
            "person_id",
            "ended_at",
            "about_id",
            postgresql_where=text("ended_at IS NOT NULL"),
        ),
        Index("todos_of_thing", "about_id", "about_kind"),
    )


class ShadowThing(ThingColumns, Model):
    """The same, made anew beside it: see `services/matters/todo/rebuilding.py`."""

    __tablename__ = "shadow_things"


class ShadowTodo(TodoColumns, Model):
    __tablename__ = "shadow_todos"


class Rebuild(Model):
    """A list that is made anew, one at a time.

    `run`: of the request to the owners. `heard`: how many of their facts have come.
    """

    __tablename__ = "rebuilds"

    run: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime.datetime]
    heard: Mapped[int]
    ended_at: Mapped[datetime.datetime | None]
