"""Reading the firm's queue: at least once, and an event leaves it only when it was handled."""

import json
from collections.abc import Callable

import pytest

from contracts.events.messages import MessageSent
from firm.channel import Refused
from firm.lines import line
from firm.watcher import Listener, Received, look_on, watch
from operations.provision import FirmAccess, Stack
from tests.firm.conftest import happen, raw, wrote


def watched(firm: FirmAccess, count: int) -> list[Received]:
    found: list[Received] = []
    watch(firm.firm_amqp_url, firm.firm_id, found.append, until=lambda: len(found) >= count)
    return found


def bodies(found: list[Received]) -> list[str]:
    return [each.event.body for each in found if isinstance(each.event, MessageSent)]


def test_the_firm_sees_what_happened_in_its_order(place: Stack, firm: FirmAccess) -> None:
    happen(place, firm.firm_id, wrote("Good morning"), wrote("One more thing"))
    found = watched(firm, 2)
    assert bodies(found) == ["Good morning", "One more thing"]


def test_a_firm_sees_nothing_of_another(
    place: Stack, firm: FirmAccess, other_firm: FirmAccess
) -> None:
    happen(place, other_firm.firm_id, wrote("Not yours"))
    happen(place, firm.firm_id, wrote("Yours"))
    assert bodies(watched(firm, 1)) == ["Yours"]


def test_an_event_whose_handler_failed_comes_again(place: Stack, firm: FirmAccess) -> None:
    happen(place, firm.firm_id, wrote("Important"))

    def fail(_: Received) -> None:
        raise RuntimeError("our disk is full")

    with pytest.raises(RuntimeError):
        watch(firm.firm_amqp_url, firm.firm_id, fail)
    assert bodies(watched(firm, 1)) == ["Important"]


def test_a_handled_event_does_not_come_again(place: Stack, firm: FirmAccess) -> None:
    happen(place, firm.firm_id, wrote("First"))
    watched(firm, 1)
    happen(place, firm.firm_id, wrote("Second"))
    assert bodies(watched(firm, 1)) == ["Second"]


def test_a_type_newer_than_this_code_is_handed_over_raw(place: Stack, firm: FirmAccess) -> None:
    envelope = {
        "specversion": "1.0",
        "id": "e-1",
        "source": "redwell",
        "type": "message.sung",
        "firmid": firm.firm_id,
        "time": "2026-11-22T09:00:00Z",
        "data": {"melody": "la"},
    }
    raw(place, firm.firm_id, "message.sung", json.dumps(envelope).encode())
    (found,) = watched(firm, 1)
    assert found.event is None
    assert json.loads(bytes(found.envelope.data)) == {"melody": "la"}


@pytest.mark.parametrize("read", [watch, look_on])
def test_another_firms_news_cannot_be_read(
    firm: FirmAccess, other_firm: FirmAccess, read: Callable[..., None]
) -> None:
    with pytest.raises(Refused):
        read(firm.firm_amqp_url, other_firm.firm_id, lambda _: None)


def test_whoever_looks_on_sees_what_happens_from_then_on_and_takes_nothing_away(
    place: Stack, firm: FirmAccess, other_firm: FirmAccess
) -> None:
    happen(place, firm.firm_id, wrote("Before"))
    listeners = [Listener(firm.firm_amqp_url, firm.firm_id) for _ in range(2)]
    happen(place, other_firm.firm_id, wrote("Not yours"))
    happen(place, firm.firm_id, wrote("Good morning"))
    for listener in listeners:
        assert bodies([next(listener.within(10))]) == ["Good morning"]
        listener.close()
    assert bodies(watched(firm, 2)) == ["Before", "Good morning"]


def test_a_line_says_who_what_and_where(place: Stack, firm: FirmAccess) -> None:
    happen(place, firm.firm_id, wrote("Good\n\nmorning"))
    (found,) = watched(firm, 1)
    assert line(found).endswith("Maria Alvarez wrote in m-1: Good morning")
