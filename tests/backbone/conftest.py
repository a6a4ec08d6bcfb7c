"""The toy service, running on real parts, with what a test needs to watch it."""

import dataclasses
import datetime
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from backbone import testing
from backbone.calls.asking import ask
from contracts.calls.call import A, Call
from contracts.events.exchanges import FirmEvent
from tests.backbone.toy import TABLES

NOW = datetime.datetime.now(datetime.UTC)


@dataclasses.dataclass(frozen=True)
class Toy:
    """A running toy service, its database and its broker."""

    database: str
    amqp: str
    running: testing.Running

    def ask(self, call: Call[A]) -> A:
        return ask(self.amqp, call, of="toy")

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database, autocommit=True) as connection:
            cursor = connection.execute(query, parameters)
            return cursor.fetchall() if cursor.description else []

    def notes(self, text: str) -> int:
        return int(self.rows("SELECT count(*) FROM note WHERE text = %s", text)[0][0])

    def asleep(self) -> int:
        """How many of its statements sleep."""
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        return int(self.rows(f"{query} AND wait_event = 'PgSleep'")[0][0])

    def inbox(self, event_id: str) -> dict[str, Any] | None:
        found = self.rows("SELECT to_jsonb(inbox) FROM inbox WHERE event_id = %s", event_id)
        return found[0][0] if found else None

    def state(self, event_id: str) -> str | None:
        row = self.inbox(event_id)
        return row["state"] if row else None

    def becomes(self, event_id: str, state: str) -> dict[str, Any]:
        """The event's row once it is in that state."""
        testing.wait_for(lambda: self.state(event_id) == state)
        row = self.inbox(event_id)
        assert row is not None
        return row


@dataclasses.dataclass(frozen=True)
class Firm:
    """A firm with its own broker user."""

    id: str
    amqp: str

    def send(self, event: FirmEvent, event_id: str = "") -> str:
        return testing.send_event(self.amqp, self.id, event, event_id)


@pytest.fixture(scope="session")
def toy_parts() -> tuple[str, str]:
    """A database and a broker for the toy."""
    database = testing.fresh_database("toy")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(TABLES)
    return database, testing.fresh_vhost()


@pytest.fixture(scope="module")
def toy(toy_parts: tuple[str, str]) -> Iterator[Toy]:
    database, amqp = toy_parts
    delays = "0.1 0.2 0.3"
    with testing.running(
        "tests.backbone.toy", database, amqp, retry_delays=delays, poll=0.1
    ) as running:
        yield Toy(database, amqp, running)


@pytest.fixture
def firm(toy: Toy) -> Firm:
    firm_id = f"hartley-{uuid.uuid4().hex[:8]}"
    return Firm(firm_id, testing.firm_url(toy.amqp, firm_id))
