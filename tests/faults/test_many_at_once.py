"""Events of one firm that come faster than they are applied one by one: many in a transaction.

Whatever dies meanwhile, nothing is lost, doubled or out of order, and poison stops nothing.
"""

import datetime
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from backbone.testing import wait_for
from bench.people import STAFF, Client
from contracts.events.messages import MessagePosted
from tests.faults.chaos import Fault, database_killed, killed
from tests.faults.counting import (
    HEAD,
    SETTLES_WITHIN,
    count_events,
    count_facts,
    count_messages,
    history,
    listen,
)
from tests.faults.office import Office
from tests.faults.traffic import Ledger, publish

FAULTS: list[Fault] = [
    *map(killed, ("messaging", "notify", "relay", "rabbitmq")),
    database_killed,
]
EACH = 60  # messages in each matter meanwhile


class Crowd:
    """All matters' messages at once, in each one after the other; one in the middle is poison."""

    def __init__(self, office: Office, clients: list[Client]) -> None:
        self.ledger = Ledger()
        self.said: dict[str, list[str]] = {client.matter: [] for client in clients}
        self.poison: list[str] = []
        self._office = office

    def through(self, fault: Callable[[], object]) -> None:
        """The fault happens once a third is acknowledged."""
        third = len(self.ledger.events) + len(self.said) * EACH // 3
        with ThreadPoolExecutor(len(self.said)) as pool:
            jobs = [pool.submit(self._speak, matter) for matter in self.said]
            wait_for(lambda: len(self.ledger.events) >= third, within=SETTLES_WITHIN)
            fault()
            for job in jobs:
                job.result()

    def _speak(self, matter: str) -> None:
        bodies = self.said[matter]
        with self._office.publisher() as publisher:
            for number in range(EACH):
                body = f"In {matter} the message {len(bodies)}"
                event = _posted(matter, f"{matter}-{len(bodies)}", body)
                self.ledger.events[publish(publisher, event, self.ledger)] = event.type
                bodies.append(body)
                if number == EACH // 2:
                    other = _posted(matter, f"{matter}-0", "Something else")
                    self.poison.append(publish(publisher, other, self.ledger))


def test_nothing_of_many_at_once_is_lost_or_doubled_or_leaves_its_order(
    office: Office, clients: list[Client], record_property: Callable[[str, object], None]
) -> None:
    crowd = Crowd(office, clients)
    for fault in FAULTS:
        crowd.through(partial(fault, office.stack))
    bodies = {body for each in crowd.said.values() for body in each}
    events = count_events(office, crowd.ledger)
    heard = listen(office, bodies, frozenset(crowd.poison))
    counts = [events, count_messages(office, clients, bodies), count_facts(heard, bodies)]
    pieces = {service: office.pieces(service) for service in ("messaging", "notify")}
    told = "\n  ".join(["", HEAD, *map(str, counts), *map(str, pieces.items())])
    record_property("many at once", told)
    assert [count for count in counts if not count.sound] == []
    for client in clients:
        assert history(office, client) == ["Welcome.", *crowd.said[client.matter]]
    assert office.states("messaging", crowd.poison) == Counter(parked=len(FAULTS) * len(clients))
    assert all("was posted before" in heard.rejected[each] for each in crowd.poison)
    assert min(max(numbers) for numbers in pieces.values()) > 1


def _posted(matter: str, message_id: str, body: str) -> MessagePosted:
    return MessagePosted(
        matter_id=matter,
        message_id=message_id,
        author_id=STAFF,
        body=body,
        posted_at=datetime.datetime.now(datetime.UTC),
    )
