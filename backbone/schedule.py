"""Work that a service does by the clock, in a greenlet of its own."""

import contextlib
import datetime
import functools
import random
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar

from eventlet.event import Event
from nameko.extensions import Entrypoint
from sqlalchemy.exc import SQLAlchemyError

from backbone import log, setbacks
from backbone.due import Alarm
from backbone.runtime import state_of

if TYPE_CHECKING:
    from backbone.service import Service

_SHORTEST, _SLOWEST = 0.3, 30.0  # seconds of rest after a failure
# Until what is due is looked at again that could not be done: in another process's hands.
_SOON = 0.25

S = TypeVar("S", bound="Service")
# A turn of the clock; it returns in how many seconds it would take the next, None for whenever.
Turn = Callable[[S], float | None]


def every(seconds: float) -> Callable[[Callable[[S], None]], Turn[S]]:
    """Run the method again `seconds` after it has ended; after a failure later and later."""

    def mark(method: Callable[[S], None]) -> Turn[S]:
        @functools.wraps(method)
        def turn(service: S) -> float:
            method(service)
            return seconds

        return _marked(turn, first=seconds)

    return mark


def when_due(*rows: Hashable) -> Callable[[Turn[S]], Turn[S]]:
    """Run the method when something is due, in as many seconds as it returned itself.

    It runs earlier where this process makes some of the `rows` due (`Work.due`), and at times
    unasked (the setting `poll`): something may be due by a process that has died since.
    """

    def mark(method: Turn[S]) -> Turn[S]:
        @functools.wraps(method)
        def turn(service: S) -> float:
            seconds = method(service)
            unasked: float = service.settings.poll * random.uniform(0.8, 1.2)  # noqa: S311
            return unasked if seconds is None else min(max(seconds, _SOON), unasked)

        return _marked(turn, *rows)

    return mark


def _marked(turn: Turn[S], *rows: Hashable, first: float = 0.0) -> Turn[S]:
    @functools.wraps(turn)
    def run(service: S) -> float | None:
        log.bind()
        try:
            return turn(service)
        except Exception as error:
            log.get().error("scheduled work failed", work=turn.__name__, exc_info=error)
            _remember(service, turn.__name__, error)
            return None

    marked: Turn[S] = Clock.decorator(*rows, first=first)(run)
    return marked


def _remember(service: "Service", name: str, error: Exception) -> None:
    pause = datetime.timedelta(seconds=_SLOWEST)
    with contextlib.suppress(SQLAlchemyError):  # where the database is away, that is seen anyhow
        setbacks.note(service, name, "", type(error).__name__, pause)


class Clock(Entrypoint):  # type: ignore[misc]
    """nameko's own timer catches up on missed turns all at once, and logs what it should not."""

    def __init__(self, *rows: Hashable, first: float, **kwargs: Any) -> None:
        self.rows, self.first = rows, first
        super().__init__(**kwargs)

    def setup(self) -> None:
        self._alarm = Alarm()

    def start(self) -> None:
        for rows in self.rows:
            state_of(self.container).alarms.setdefault(rows, []).append(self._alarm)
        self._alarm.ring_within(self.first)
        self._clock = self.container.spawn_managed_thread(self._run, identifier=self.method_name)

    def stop(self) -> None:
        self._alarm.stop()
        self._clock.wait()

    def _run(self) -> None:
        pause = 0.0
        while self._alarm.rang():
            seconds = self._turn()
            if seconds is None:
                pause = min(max(pause * 2 + 0.1, _SHORTEST), _SLOWEST)
                self._alarm.rest(pause)
            else:
                pause = 0.0
                self._alarm.ring_within(seconds)

    def _turn(self) -> float | None:
        done = Event()

        def finished(_: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            done.send(result)
            return result, exc_info

        self.container.spawn_worker(self, (), {}, handle_result=finished)
        seconds: float | None = done.wait()
        return seconds
