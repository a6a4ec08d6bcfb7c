"""What a running service has at hand: its settings and its database."""

import dataclasses
import datetime
from collections.abc import Callable, Hashable
from typing import Any

import eventlet
from nameko import config
from nameko.extensions import DependencyProvider
from sqlalchemy.orm import Session, sessionmaker

from backbone.calls.turns import Turns
from backbone.due import Alarm
from backbone.postgres import database
from backbone.settings import ServiceSettings


@dataclasses.dataclass
class State:
    """One per process. `clock`: the time.

    `listening` turns true once the inbox is bound, `stopping` when the service is told to end.
    `in_hand`: since when each delivery has been at work, by its tag. `alarms`: what the clocks wait
    for that look after rows of a table or model, by that.
    """

    settings: ServiceSettings
    sessions: sessionmaker[Session]
    reading: sessionmaker[Session]  # for calls that change nothing
    # Events leave this many connections of the pool to calls.
    event_slots: Any
    turns: Turns = dataclasses.field(default_factory=Turns)
    listening: bool = False
    stopping: bool = False
    in_hand: dict[int, datetime.datetime] = dataclasses.field(default_factory=dict)
    alarms: dict[Hashable, list[Alarm]] = dataclasses.field(default_factory=dict)
    clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC)


def state_of(container: Any) -> State:
    """The state of the process, for the parts that nameko gives no worker."""
    runtime = next(one for one in container.dependencies if isinstance(one, Runtime))
    return runtime.state


class Runtime(DependencyProvider):  # type: ignore[misc]
    """Gives each worker the process's state as `self.runtime`."""

    state: State

    def setup(self) -> None:
        settings: ServiceSettings = config["settings"]
        size = settings.database_connections
        half = max(1, size // 2)
        engine = database.engine_for(settings.database_url, size)
        self._engines = engine, database.engine_for(settings.database_url, half, reading=True)
        sessions, reading = map(database.sessions, self._engines)
        self.state = State(settings, sessions, reading, eventlet.Semaphore(half))

    def stop(self) -> None:
        for engine in self._engines:
            engine.dispose()

    def get_dependency(self, worker_ctx: Any) -> State:
        return self.state
