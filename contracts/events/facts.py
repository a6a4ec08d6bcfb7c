"""Facts about a matter, and the face that all of them show.

Whoever hears of one goes by its face and need not know its type: in which matter, for whom it is
news, what it is about, and what now waits for whom.
"""

import datetime
import uuid
from typing import Any

import msgspec

from contracts import topology
from contracts.events.exchanges import PortalEvent
from contracts.events.persons import Person
from contracts.values import Moment, Thing


class About(msgspec.Struct, frozen=True):
    """The thing that a fact is about."""

    kind: Thing
    id: uuid.UUID


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """From here on `about` waits for these persons, or waits for them no longer.

    `opened`, `closed`: numbers that only rise at their source (a message's position, a version). It
    waits for a person while opened > closed; each is merged by max, so facts that come late, twice
    or in another order lead to the same.
    """

    persons: list[uuid.UUID]
    about: About
    opened: int = 0
    closed: int = 0


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """How the thing is put in a list of what waits, as its source has it now.

    `number`: only rises at the source; of two the higher one stands. `author_id`: from whom it is,
    whose name the list knows, however it changes; `author`: as they were called then. Empty, both,
    for the firm itself, whose name it knows too.
    `due`: the last day, `starts_at`: the moment, in the zone `time_zone` where that matters.
    `amount`: what is owed, a decimal number as text, in `currency` (ISO 4217).
    """

    number: int
    title: str = ""
    author: str = ""
    author_id: uuid.UUID | None = None
    due: datetime.date | None = None
    starts_at: datetime.datetime | None = None
    time_zone: str = ""
    amount: str = ""
    currency: str = ""

    @classmethod
    def by(cls, author: Person, *, number: int, **said: Any) -> "Item":
        """`said`: the other members."""
        return cls(number=number, author=author.name, author_id=author.person_id, **said)


class MatterNews(PortalEvent, frozen=True, kw_only=True):
    """What wakes browsers, and nothing else unless it is a fact.

    `audience`: for whom it is news; it never grants access.
    """

    matter_id: uuid.UUID
    audience: list[uuid.UUID]

    def about(self) -> About:
        raise NotImplementedError


class MatterHint(MatterNews, frozen=True, kw_only=True):
    """What wakes browsers alone: it waits for none, as who comes later looks anyway."""

    exchange = topology.INTERNAL
    hint = True


class MatterFact(MatterNews, frozen=True, kw_only=True):
    matter_ref: str

    def happened_at(self) -> datetime.datetime | None:
        """When it happened, for a fact that may be told long afterwards."""
        return None

    def item(self) -> Item | None:
        """How what it is about is now put in a list; None where the fact does not say."""
        return None

    def waits(self) -> list[Waiting]:
        """What now waits, or no longer waits, for whom; nothing for a fact that changes neither."""
        return []


class AskedFact(MatterFact, frozen=True, kw_only=True):
    """How a thing stands that the firm asks of people; `version` rises with each change.

    `waiting`: for whom it waits from here on; `settled`: for whom it does not any more.
    """

    version: int
    title: str
    author: Person
    at: Moment
    waiting: list[uuid.UUID] = []
    settled: list[uuid.UUID] = []

    def happened_at(self) -> datetime.datetime:
        return self.at

    def waits(self) -> list[Waiting]:
        return stands(self.about(), self.version, self.waiting, self.settled)


def stands(
    about: About, version: int, waiting: list[uuid.UUID], settled: list[uuid.UUID]
) -> list[Waiting]:
    """In this version the thing waits for some, and for others it does not any more."""
    waits = [
        Waiting(persons=waiting, about=about, opened=version),
        Waiting(persons=settled, about=about, closed=version),
    ]
    return [each for each in waits if each.persons]
