"""The relay: every row goes out, in order, and stays until the broker has it."""

from collections.abc import Iterator
from typing import Any

import kombu
import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from backbone import testing, tracing
from backbone.outbox import writing
from backbone.postgres.database import engine_for, sessions
from contracts import ids, topology
from contracts.events import decode
from contracts.events.envelope import CONTENT_TYPE
from contracts.events.progress import ProgressChanged
from contracts.events.sessions import SessionRevoked
from contracts.events.todo import TodoChanged
from tests.backbone.wire import wire


@pytest.fixture
def database() -> str:
    return testing.fresh_database("toy")


@pytest.fixture
def session(database: str) -> Iterator[Session]:
    engine = engine_for(database)
    with sessions(engine)() as session:
        yield session
    engine.dispose()


@pytest.fixture
def reader(broker: str) -> Iterator[Any]:
    """A queue that gets every internal event."""
    with kombu.Connection(broker) as connection:
        channel = connection.channel()
        channel.exchange_declare("internal", "topic", durable=True, auto_delete=False)
        channel.queue_declare("reader", durable=True, auto_delete=False)
        channel.queue_bind("reader", "internal", "#")
        yield channel


def received(channel, count: int) -> list[Any]:
    """The first `count` messages."""
    found: list[Any] = []

    def fetch() -> bool:
        while (message := channel.basic_get("reader", no_ack=True)) is not None:
            found.append(message)
        return len(found) >= count

    testing.wait_for(fetch)
    return found


def arrive(channel: Any, sent: list[str]) -> None:
    """All of these come; a break may bring some of them, or earlier ones, twice."""
    missing = set(sent)

    def fetch() -> bool:
        while (message := channel.basic_get("reader", no_ack=True)) is not None:
            missing.discard(message.properties["message_id"])
        return not missing

    testing.wait_for(fetch)


def write(session: Session, count: int = 1) -> list[str]:
    sent = [
        writing.publish(session, SessionRevoked(session_ids=[]), "hartley") for _ in range(count)
    ]
    session.commit()
    return [str(event_id) for event_id in sent]


def left(session: Session) -> int:
    count = session.connection().exec_driver_sql("SELECT count(*) FROM outbox").scalar_one()
    session.rollback()
    return int(count)


def test_an_event_goes_out_once_as_a_cloud_event_with_its_trace(
    database: str, broker: str, session: Session, reader
):
    here = tracing.start()
    (event_id,) = write(session)
    with testing.running_relay(broker, database):
        (message,) = received(reader, 1)
        testing.wait_for(lambda: left(session) == 0)
        assert reader.basic_get("reader") is None
    assert message.properties["content_type"] == CONTENT_TYPE
    assert message.properties["delivery_mode"] == 2
    assert message.properties["message_id"] == event_id
    assert message.headers["traceparent"] == here
    assert message.delivery_info["routing_key"] == "hartley.session.revoked"
    envelope, event = decode(message.body, topology.INTERNAL)
    assert (envelope.id, envelope.firmid) == (event_id, "hartley")
    assert isinstance(event, SessionRevoked)


def test_events_keep_their_order(database: str, broker: str, session: Session, reader):
    sent = write(session, 500)
    with testing.running_relay(broker, database):
        got = received(reader, 500)
    assert [message.properties["message_id"] for message in got] == sent


def test_what_was_rolled_back_never_goes_out(database: str, broker: str, session: Session, reader):
    writing.publish(session, SessionRevoked(session_ids=[]), "hartley")
    session.rollback()
    sent = write(session)
    with testing.running_relay(broker, database):
        assert [m.properties["message_id"] for m in received(reader, 1)] == sent


def test_a_commit_wakes_the_relay(database: str, broker: str, session: Session, reader):
    with testing.running_relay(broker, database, poll=3600) as relay:
        testing.wait_for(lambda: any(line["event"] == "relaying" for line in relay.lines()))
        for _ in range(5):
            write(session)
            received(reader, 1)


def test_what_nobody_takes_is_held_and_does_not_hold_up_the_rest(
    database: str, broker: str, session: Session, reader
):
    reader.queue_unbind("reader", "internal", "#")
    reader.queue_bind("reader", "internal", "hartley.#")
    writing.publish(session, SessionRevoked(session_ids=[]), "nobody")
    sent = write(session)
    with testing.running_relay(broker, database):
        assert [m.properties["message_id"] for m in received(reader, 1)] == sent
        held = "SELECT routing_key, reason FROM outbox WHERE held_until > now()"
        with psycopg.connect(database, autocommit=True) as connection:
            rows = testing.wait_for(lambda: connection.execute(held).fetchall())
    assert rows == [("nobody.session.revoked", "No queue takes it.")]


def test_a_hint_to_which_nobody_listens_is_done_with(
    database: str, broker: str, session: Session, reader
):
    reader.queue_unbind("reader", "internal", "#")
    reader.queue_bind("reader", "internal", "#.session.revoked")
    for hint in (TodoChanged, ProgressChanged):
        writing.publish(session, hint(matter_id=ids.new_id(), audience=[]), "hartley")
    sent = write(session)
    with testing.running_relay(broker, database):
        assert [m.properties["message_id"] for m in received(reader, 1)] == sent
        testing.wait_for(lambda: left(session) == 0)


def test_a_hint_reaches_whoever_listens(database: str, broker: str, session: Session, reader):
    writing.publish(session, TodoChanged(matter_id=ids.new_id(), audience=[]), "hartley")
    session.commit()
    with testing.running_relay(broker, database):
        (message,) = received(reader, 1)
    assert message.delivery_info["routing_key"] == "hartley.todo.changed"


def test_what_cannot_be_sent_at_all_is_held_and_does_not_hold_up_the_rest(
    database: str, broker: str, session: Session, reader: Any
):
    write(session)
    session.execute(sa.text("UPDATE outbox SET routing_key = repeat('x', 300)"))
    sent = write(session)
    with testing.running_relay(broker, database):
        arrive(reader, sent)
        testing.wait_for(lambda: _held(session) == [("ValueError",)])


def _held(session: Session) -> list[Any]:
    session.rollback()
    reasons = sa.text("SELECT reason FROM outbox WHERE held_until > now()")
    return [tuple(row) for row in session.execute(reasons)]


def test_two_relays_serve_a_database_one_at_a_time(
    database: str, broker: str, session: Session, reader
):
    with testing.running_relay(broker, database) as first:
        testing.wait_for(lambda: any(line["event"] == "relaying" for line in first.lines()))
        with testing.running_relay(broker, database) as second:
            write(session, 20)
            assert len(received(reader, 20)) == 20
            assert not any(line["event"] == "relaying" for line in second.lines())
            testing.wait_for(lambda: left(session) == 0)
            first.process.kill()
            testing.wait_for(lambda: any(line["event"] == "relaying" for line in second.lines()))
            sent = write(session)
            assert [m.properties["message_id"] for m in received(reader, 1)] == sent


def test_a_relay_goes_on_after_its_connections_were_cut(
    database: str, broker: str, session: Session, reader
):
    with wire(broker) as line, testing.running_relay(line.url, database) as relay:
        write(session)
        received(reader, 1)
        for cut in (line.cut, lambda: _cut_database_connections(database)):
            cut()
            sent = write(session, 3)
            arrive(reader, sent)
            testing.wait_for(lambda: left(session) == 0)
        assert relay.process.poll() is None


def test_a_relay_whose_connection_broke_while_idle_goes_on(
    database: str, broker: str, session: Session, reader
):
    with wire(broker) as line, testing.running_relay(line.url, database) as relay:
        write(session)
        received(reader, 1)
        testing.wait_for(lambda: left(session) == 0)
        line.cut()
        # It has seen the break by now: nothing of the old connection can be used any more.
        testing.wait_for(lambda: "aiormq.connection" in relay.log.read_text())
        arrive(reader, write(session))


def test_a_silent_broker_holds_events_back_but_loses_none(
    database: str, broker: str, session: Session, reader
):
    with wire(broker) as line, testing.running_relay(line.url, database) as relay:
        write(session)
        received(reader, 1)
        testing.wait_for(lambda: left(session) == 0)  # it has heard so, too
        line.hold()
        sent = write(session, 3)
        testing.wait_for(lambda: _interrupted(relay))
        assert left(session) == 3
        line.release()
        arrive(reader, sent)
        testing.wait_for(lambda: left(session) == 0)


def _interrupted(relay: testing.Running) -> bool:
    return any(line["event"] == "relay interrupted" for line in relay.lines())


def _cut_database_connections(database: str) -> None:
    with psycopg.connect(testing.stack()["postgres"], autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')",
            [database.rpartition("/")[2]],
        )
