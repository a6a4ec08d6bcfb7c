"""Nothing that was acknowledged is lost, and nothing is there twice, whatever died meanwhile."""

from collections.abc import Callable
from functools import partial

import httpx

from backbone.testing import wait_for
from bench.people import Client
from operations.supervision import Supervisor
from tests.faults.chaos import FAULTS
from tests.faults.counting import HEAD, count_all
from tests.faults.office import Office
from tests.faults.traffic import DEADLINE, Traffic

EVENTS, MESSAGES = 1000, 500  # of which some are forms that are sent
FORMS = 20


def test_nothing_is_lost(
    office: Office, clients: list[Client], record_property: Callable[[str, object], None]
) -> None:
    traffic = Traffic(office, clients)
    ledger, lines = traffic.ledger, []
    for number, fault in enumerate(FAULTS, start=1):
        events = EVENTS * number // len(FAULTS) - len(ledger.events)
        messages = MESSAGES * number // len(FAULTS) - ledger.by_clients
        took = traffic.through(partial(fault, office.stack), events, messages)
        name = fault.__name__.replace("_", " ")
        lines.append(f"{name:<24}{events + messages:>8} in {took:.1f} s")
    counts = count_all(office, clients, ledger)
    lines.append(
        f"published again {ledger.publishes_repeated}, sent again {ledger.sends_repeated},"
        f" slowest publish {ledger.slowest_publish:.1f} s"
    )
    told = "\n  ".join(["", *lines, HEAD, *map(str, counts)])
    print(told)
    record_property("through all faults", told)
    assert (len(ledger.events), ledger.by_clients) == (EVENTS, MESSAGES)
    assert len(ledger.forms_sent) >= FORMS
    assert [count for count in counts if not count.sound] == []
    assert ledger.slowest_publish < DEADLINE + 1
    wait_for(lambda: _everything_runs(office), within=30)


def _everything_runs(office: Office) -> bool:
    processes = Supervisor(office.stack.run.folder).processes().values()
    ready = httpx.get(f"{office.town.portal}/v1/ready", timeout=20)
    return ready.is_success and all(each["statename"] == "RUNNING" for each in processes)
