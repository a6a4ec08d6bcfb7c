"""Poison: each bad event ends parked, its firm hears of it once, and the queue goes on.

The toy takes the name of the service that owns matters, so that it answers for them.
"""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import amqp
import kombu
import psycopg
import pytest
from amqp.exceptions import AccessRefused, PreconditionFailed

from backbone import testing
from backbone.calls.asking import ask
from contracts.calls.operations import ListParked, ReplayParked
from contracts.events import encode
from contracts.events.envelope import CONTENT_TYPE
from contracts.events.matters import MatterOpened, MatterUpdated
from tests.backbone.conftest import NOW, Firm, Toy
from tests.backbone.test_together import held_up, largest
from tests.backbone.toy import TABLES


@pytest.fixture(scope="module")
def toy() -> Iterator[Toy]:
    database, amqp = testing.fresh_database("toy"), testing.fresh_vhost()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(TABLES)
    with testing.running("tests.backbone.matters", database, amqp) as running:
        yield Toy(database, amqp, running)


def opened(firm: Firm, title: str = "A case", **more: Any) -> bytes:
    event = MatterOpened(matter_id=uuid.uuid4().hex, title=title)
    return encode(event, id=uuid.uuid4().hex, source="test", firm_id=firm.id, time=NOW, **more)


def told(toy: Toy, firm: Firm, what: str = "event.rejected") -> list[dict[str, str]]:
    """What the firm is told, by the outbox."""
    query = "SELECT convert_from(body, 'utf8')::jsonb->'data' FROM outbox WHERE routing_key = %s"
    return [data for (data,) in toy.rows(query, f"{firm.id}.{what}")]


@pytest.mark.parametrize(
    ("name", "wrong", "reason"),
    [
        ("bad JSON", {"body": b"{broken"}, "not a CloudEvent"),
        ("wrong content type", {"content_type": "text/plain"}, "content type"),
        ("unknown type", {"key": "sauna.heated"}, "routing key says 'sauna.heated'"),
        ("five megabytes", {"body": b"x" * 5_000_000}, "the limit is"),
        ("improper text in a property", {"content_type": b"\xff\xfe"}, "content type"),
        ("no sender", {"user_id": ""}, "does not say who sent it"),
        ("refused", {"title": "refuse me"}, "The toy refuses that title."),
        ("a value that cannot be stored", {"title": "store \x00 me"}, "cannot be stored"),
    ],
)
def test_a_bad_event_is_parked_whole_and_its_firm_hears_once(
    toy: Toy, firm: Firm, name: str, wrong: dict[str, Any], reason: str
):
    body = wrong.get("body") or opened(firm, wrong.get("title", "A case"))
    properties = {
        "content_type": wrong.get("content_type", CONTENT_TYPE),
        "message_id": name,
        **({} if "user_id" in wrong else {"user_id": f"firm.{firm.id}"}),
    }
    key = f"{firm.id}.{wrong.get('key', 'matter.opened')}"
    for _ in range(2):
        testing.publish(firm.amqp, "firm", key, body, **properties)
    last = firm.send(MatterOpened(matter_id=uuid.uuid4().hex, title="The queue goes on"))
    toy.becomes(last, "applied")
    parked = toy.rows(
        "SELECT reason, body, event_id FROM inbox WHERE firm_id = %s AND state = 'parked'", firm.id
    )
    assert len(parked) == 1
    assert reason in parked[0][0]
    assert bytes(parked[0][1]) == body
    assert [(fact["event_id"], fact["by"]) for fact in told(toy, firm)] == [
        (parked[0][2], "matters")
    ]
    assert reason in told(toy, firm)[0]["reason"]


def test_a_firm_that_asks_for_it_hears_once_its_event_is_applied(toy: Toy, firm: Firm):
    asked = opened(firm, acknowledge=True)
    refused = opened(firm, "refuse me", acknowledge=True)
    sender = {"content_type": CONTENT_TYPE, "user_id": f"firm.{firm.id}"}
    for body in (opened(firm), asked, asked, refused):
        testing.publish(firm.amqp, "firm", f"{firm.id}.matter.opened", body, **sender)
    late = MatterUpdated(matter_id="m-1", title="A case")
    waits = encode(late, id="w", source="test", firm_id=firm.id, time=NOW, acknowledge=True)
    testing.publish(firm.amqp, "firm", f"{firm.id}.matter.updated", waits, **sender)
    toy.becomes("w", "waiting")
    applied = {"event_type": "matter.opened", "by": "matters"}
    assert told(toy, firm, "event.applied") == [{"event_id": json.loads(asked)["id"], **applied}]
    assert [each["event_id"] for each in told(toy, firm)] == [json.loads(refused)["id"]]


def test_it_hears_of_each_of_several_that_are_applied_together(toy: Toy, firm: Firm):
    bodies = [opened(firm, acknowledge=True) for _ in range(5)]
    sender = {"content_type": CONTENT_TYPE, "user_id": f"firm.{firm.id}"}
    with held_up(toy, firm):
        for body in bodies:
            testing.publish(firm.amqp, "firm", f"{firm.id}.matter.opened", body, **sender)
    testing.wait_for(lambda: len(told(toy, firm, "event.applied")) == len(bodies))
    assert largest(toy, firm) > 1
    sent = [json.loads(body)["id"] for body in bodies]
    assert [each["event_id"] for each in told(toy, firm, "event.applied")] == sent


def test_the_same_content_written_otherwise_under_its_id_is_no_news(toy: Toy, firm: Firm):
    """Whitespace, the order of members and the time that is claimed do not matter."""
    written = json.loads(opened(firm))
    for again in (written, dict(reversed(written.items())) | {"time": "2026-01-02T03:04:05Z"}):
        testing.publish(
            firm.amqp,
            "firm",
            f"{firm.id}.matter.opened",
            json.dumps(again, indent=2).encode(),
            content_type=CONTENT_TYPE,
            user_id=f"firm.{firm.id}",
        )
    toy.becomes(firm.send(MatterOpened(matter_id="m-2", title="The queue goes on")), "applied")
    assert toy.state(written["id"]) == "applied"
    assert told(toy, firm) == []


USED_AGAIN = {
    "other data": (MatterOpened(matter_id="m-1", title="Another case"), "for a 'matter.opened'"),
    "another type": (MatterUpdated(matter_id="m-1", title="A case"), "for a 'matter.opened'"),
}


@pytest.mark.parametrize("name", USED_AGAIN)
def test_other_content_under_an_id_that_was_used_is_refused_to_the_firm(
    toy: Toy, firm: Firm, name: str
):
    event, says = USED_AGAIN[name]
    event_id = firm.send(MatterOpened(matter_id=uuid.uuid4().hex, title="A case"))
    toy.becomes(event_id, "applied")
    for _ in range(2):
        firm.send(event, event_id)
    toy.becomes(firm.send(MatterOpened(matter_id="m-2", title="The queue goes on")), "applied")
    (fact,) = told(toy, firm)
    assert (fact["event_id"], fact["event_type"]) == (event_id, event.type)
    assert says in fact["reason"]
    rows = "SELECT state, reason IS NULL FROM inbox WHERE event_id = %s ORDER BY state"
    assert toy.rows(rows, event_id) == [("applied", True), ("parked", False)]


def test_an_unreadable_event_under_an_id_that_was_used_is_refused_for_what_it_is(
    toy: Toy, firm: Firm
):
    body = opened(firm)
    sent = {"content_type": CONTENT_TYPE, "user_id": f"firm.{firm.id}"}
    for each in (body, body.replace(b'"title"', b'"tidle"')):
        testing.publish(firm.amqp, "firm", f"{firm.id}.matter.opened", each, **sent)
    testing.wait_for(lambda: told(toy, firm))
    assert "is not as promised" in told(toy, firm)[0]["reason"]


def test_once_corrected_what_was_refused_is_refused_for_its_id(toy: Toy, firm: Firm):
    refused = MatterOpened(matter_id=uuid.uuid4().hex, title="refuse me")
    event_id = firm.send(refused)
    toy.becomes(event_id, "parked")
    firm.send(MatterOpened(matter_id=refused.matter_id, title="A case"), event_id)
    toy.becomes(event_id, "applied")
    firm.send(refused, event_id)
    reasons = testing.wait_for(lambda: [t["reason"] for t in told(toy, firm)][1:])
    assert "was used before" in reasons[0]


def test_what_was_refused_for_its_id_stays_so_when_it_is_replayed(toy: Toy, firm: Firm):
    event_id = firm.send(MatterOpened(matter_id=uuid.uuid4().hex, title="A case"))
    matter = uuid.uuid4().hex
    firm.send(MatterOpened(matter_id=matter, title="Another case"), event_id)
    testing.wait_for(lambda: told(toy, firm))
    (parked,) = ask(toy.amqp, ListParked(firm_id=firm.id), of="matters").items
    replayed = ask(toy.amqp, ReplayParked(parked_id=parked.id), of="matters")
    assert (replayed.outcome, toy.notes(matter)) == ("parked", 0)
    assert len(told(toy, firm)) == 1


def test_the_same_event_is_taken_once_its_sender_is_named(toy: Toy, firm: Firm):
    body = opened(firm)
    key = f"{firm.id}.matter.opened"
    testing.publish(firm.amqp, "firm", key, body, content_type=CONTENT_TYPE)
    testing.wait_for(lambda: told(toy, firm))
    sender = {"content_type": CONTENT_TYPE, "user_id": f"firm.{firm.id}"}
    testing.publish(firm.amqp, "firm", key, body, **sender)
    toy.becomes(json.loads(body)["id"], "applied")


def test_improper_text_in_a_routing_key_holds_nothing_up(toy: Toy, firm: Firm):
    key = f"{firm.id}.matter.\udcff".encode("utf-8", "surrogateescape")
    testing.publish(firm.amqp, "firm", key, opened(firm), user_id=f"firm.{firm.id}")  # type: ignore[arg-type]
    testing.wait_for(lambda: told(toy, firm))
    toy.becomes(firm.send(MatterOpened(matter_id=uuid.uuid4().hex, title="On")), "applied")


class _Headed(amqp.Message):  # type: ignore[misc]
    """With headers as these bytes; no client that we have would write them."""

    def __init__(self, headers: bytes, *given: Any, **properties: Any) -> None:
        super().__init__(*given, **properties, application_headers={})
        self._headers = headers

    def _serialize_properties(self) -> bytes:
        table = len(self._headers).to_bytes(4, "big") + self._headers
        written: bytes = super()._serialize_properties()
        return written.replace(bytes(4), table, 1)


def deep(levels: int) -> bytes:
    inner = b""
    for _ in range(levels):
        inner = b"A" + len(inner).to_bytes(4, "big") + inner
    return b"\x01k" + inner


HEADERS = {
    "a date in milliseconds": b"\x01kT" + (1_790_000_000_000).to_bytes(8, "big"),
    "a date after all dates": b"\x01kT" + b"\xff" * 8,
    "lists, two thousand deep": deep(2000),
    "improper text": b"\x02\xff\xfeS" + bytes([0, 0, 0, 1, 0xFF]),
}


@pytest.mark.parametrize("name", HEADERS)
def test_whatever_stands_in_the_headers_the_event_is_applied(toy: Toy, firm: Firm, name: str):
    body = opened(firm)
    properties = {"content_type": CONTENT_TYPE, "user_id": f"firm.{firm.id}"}
    message = _Headed(HEADERS[name], body, **properties)
    with kombu.Connection(firm.amqp, transport_options={"confirm_publish": True}) as connection:
        connection.channel().basic_publish(message, "firm", f"{firm.id}.matter.opened")
    toy.becomes(json.loads(body)["id"], "applied")


def test_a_reason_is_one_line_of_bearable_length(toy: Toy, firm: Firm):
    """Whatever it quotes: it goes to the firm, into lists, and onto terminals."""
    for number, wrong in enumerate(["x" * 200_000, "\u001b[2J\nNothing is parked."]):
        whole = json.loads(opened(firm)) | {"specversion": wrong, "id": f"{firm.id}-{number}"}
        sender = {"content_type": CONTENT_TYPE, "user_id": f"firm.{firm.id}"}
        key = f"{firm.id}.matter.opened"
        testing.publish(firm.amqp, "firm", key, json.dumps(whole).encode(), **sender)
        reason = toy.becomes(f"{firm.id}-{number}", "parked")["reason"]
        assert "'specversion'" in reason
        assert len(reason) <= 500
        assert reason.isprintable()


def test_the_broker_itself_stops_a_firm_that_speaks_for_another(toy: Toy, firm: Firm):
    with pytest.raises(AccessRefused):
        testing.publish(firm.amqp, "firm", "other.matter.opened", opened(firm))


def test_the_broker_itself_stops_a_forged_user(toy: Toy, firm: Firm):
    with pytest.raises(PreconditionFailed):
        testing.publish(firm.amqp, "firm", f"{firm.id}.x", b"{}", user_id="firm.other")
