"""What can be wrong with an event, in words for the person who will read them."""

import dataclasses
import datetime
import hashlib
from typing import Any

import pytest

from backbone.inbox.arrival import Arrival, answers_for, read
from contracts.events import encode
from contracts.events.firms import FirmRegistered
from contracts.events.matters import MatterOpened
from contracts.events.restating import FirmRestated

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


def body(firm_id: str = "hartley", event_id: str = "e1", **data: str) -> bytes:
    event = MatterOpened(**{"matter_id": "m1", "title": "A case", **data})
    return encode(event, id=event_id, source="test", firm_id=firm_id, time=NOON)


GOOD = Arrival(
    exchange="firm",
    routing_key="hartley.matter.opened",
    body=body(),
    content_type="application/cloudevents+json; charset=utf-8",
    user_id="firm.hartley",
    message_id="e1",
)


def test_a_good_event_is_read_with_its_firm_and_its_own_time():
    reading = read(GOOD)
    assert reading.refusal == ""
    assert reading.event == MatterOpened(matter_id="m1", title="A case")
    assert reading.time == NOON
    assert reading.firm_id == "hartley"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"body": b"{"}, "not a CloudEvent"),
        ({"body": b"\xff\xfe"}, "not a CloudEvent"),
        ({"body": b'{"id": "e1"}'}, "not a CloudEvent"),
        ({"body": body().replace(b'"1.0"', b'"0.3"')}, "not a CloudEvent"),
        (
            {"body": body().replace(b"matter.opened", b"matter.exploded")},
            "'matter.exploded' is not",
        ),
        ({"body": body().replace(b'"title"', b'"tidle"')}, "'title' is missing"),
        ({"body": b" " * 5_000_000}, "5,000,000 bytes; the limit is 262,144"),
        ({"body": body().replace(b"A case", b"M\xfcller")}, "The data of 'matter.opened' is not"),
        ({"body": b"[" * 1000 + b"]" * 1000}, "not a CloudEvent"),
        ({"body": body().replace(b'"A case"', b"[" * 2000 + b"]" * 2000)}, "not a CloudEvent"),
        *(
            ({"body": body().replace(b"2026-", year + b"-")}, "'time' lies outside the years 1970")
            for year in (b"0001", b"1969", b"2200", b"9999")
        ),
        ({"routing_key": "hartley.matter.opened@messaging"}, "says 'matter.opened@messaging'"),
        ({"content_type": "text/plain"}, "The content type is 'text/plain'"),
        ({"content_type": ""}, "The content type is ''"),
        ({"user_id": ""}, "does not say who sent it"),
        ({"user_id": "firm.other"}, "'firm.other', which does not speak for the firm 'hartley'"),
        ({"user_id": "redwell"}, "does not speak for the firm 'hartley'"),
        ({"body": body("other")}, "names the firm 'other', but its routing key names 'hartley'"),
        ({"routing_key": "hartley.matter.closed"}, "but its routing key says 'matter.closed'"),
        ({"body": body().replace(b'"e1"', b'"e\\u0000"')}, "cannot be stored"),
    ],
)
def test_a_bad_event_is_refused_in_words(change: dict[str, Any], reason: str):
    reading = read(dataclasses.replace(GOOD, **change))
    assert reason in reading.refusal
    assert reading.event is None


def test_an_unreadable_event_is_named_by_its_message_id_or_by_its_bytes():
    broken = dataclasses.replace(GOOD, body=b"{broken")
    assert read(broken).event_id == "e1"
    nameless = dataclasses.replace(broken, message_id="")
    assert read(nameless).event_id == hashlib.sha256(b"{broken").hexdigest()
    assert read(nameless).event_id == read(nameless).event_id


def test_a_readable_envelope_names_a_refused_event():
    refused = dataclasses.replace(GOOD, user_id="", message_id="another")
    assert read(refused).event_id == "e1"


def test_a_firm_cannot_take_an_id_in_another_firms_name():
    forged = dataclasses.replace(GOOD, body=body("other"))
    assert forged.firm_id == "hartley"


def test_an_internal_event_needs_no_firm_user():

    event = FirmRegistered(name="Hartley")
    sent = encode(event, id="e1", source="test", firm_id="hartley", time=NOON)
    arrival = Arrival("internal", "hartley.firm.registered", sent, GOOD.content_type)
    assert read(arrival).event == event


def test_what_is_said_again_is_for_the_service_that_its_key_names_and_for_no_other():
    again = FirmRestated(to="files", name="Hartley", named_at=NOON)
    sent = encode(again, id="e1", source="redwell", firm_id="hartley", time=NOON)
    arrival = Arrival("internal", "hartley.firm.restated@files", sent, GOOD.content_type)
    assert read(arrival).event == again
    for key in ("hartley.firm.restated@billing", "hartley.firm.restated"):
        assert "its key says" in read(dataclasses.replace(arrival, routing_key=key)).refusal


def test_the_owner_of_a_type_answers_for_it_and_matters_for_unknown_ones():
    assert answers_for("matters", GOOD)
    assert not answers_for("messaging", GOOD)
    unknown = dataclasses.replace(GOOD, routing_key="hartley.sauna.heated")
    assert answers_for("matters", unknown)
    assert not answers_for("auth", unknown)
    assert not answers_for("matters", dataclasses.replace(GOOD, exchange="portal"))
