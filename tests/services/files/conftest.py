"""Files on one real database; every test is a firm of its own in it."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker

from backbone.postgres import database
from backbone.testing import fresh_database
from tests.services.files.scene import Scene


@pytest.fixture(scope="session")
def sessions() -> Iterator[sessionmaker[Session]]:
    engine = database.engine_for(fresh_database("files"), pool_size=16)
    yield database.sessions(engine)
    engine.dispose()


@pytest.fixture
def scene(sessions: sessionmaker[Session]) -> Scene:
    """A firm with one matter, its client Ana, and Hollis of the firm."""
    made = Scene(sessions)
    made.begin()
    return made


@pytest.fixture
def bare(sessions: sessionmaker[Session]) -> Scene:
    """A firm that has said nothing yet."""
    return Scene(sessions)
