"""Reading the firm's queue: at least once, and an event leaves it only when it was handled."""

import datetime
import json

import kombu
import pytest

from contracts import events, ids, topology
from contracts.events.messages import MessageSent
from contracts.events.persons import Person
from firm.channel import Refused
from firm.lines import line
from firm.watcher import Received, watch
from operations.provision import FirmAccess, Stack

PERSON = Person(person_id=ids.new_id(), contact_ref="maria", name="Maria Alvarez")
AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


def wrote(body: str) -> MessageSent:
    return MessageSent(
        conversation_id=ids.new_id(),
        matter_id=ids.new_id(),
        matter_ref="m-1",
        message_id=ids.new_id(),
        audience=[],
        author=PERSON,
        origin="portal",
        body=body,
        sent_at=AT,
        position=1,
    )


def happen(place: Stack, firm: FirmAccess, *happened: events.Event) -> None:
    """Publish to the firm as Redwell would."""
    for each in happened:
        body = events.encode(
            each, id=str(ids.new_id()), source="redwell", firm_id=firm.firm_id, time=AT
        )
        raw(place, firm, each.type, body)


def raw(place: Stack, firm: FirmAccess, event_type: str, body: bytes) -> None:
    with kombu.Connection(place.amqp) as connection:
        key = topology.routing_key(firm.firm_id, event_type)
        connection.Producer().publish(body, exchange=topology.PORTAL, routing_key=key)


def watched(firm: FirmAccess, count: int) -> list[Received]:
    found: list[Received] = []
    watch(firm.firm_amqp_url, firm.firm_id, found.append, until=lambda: len(found) >= count)
    return found


def bodies(found: list[Received]) -> list[str]:
    return [each.event.body for each in found if isinstance(each.event, MessageSent)]


def test_the_firm_sees_what_happened_in_its_order(place: Stack, firm: FirmAccess) -> None:
    happen(place, firm, wrote("Good morning"), wrote("One more thing"))
    found = watched(firm, 2)
    assert bodies(found) == ["Good morning", "One more thing"]


def test_a_firm_sees_nothing_of_another(
    place: Stack, firm: FirmAccess, other_firm: FirmAccess
) -> None:
    happen(place, other_firm, wrote("Not yours"))
    happen(place, firm, wrote("Yours"))
    assert bodies(watched(firm, 1)) == ["Yours"]


def test_an_event_whose_handler_failed_comes_again(place: Stack, firm: FirmAccess) -> None:
    happen(place, firm, wrote("Important"))

    def fail(_: Received) -> None:
        raise RuntimeError("our disk is full")

    with pytest.raises(RuntimeError):
        watch(firm.firm_amqp_url, firm.firm_id, fail)
    assert bodies(watched(firm, 1)) == ["Important"]


def test_a_handled_event_does_not_come_again(place: Stack, firm: FirmAccess) -> None:
    happen(place, firm, wrote("First"))
    watched(firm, 1)
    happen(place, firm, wrote("Second"))
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
    raw(place, firm, "message.sung", json.dumps(envelope).encode())
    (found,) = watched(firm, 1)
    assert found.event is None
    assert json.loads(bytes(found.envelope.data)) == {"melody": "la"}


def test_another_firms_queue_cannot_be_watched(firm: FirmAccess, other_firm: FirmAccess) -> None:
    with pytest.raises(Refused):
        watch(firm.firm_amqp_url, other_firm.firm_id, lambda _: None)


def test_a_line_says_who_what_and_where(place: Stack, firm: FirmAccess) -> None:
    happen(place, firm, wrote("Good\n\nmorning"))
    (found,) = watched(firm, 1)
    assert line(found).endswith("Maria Alvarez wrote in m-1: Good morning")
