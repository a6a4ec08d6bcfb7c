"""A service is added to a portal with a history: it learns what was before it, and nobody else
hears of that."""

import contextlib
import dataclasses
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from backbone import testing
from backbone.calls.asking import ask
from contracts.calls.operations import RequestRestating, ShowRestating
from contracts.errors import Unavailable
from contracts.events.firms import FirmRegistered
from contracts.events.matters import MatterUpdated
from tests.roster.history import EVENTS, added

ROSTER = ("firms", "persons", "matters", "participants")


@dataclasses.dataclass
class Installation:
    """Matters and one more service have been there from the start; `late` has not."""

    amqp: str
    matters: str
    early: str
    late: str

    def holds(self, url: str) -> dict[str, Any]:
        return {table: rows(url, f"SELECT * FROM {table} ORDER BY 1, 2") for table in ROSTER}

    def has_applied(self, url: str, events: set[str]) -> bool:
        found = rows(url, "SELECT event_id FROM inbox WHERE state = 'applied'")
        return events <= {event_id for (event_id,) in found}


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    amqp = testing.fresh_vhost()
    early, late = (testing.fresh_database(name, ("roster",)) for name in ("early", "late"))
    place = Installation(amqp, testing.fresh_database("matters"), early, late)
    with contextlib.ExitStack() as stack:
        stack.enter_context(testing.running("matters", place.matters, amqp))
        stack.enter_context(testing.running("tests.roster.early", early, amqp))
        stack.enter_context(testing.running_relay(amqp, place.matters, early, late))
        yield place


def test_a_service_added_to_a_portal_with_a_history_comes_to_hold_what_the_others_do(
    installation: Installation,
) -> None:
    place = installation
    firms = {firm: testing.firm_url(place.amqp, firm) for firm in ("hollis-bray", "hartley-rowe")}
    before = {
        testing.send_event(place.amqp, firm, FirmRegistered(name=firm.title())) for firm in firms
    }
    before |= {
        testing.send_event(url, firm, event) for firm, url in firms.items() for _, event in EVENTS
    }
    testing.wait_for(lambda: place.has_applied(place.early, before))
    testing.wait_for(lambda: place.has_applied(place.matters, before))

    with testing.running("tests.roster.late", place.late, place.amqp):
        url = firms["hollis-bray"]
        news = [added("M-1", "new", "Nora New"), MatterUpdated(matter_id="M-2", number="7")]
        after = {testing.send_event(url, "hollis-bray", event) for event in news}
        # Without being told, it knows no matter: what builds on one has to wait.
        testing.wait_for(lambda: _states(place.late, after) == {"waiting"})

        run = ask(place.amqp, RequestRestating(), of="late").run
        assert run
        testing.wait_for(lambda: ask(place.amqp, ShowRestating(run=run), of="matters").ended)
        testing.wait_for(lambda: _states(place.late, after) == {"applied"})
        testing.wait_for(lambda: place.has_applied(place.early, after))
        testing.wait_for(lambda: place.holds(place.late) == place.holds(place.early))

    assert place.holds(place.late) == place.holds(place.matters)
    assert rows(place.late, "SELECT count(*) FROM inbox WHERE state = 'parked'") == [(0,)]
    # The others have heard nothing of what was said again, and owners have said each fact once.
    internal = rows(place.early, "SELECT count(*) FROM inbox WHERE exchange = 'internal'")
    assert internal == [(len(firms),)]
    facts = rows(place.matters, "SELECT facts FROM restating")
    assert facts == [(sum(len(found) for found in place.holds(place.matters).values()),)]


def test_a_service_that_keeps_nothing_of_others_is_told_nothing(
    installation: Installation,
) -> None:
    with testing.running("tests.backbone.toy", testing.fresh_database("toy"), installation.amqp):
        assert ask(installation.amqp, RequestRestating(), of="toy").run is None
    asked = rows(installation.matters, "SELECT count(*) FROM restating WHERE asked_by = 'toy'")
    assert asked == [(0,)]


def _states(url: str, events: set[str]) -> set[str]:
    found = rows(url, "SELECT event_id, state FROM inbox")
    return {state for event_id, state in found if event_id in events}


def test_a_service_that_hears_no_events_yet_is_refused(installation: Installation) -> None:
    with pytest.raises(Unavailable):
        ask(installation.amqp, RequestRestating(), of="nobody", deadline=2)
