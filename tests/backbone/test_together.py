"""Events that wait are applied together, and what comes of it is as if each were by itself."""

import contextlib
import uuid
from collections.abc import Iterator
from types import SimpleNamespace

import psycopg
import pytest

from backbone import testing
from backbone.inbox.arrival import Arrival
from backbone.inbox.consuming import Consuming
from backbone.inbox.lanes import Delivery
from contracts import topology
from contracts.events.exchanges import FirmEvent
from contracts.events.matters import MatterClosed, MatterOpened
from tests.backbone.conftest import Firm, Toy


def new() -> str:
    return uuid.uuid4().hex


@contextlib.contextmanager
def held_up(toy: Toy, firm: Firm) -> Iterator[None]:
    """One event of the firm is at work meanwhile, and those that come stand behind it."""
    with psycopg.connect(toy.database) as connection:
        connection.execute("LOCK TABLE note")
        firm.send(MatterOpened(matter_id=new(), title="The first"))
        waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'note'::regclass"
        testing.wait_for(lambda: toy.rows(waits))
        yield


def opened(number: int, title: str = "A case") -> list[MatterOpened]:
    return [MatterOpened(matter_id=new(), title=title) for _ in range(number)]


def send(firm: Firm, *events: FirmEvent) -> list[str]:
    return [firm.send(event) for event in events]


def noted(toy: Toy, events: list[MatterOpened]) -> list[int]:
    """Which of them were applied, in the order in which they were."""
    ids = [event.matter_id for event in events]
    rows = toy.rows("SELECT text FROM note WHERE text = ANY(%s) ORDER BY id", ids)
    return [ids.index(text) for (text,) in rows]


def largest(toy: Toy, firm: Firm) -> int:
    """How many events of the firm one transaction applied at most."""
    together = "SELECT count(*) AS n FROM inbox WHERE firm_id = %s GROUP BY xmin::text"
    return int(toy.rows(f"SELECT max(n) FROM ({together}) AS transactions", firm.id)[0][0])


def test_what_waits_is_applied_in_one_transaction_and_in_its_order(toy: Toy, firm: Firm):
    events = opened(12)
    with held_up(toy, firm):
        sent = send(firm, *events)
    toy.becomes(sent[-1], "applied")
    assert noted(toy, events) == list(range(12))
    assert largest(toy, firm) > 1


@pytest.mark.parametrize(
    ("title", "ends", "attempts"), [("refuse me", "parked", 1), ("break me", "parked", 4)]
)
def test_one_that_cannot_be_applied_stops_none_of_those_around_it(
    toy: Toy, firm: Firm, title: str, ends: str, attempts: int
):
    events = [*opened(5), *opened(1, title), *opened(5)]
    with held_up(toy, firm):
        sent = send(firm, *events)
    toy.becomes(sent[-1], "applied")
    row = toy.becomes(sent[5], ends)
    assert row["attempts"] == attempts
    assert noted(toy, events) == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10]


def test_one_that_cannot_be_read_stops_none_of_those_around_it(toy: Toy, firm: Firm):
    before, after = opened(4), opened(4)
    with held_up(toy, firm):
        send(firm, *before)
        key = topology.routing_key(firm.id, MatterOpened.type)
        testing.publish(firm.amqp, topology.FIRM, key, b"[", message_id=f"{firm.id}-bad")
        sent = send(firm, *after)
    toy.becomes(sent[-1], "applied")
    toy.becomes(f"{firm.id}-bad", "parked")
    assert noted(toy, before + after) == list(range(8))


def test_the_same_id_twice_among_them_is_applied_once_and_another_content_parked(
    toy: Toy, firm: Firm
):
    events, event_id = opened(3), new()
    with held_up(toy, firm):
        for event in (events[0], events[0], events[1]):
            firm.send(event, event_id)
        last = firm.send(events[2])
    toy.becomes(last, "applied")
    assert noted(toy, events) == [0, 2]
    states = "SELECT state FROM inbox WHERE event_id = %s ORDER BY repeat"
    assert toy.rows(states, event_id) == [("applied",), ("parked",)]


def test_copies_of_what_was_applied_are_told_from_what_is_new_beside_them(toy: Toy, firm: Firm):
    events = opened(4)
    event_id = firm.send(events[0])
    toy.becomes(event_id, "applied")
    with held_up(toy, firm):
        send(firm, *events[1:3])
        firm.send(events[0], event_id)
        last = firm.send(events[3])
    toy.becomes(last, "applied")
    assert noted(toy, events) == [0, 1, 2, 3]


def test_a_database_that_goes_in_the_middle_loses_and_doubles_nothing(toy: Toy, firm: Firm):
    events = opened(8)
    name = toy.database.rpartition("/")[2]
    with psycopg.connect(testing.stack()["postgres"], autocommit=True) as server:
        with contextlib.suppress(psycopg.OperationalError), held_up(toy, firm):
            sent = send(firm, *events)
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            server.execute(ends, [name])
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    toy.becomes(sent[-1], "applied")
    assert noted(toy, events) == list(range(8))


def test_a_piece_is_acknowledged_with_one_word_unless_others_came_before_it():
    acked: list[tuple[int, bool]] = []
    channel = SimpleNamespace(basic_ack=lambda tag, multiple: acked.append((tag, multiple)))
    consuming = Consuming()
    consuming._unacked = dict.fromkeys(range(1, 7))
    for piece in ([2, 3], [1], [4, 5]):  # the first waits longest: it is of another firm
        messages = [SimpleNamespace(delivery_tag=tag, channel=channel) for tag in piece]
        consuming._ack([Delivery(each, Arrival("firm", "x.y", b""), False) for each in messages])
    assert acked == [(2, False), (3, False), (1, False), (5, True)]


def test_those_heard_together_are_told_at_once_with_what_comes_a_moment_later(toy: Toy, firm: Firm):
    matters = [f"{firm.id}-{number}" for number in range(5)]
    with held_up(toy, firm):
        sent = send(firm, *[MatterClosed(matter_id=matter) for matter in matters])
    toy.becomes(sent[-1], "applied")
    told = "SELECT text FROM note WHERE text LIKE %s ORDER BY id"
    assert toy.rows(told, f"{firm.id}-%") == [(f"{matter} of 5",) for matter in matters]


def test_one_that_is_refused_leaves_those_told_with_it_applied(toy: Toy, firm: Firm):
    matters = [f"{firm.id}-1", "refused", f"{firm.id}-2"]
    with held_up(toy, firm):
        sent = send(firm, *[MatterClosed(matter_id=matter) for matter in matters])
    toy.becomes(sent[-1], "applied")
    toy.becomes(sent[1], "parked")
    told = "SELECT text FROM note WHERE text LIKE %s ORDER BY id"
    assert toy.rows(told, f"{firm.id}-%") == [(f"{firm.id}-1 of 1",), (f"{firm.id}-2 of 1",)]
