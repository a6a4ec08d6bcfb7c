"""Clocks sleep until something is due: woken by a commit, by its moment, at times unasked."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from backbone import testing
from backbone.due import Alarm
from backbone.postgres import database
from backbone.testing.scene import Scene
from contracts.errors import NotFound
from contracts.events.matters import MatterUpdated
from tests.backbone.conftest import Firm, Toy
from tests.backbone.toy import TABLES, Echo, PutChore, ToyService

NEVER = 3600  # seconds: no clock looks unasked


@pytest.fixture(scope="module")
def toy() -> Iterator[Toy]:
    """One whose clocks are woken, or miss what they should do."""
    own, amqp = testing.fresh_database("toy"), testing.fresh_vhost()
    with psycopg.connect(own, autocommit=True) as connection:
        connection.execute(TABLES)
    settings = {"poll": NEVER, "retry_delays": "1 1 1"}
    with testing.running("tests.backbone.toy", own, amqp, **settings) as running:
        yield Toy(own, amqp, running)


def names(toy: Toy) -> set[str]:
    return {name for (name,) in toy.rows("SELECT name FROM chore")}


def seconds_until_done(toy: Toy, name: str) -> float:
    began = time.monotonic()
    testing.wait_for(lambda: name not in names(toy))
    return time.monotonic() - began


def test_a_commit_wakes_the_clock(toy: Toy):
    toy.ask(PutChore(text="a"))
    assert seconds_until_done(toy, "a") < 5


def test_nothing_wakes_it_for_what_was_rolled_back_or_done_elsewhere(toy: Toy):
    toy.rows("INSERT INTO chore VALUES ('unseen')")
    with pytest.raises(NotFound):
        toy.ask(PutChore(text="refused", refused=True))
    for _ in range(50):
        toy.ask(Echo(text="meanwhile"))
    assert names(toy) == {"unseen"}
    toy.ask(PutChore(text="seen"))
    testing.wait_for(lambda: not names(toy))


def test_what_is_due_later_is_done_at_its_moment(toy: Toy):
    toy.ask(PutChore(text="much later", seconds=60))
    toy.ask(PutChore(text="later", seconds=2))
    toy.ask(PutChore(text="now"))
    assert seconds_until_done(toy, "now") < 1.5
    assert 0.5 < seconds_until_done(toy, "later") < 5
    assert names(toy) == {"much later"}
    toy.rows("DELETE FROM chore")


def test_none_is_missed_of_many_that_come_at_any_moment(toy: Toy):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: toy.ask(PutChore(text=f"n{n}")), range(200)))
    testing.wait_for(lambda: not names(toy))


def test_a_row_that_was_set_aside_comes_back_when_it_is_due(toy: Toy):
    toy.ask(PutChore(text="broken"))
    testing.wait_for(lambda: toy.rows("SELECT 1 FROM setbacks WHERE failures > 1"))
    toy.ask(PutChore(text="whole"))
    assert seconds_until_done(toy, "whole") < 5
    toy.rows("INSERT INTO door VALUES (true)")
    assert seconds_until_done(toy, "broken") < 15
    assert toy.rows("SELECT * FROM setbacks") == []
    toy.rows("DELETE FROM door")


def test_an_event_that_waits_is_tried_again_at_its_moment(toy: Toy, firm: Firm):
    event_id = firm.send(MatterUpdated(matter_id="m-1", title="A case"))
    toy.becomes(event_id, "waiting")
    toy.rows("INSERT INTO door VALUES (true)")
    toy.becomes(event_id, "applied")


def test_a_service_whose_clocks_sleep_ends_at_once(toy: Toy):
    toy.running.process.terminate()
    assert toy.running.process.wait(timeout=10) == 0


def test_what_is_made_due_during_a_turn_brings_another_one():
    alarm = Alarm()
    alarm.ring_within(0)
    assert alarm.rang()
    alarm.ring_within(0)  # after the turn has asked what is due
    alarm.ring_within(NEVER)  # what it was told
    began = time.monotonic()
    assert alarm.rang()
    assert time.monotonic() - began < 5


def test_nothing_cuts_short_the_rest_after_a_failure():
    alarm, began = Alarm(), time.monotonic()
    alarm.rest(0.5)
    alarm.ring_within(0)
    assert alarm.rang()
    assert time.monotonic() - began >= 0.5


def test_a_savepoint_wakes_nobody_before_the_commit():
    rows, alarm = object(), Alarm()
    alarm.ring_within(NEVER)
    engine = database.engine_for(testing.fresh_database("toy"))

    class Toys(Scene):
        Service = ToyService

    service = Toys(database.sessions(engine)).service
    service.runtime.alarms[rows] = [alarm]
    with service.turn() as work:
        with work.session.begin_nested():
            work.due(rows)
        assert alarm.seconds_left() > NEVER / 2
    assert alarm.seconds_left() <= 0
    engine.dispose()
