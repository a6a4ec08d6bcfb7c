"""Waiting for the database: other greenlets run meanwhile, and every end of a wait is noticed."""

import socket
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import eventlet
import psycopg
import pytest
import sqlalchemy
from psycopg import errors, waiting

from backbone import testing
from backbone.postgres import database, greenwait
from contracts.errors import Unavailable
from tests.backbone.conftest import Toy
from tests.backbone.toy import Said, Sleep
from tests.backbone.wire import wire

Connection = psycopg.Connection[tuple[object, ...]]
MUCH = "x" * 20_000_000  # more than all buffers on the way take


@pytest.fixture(autouse=True)
def _green(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "wait", waiting.wait)  # to be put back
    monkeypatch.setattr(waiting, "wait_conn", waiting.wait_conn)
    greenwait.install()


@pytest.fixture
def url() -> str:
    return str(testing.stack()["postgres"])


@pytest.fixture
def one(url: str) -> Iterator[Connection]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def other(url: str) -> Iterator[Connection]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def test_a_query_that_waits_lets_the_one_run_that_it_waits_for(one: Connection, other: Connection):
    lock = uuid.uuid4().int >> 66
    other.execute("SELECT pg_advisory_lock(%s)", [lock])
    one.execute("SET lock_timeout = '10s'")
    waits = eventlet.spawn(one.execute, "SELECT pg_advisory_lock(%s)", [lock])
    _waits(one, other)
    other.execute("SELECT pg_advisory_unlock(%s)", [lock])
    waits.wait()


def test_much_goes_to_the_database_and_comes_back(one: Connection):
    assert one.execute("SELECT %s::text", [MUCH]).fetchone() == (MUCH,)


def test_many_statements_in_a_pipeline_all_arrive(one: Connection):
    one.execute("CREATE TEMPORARY TABLE number (n int)")
    with one.pipeline(), one.cursor() as cursor:
        cursor.executemany("INSERT INTO number VALUES (%s)", [[n] for n in range(2000)])
    assert one.execute("SELECT count(*) FROM number").fetchone() == (2000,)


def test_a_copy_arrives(one: Connection):
    one.execute("CREATE TEMPORARY TABLE number (n int)")
    with one.cursor().copy("COPY number FROM STDIN") as copy:
        for n in range(2000):
            copy.write_row([n])
    assert one.execute("SELECT count(*) FROM number").fetchone() == (2000,)


def test_a_statement_ends_at_its_timeout_and_the_connection_lives(one: Connection):
    one.execute("SET statement_timeout = '0.2s'")
    with pytest.raises(errors.QueryCanceled):
        one.execute("SELECT pg_sleep(20)")
    assert one.execute("SELECT 1").fetchone() == (1,)


def test_a_wait_with_a_limit_ends_at_it(one: Connection):
    assert list(one.notifies(timeout=0.1)) == []
    one.execute("LISTEN news")
    one.execute("NOTIFY news")
    assert len(list(one.notifies(timeout=0))) == 1


def test_a_backend_that_is_ended_ends_the_wait_for_it(one: Connection, other: Connection):
    waits = eventlet.spawn(one.execute, "SELECT pg_sleep(20)")
    _waits(one, other)
    other.execute("SELECT pg_terminate_backend(%s)", [one.info.backend_pid])
    with pytest.raises(errors.AdminShutdown):
        waits.wait()
    assert one.closed


def test_a_line_that_breaks_ends_the_wait(url: str, other: Connection):
    with wire(url) as line, psycopg.connect(line.url, autocommit=True) as connection:
        waits = eventlet.spawn(connection.execute, "SELECT pg_sleep(20)")
        _waits(connection, other)
        line.cut()
        with pytest.raises(psycopg.OperationalError):
            waits.wait()


def test_a_connection_closed_by_another_greenlet_ends_the_wait(one: Connection, other: Connection):
    waits = eventlet.spawn(one.execute, "SELECT pg_sleep(20)")
    _waits(one, other)
    one.close()
    with pytest.raises(psycopg.OperationalError), eventlet.Timeout(10):
        waits.wait()


def test_connecting_to_a_silent_server_ends_at_its_timeout():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(errors.ConnectionTimeout):
            psycopg.connect(f"postgresql://someone@127.0.0.1:{port}/any", connect_timeout=2)


def test_a_wait_that_is_given_up_leaves_a_pool_that_works(url: str):
    engine = database.engine_for(url, pool_size=1)
    with eventlet.Timeout(0.3, False), engine.begin() as connection:
        connection.execute(sqlalchemy.text("SELECT pg_sleep(5)"))
    with engine.begin() as connection:
        assert connection.scalar(sqlalchemy.text("SELECT 1")) == 1
    engine.dispose()


def test_more_callers_than_connections_are_all_answered(toy: Toy):
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda _: toy.ask(Sleep(text="0.1")), range(30)))
    assert answers == [Said(text="0.1")] * 30


def test_calls_whose_connections_break_fail_and_the_next_ones_do_not(toy: Toy):
    with ThreadPoolExecutor(5) as pool:
        calls = [pool.submit(toy.ask, Sleep(text="8")) for _ in range(5)]
        testing.wait_for(lambda: toy.rows(_SLEEPING_HERE) == [(5,)])
        toy.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + _HERE)
        for call in calls:
            with pytest.raises(Unavailable):
                call.result()
    for _ in range(12):
        assert toy.ask(Sleep(text="0")) == Said(text="0")


_HERE = "datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'"
_SLEEPING_HERE = f"SELECT count(*) FROM pg_stat_activity WHERE {_HERE} AND query ~ 'pg_sleep'"


def _waits(one: Connection, other: Connection) -> None:
    """Wait until the server is busy with what `one` asked."""
    busy = "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND state = 'active'"
    pid = one.info.backend_pid
    testing.wait_for(lambda: eventlet.sleep(0.01) or other.execute(busy, [pid]).fetchone())
