"""What a service is made of: subclass `Service` and say what it answers and what it hears."""

import datetime
import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from backbone import contents, due, restating, setbacks
from backbone.calls import answering
from backbone.calls.answering import Request
from backbone.calls.taking import Calls
from backbone.contents import Answer, Hearing, answer, hear, hear_together, left_over
from backbone.inbox import applying, parking, taking, waiting
from backbone.inbox.arrival import Arrival
from backbone.inbox.consuming import Consuming
from backbone.postgres import tables
from backbone.restating import Facts
from backbone.runtime import Runtime, State
from backbone.schedule import every, when_due
from backbone.setbacks import one_by_one
from backbone.settings import ServiceSettings
from backbone.work import Work
from contracts import topology
from contracts.calls.operations import CheckHealth, Health
from contracts.events import Event, event_types

__all__ = ["Service", "answer", "every", "hear", "hear_together", "left_over", "when_due"]

_VERSION = metadata.version("redwell")


class Service:
    """One microservice. An instance serves one call, event or turn of the clock."""

    name: ClassVar[str]
    Settings: ClassVar[type[ServiceSettings]] = ServiceSettings
    Work: ClassVar[type[Work]] = Work
    answers: ClassVar[Sequence[tuple[str, Answer]]] = ()
    hears: ClassVar[Sequence[Hearing]] = ()
    restates: ClassVar[Sequence[Facts]] = ()  # what it owns, for services that come late
    runtime: State = Runtime()  # nameko puts the State in its place

    @classmethod
    @functools.cache
    def answered(cls) -> contents.Answers:
        """The functions that answer calls, by the call's method."""
        return dict([*_EVERY_SERVICE_ANSWERS, *cls.answers])

    @classmethod
    @functools.cache
    def heard(cls) -> contents.Heard:
        """The hearings, by the event's exchange and type."""
        owners = restating.OWNERS_HEAR if cls.restates else []
        return contents.heard([*cls.hears, *owners])

    @classmethod
    def heard_kinds(cls) -> list[type[Event]]:
        return [kind for kind in event_types() if (kind.exchange, kind.type) in cls.heard()]

    @classmethod
    def bindings(cls) -> dict[tuple[str, str], bool]:
        """By exchange and routing key of each event, whether it is to reach the service."""
        return {
            contents.binding(kind, cls.name): contents.are_to_come(
                cls.heard().get((kind.exchange, kind.type), ())
            )
            for kind in event_types()
        }

    @property
    def settings(self) -> Any:
        """The service's own `Settings`, read once at the start."""
        return self.runtime.settings

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end of the block, and rolls back when it raises."""
        with self.runtime.sessions() as session:
            yield session
            self.commit(session)

    def commit(self, session: Session) -> None:
        """Commit, and wake the clocks for what has become due by it."""
        session.commit()
        due.wake(self.runtime, session)

    def work(
        self,
        session: Session,
        *,
        firm_id: str = topology.REDWELL,
        at: datetime.datetime | None = None,
    ) -> Any:
        """The `Work` of one call, event or turn of the clock that begins now.

        An event's time that lies ahead is taken as now: else a clock that runs ahead would outdo
        whatever is said later.
        """
        now = self.runtime.clock()
        return self.Work(self, session, now, min(at or now, now), firm_id)

    def hear(
        self,
        session: Session,
        *events: Event,
        firm_id: str,
        at: datetime.datetime | None = None,
    ) -> None:
        """Run all functions that hear the event of the time `at`; raises what they raise.

        Several events where the same functions hear them, all together.
        """
        work = self.work(session, firm_id=firm_id, at=at)
        for hearing in self.heard()[events[0].exchange, events[0].type]:
            hearing.tell(work, events)

    @contextmanager
    def turn(self) -> Iterator[Any]:
        """The `Work` of one turn of the clock; commits at the end of the block."""
        with self.transaction() as session:
            yield self.work(session)

    @Calls.decorator  # type: ignore[untyped-decorator]
    def answer_call(self, request: Request) -> bytes:
        return answering.reply(self, request)

    @Consuming.decorator  # type: ignore[untyped-decorator]
    def take_events(self, arrivals: list[Arrival]) -> bool:
        return taking.take(self, arrivals)

    @when_due(tables.inbox)
    def retry_waiting_events(self) -> float | None:
        return one_by_one(self, applying.waiting, applying.retry_event)

    @every(60)
    def forget_old_events(self) -> None:
        more = True
        while more and not self.runtime.stopping:
            with self.transaction() as session:
                more = applying.forget_old(session) > 0

    @every(60)
    def forget_setbacks(self) -> None:
        with self.turn() as work:
            setbacks.forget(work)

    @every(2)
    def watch_deliveries(self) -> None:
        taking.watch(self)

    @when_due(tables.restating)
    def restate(self) -> float | None:
        return one_by_one(self, restating.asked, restating.say_again) if self.restates else None


def check_health(work: Work, call: CheckHealth) -> Health:
    """Answered only where the database answers."""
    work.session.execute(sa.text("SELECT 1"))
    return Health(
        service=work.service.name,
        version=_VERSION,
        listening=work.service.runtime.listening,
    )


_EVERY_SERVICE_ANSWERS = [
    answer(check_health, reading=True),
    answer(parking.list_),
    answer(parking.show),
    answer(parking.replay),
    answer(waiting.list_),
    answer(setbacks.show, reading=True),
    *restating.EVERY_SERVICE_ANSWERS,
]
