"""Work that a service does by the clock, in a greenlet of its own."""

import contextlib
import datetime
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import eventlet
from eventlet.event import Event
from nameko.extensions import Entrypoint
from sqlalchemy.exc import SQLAlchemyError

from backbone import log, setbacks

if TYPE_CHECKING:
    from backbone.service import Service

_SLOWEST = 30.0

S = TypeVar("S", bound="Service")


def every(seconds: float) -> Callable[[Callable[[S], None]], Callable[[S], bool]]:
    """Run the method again `seconds` after it has ended; after a failure later and later."""

    def mark(method: Callable[[S], None]) -> Callable[[S], bool]:
        @functools.wraps(method)
        def run(service: S) -> bool:
            log.bind()
            try:
                method(service)
            except Exception as error:
                log.get().error("scheduled work failed", work=method.__name__, exc_info=error)
                _remember(service, method.__name__, error)
                return False
            return True

        marked: Callable[[S], bool] = Every.decorator(seconds)(run)
        return marked

    return mark


def _remember(service: "Service", name: str, error: Exception) -> None:
    pause = datetime.timedelta(seconds=_SLOWEST)
    with contextlib.suppress(SQLAlchemyError):  # where the database is away, that is seen anyhow
        setbacks.note(service, name, "", type(error).__name__, pause)


class Every(Entrypoint):  # type: ignore[misc]
    """nameko's own timer catches up on missed turns all at once, and logs what it should not."""

    def __init__(self, seconds: float, **kwargs: Any) -> None:
        self.seconds = seconds
        super().__init__(**kwargs)

    def setup(self) -> None:
        self._stop = Event()

    def start(self) -> None:
        self._clock = self.container.spawn_managed_thread(self._run, identifier=self.method_name)

    def stop(self) -> None:
        self._stop.send(True)
        self._clock.wait()

    def _run(self) -> None:
        pause = self.seconds
        while not self._stopped_within(pause):
            pause = self.seconds if self._turn() else min(pause * 2 + 0.1, _SLOWEST)

    def _stopped_within(self, seconds: float) -> bool:
        with eventlet.Timeout(seconds, False):
            self._stop.wait()
        return bool(self._stop.ready())

    def _turn(self) -> bool:
        done = Event()

        def finished(_: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            done.send(bool(result))
            return result, exc_info

        self.container.spawn_worker(self, (), {}, handle_result=finished)
        return bool(done.wait())
