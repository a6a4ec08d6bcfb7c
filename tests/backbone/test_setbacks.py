"""Scheduled work: a row that fails is set aside and told, and holds no other up."""

import contextlib
import re
from collections.abc import Iterator

from backbone import testing
from contracts.calls.operations import Setback, ShowSetbacks
from contracts.events.matters import MatterOpened
from operations import setbacks
from operations.health import NotHealthy
from tests.backbone.conftest import Firm, Toy

UNREADABLE = "'0001-01-01T00:00:00+01:00'"  # by psycopg: it lies before the year 1


@contextlib.contextmanager
def without(toy: Toy, table: str) -> Iterator[None]:
    toy.rows(f"ALTER TABLE {table} RENAME TO away")
    try:
        yield
    finally:
        toy.rows(f"ALTER TABLE away RENAME TO {table}")


def told(toy: Toy) -> dict[str, Setback]:
    return {each.work: each for each in toy.ask(ShowSetbacks()).items}


def state(toy: Toy) -> str:
    """What `redwell status` says of the toy's work."""
    try:
        setbacks.check(toy.amqp, "toy")
    except NotHealthy as error:
        return str(error)
    return "healthy"


def test_a_row_that_cannot_even_be_read_is_set_aside_until_it_can_be_done(toy: Toy):
    toy.rows(f"INSERT INTO chore VALUES ('b', {UNREADABLE})")
    toy.rows("INSERT INTO chore VALUES ('a'), ('c')")
    testing.wait_for(lambda: toy.rows("SELECT name FROM chore") == [("b",)])
    testing.wait_for(lambda: "do_chore" in told(toy))
    assert (told(toy)["do_chore"].rows, told(toy)["do_chore"].reason) == (1, "DataError")
    # Beside it may still stand an event that an earlier test held up.
    assert re.search(r"\bdo_chore: 1 set aside since [^;]* \(DataError\)", state(toy))
    toy.rows("INSERT INTO chore VALUES ('d')")
    testing.wait_for(lambda: toy.rows("SELECT name FROM chore") == [("b",)])
    toy.rows("UPDATE chore SET since = now()")
    testing.wait_for(lambda: "do_chore" not in told(toy))
    assert toy.rows("SELECT name FROM chore") == []
    assert "do_chore" not in state(toy)


def test_rows_that_fail_do_not_starve_those_behind_them(toy: Toy):
    toy.rows(f"INSERT INTO chore SELECT 'a' || n, {UNREADABLE} FROM generate_series(1, 250) n")
    toy.rows("INSERT INTO chore VALUES ('z')")
    testing.wait_for(lambda: not toy.rows("SELECT 1 FROM chore WHERE name = 'z'"))
    assert told(toy)["do_chore"].rows == 250
    toy.rows("DELETE FROM chore")
    toy.rows("DELETE FROM setbacks")


def test_work_that_keeps_failing_is_told(toy: Toy):
    with without(toy, "door"):
        testing.wait_for(lambda: "tick keeps failing since" in state(toy))
    toy.rows("DELETE FROM setbacks")


def test_events_that_stay_unacknowledged_are_told(toy: Toy, firm: Firm):
    with without(toy, "inbox"):
        event_id = firm.send(MatterOpened(matter_id="m-1", title="A case"))
        testing.wait_for(lambda: "unacknowledged deliveries: 1" in state(toy))
    toy.becomes(event_id, "applied")
    toy.rows("DELETE FROM setbacks")
