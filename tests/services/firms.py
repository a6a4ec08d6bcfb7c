"""The fixtures of a service that knows a firm's matters: one database, and a firm for each test."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from sqlalchemy.orm import Session, sessionmaker

from backbone.postgres import database
from backbone.testing import fresh_database
from roster.testing import RosterScene

Sessions = sessionmaker[Session]
S = TypeVar("S", bound=RosterScene)


def sessions_of(service: str) -> Callable[[], Iterator[Sessions]]:
    @pytest.fixture(scope="session", name="sessions")
    def sessions() -> Iterator[Sessions]:
        engine = database.engine_for(fresh_database(service), pool_size=16)
        yield database.sessions(engine)
        engine.dispose()

    return sessions


def begun(kind: Callable[[Sessions], S]) -> Callable[[Sessions], S]:
    @pytest.fixture(name="scene")
    def scene(sessions: Sessions) -> S:
        """A firm with one matter, its client Ana, and Hollis of the firm."""
        made = kind(sessions)
        made.begin()
        return made

    return scene


def silent(kind: Callable[[Sessions], S]) -> Callable[[Sessions], S]:
    @pytest.fixture(name="bare")
    def bare(sessions: Sessions) -> S:
        """A firm that has said nothing yet."""
        return kind(sessions)

    return bare
