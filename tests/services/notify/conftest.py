"""Notify on a database of its own, with the real mailbox; the tests turn the clock."""

from collections.abc import Iterator

import pytest
import sqlalchemy
from sqlalchemy.orm import Session, sessionmaker

from backbone.postgres import database
from backbone.testing import fresh_database, stack
from tests.mailbox import Mailbox
from tests.services.notify.scene import Scene, settings

_TABLES = (
    "emails",
    "invitations",
    "invitation_policies",
    "parts",
    "alerts",
    "persons",
    "firms",
)


@pytest.fixture(scope="session")
def sessions() -> Iterator[sessionmaker[Session]]:
    engine = database.engine_for(fresh_database("notify"))
    yield database.sessions(engine)
    engine.dispose()


@pytest.fixture
def scene(sessions: sessionmaker[Session]) -> Scene:
    """A registered firm of this test alone, and nobody else's e-mails to send."""
    with sessions.begin() as session:
        for table in _TABLES:
            session.execute(sqlalchemy.text(f"DELETE FROM {table}"))
    made = Scene(sessions, settings(stack()))
    made.register()
    return made


@pytest.fixture(scope="session")
def mailbox() -> Mailbox:
    return Mailbox(stack()["mailbox"])
