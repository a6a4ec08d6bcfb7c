"""A service and a broker that comes late, falls silent or breaks: nothing needs a restart."""

import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from backbone import testing
from backbone.calls.asking import ask
from contracts.events.matters import MatterOpened
from tests.backbone.conftest import Toy
from tests.backbone.toy import Echo, Said, Sleep
from tests.backbone.wire import Wire, wire


@pytest.fixture
def line(toy_parts: tuple[str, str]) -> Iterator[Wire]:
    with wire(toy_parts[1]) as one:
        yield one


@pytest.fixture
def toy(toy_parts: tuple[str, str], line: Wire) -> Iterator[Toy]:
    database, amqp = toy_parts
    with testing.running("tests.backbone.toy", database, line.url) as running:
        yield Toy(database, amqp, running)


def test_a_service_starts_without_a_broker_and_finds_it_later(
    toy_parts: tuple[str, str], line: Wire
):
    database, amqp = toy_parts
    line.cut()
    line.hold()
    threading.Timer(2, line.release).start()
    with testing.running("tests.backbone.toy", database, line.url):
        assert ask(amqp, Echo(text="hi")) == Said(text="hi")


@pytest.mark.parametrize("trouble", ["cut", "silent"])
def test_calls_and_events_go_on_after_trouble_with_the_broker(toy: Toy, line: Wire, trouble: str):
    firm_id = f"hartley-{uuid.uuid4().hex[:8]}"
    firm = testing.firm_url(toy.amqp, firm_id)
    before, during = uuid.uuid4().hex, uuid.uuid4().hex
    testing.send_event(firm, firm_id, MatterOpened(matter_id=before, title="A case"))
    testing.wait_for(lambda: toy.notes(before) == 1)
    if trouble == "silent":
        line.hold()
        connects = len(_connects(toy))
        testing.send_event(firm, firm_id, MatterOpened(matter_id=during, title="A case"))
        # Twice the heartbeat: then the service has given the connection up by itself.
        testing.wait_for(lambda: "broker away" in toy.running.log.read_text(), within=60)
        assert len(_connects(toy)) == connects
        line.release()
    else:
        line.cut()
        testing.send_event(firm, firm_id, MatterOpened(matter_id=during, title="A case"))
    testing.wait_for(lambda: toy.notes(during) == 1)
    testing.wait_for(lambda: testing.answers(toy.running, toy.amqp, "toy"))


def test_a_service_that_is_told_to_end_finishes_what_it_has_begun(toy: Toy):
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(toy.ask, Sleep(text="1.5"))
        testing.wait_for(lambda: toy.rows(_SLEEPING))
        started = time.monotonic()
        toy.running.process.terminate()
        assert slow.result() == Said(text="1.5")
        assert toy.running.process.wait(timeout=10) == 0
        assert time.monotonic() - started < 6


_SLEEPING = (
    "SELECT 1 FROM pg_stat_activity WHERE query ~ '^SELECT pg_sleep' AND state = 'active'"
    " AND datname = current_database() AND pid <> pg_backend_pid()"
)


def _connects(toy: Toy) -> list[dict[str, str]]:
    return [line for line in toy.running.lines() if line["event"] == "broker connected"]
