"""Poison: each bad event ends parked, its firm hears of it once, and the queue goes on.

The toy takes the name of the service that owns matters, so that it answers for them.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from amqp.exceptions import AccessRefused, PreconditionFailed

from backbone import testing
from contracts.events import encode
from contracts.events.envelope import CONTENT_TYPE
from contracts.events.matters import MatterOpened
from tests.backbone.conftest import NOW, Firm, Toy
from tests.backbone.toy import TABLES


@pytest.fixture(scope="module")
def toy() -> Iterator[Toy]:
    database, amqp = testing.fresh_database("toy"), testing.fresh_vhost()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(TABLES)
    with testing.running("tests.backbone.matters", database, amqp) as running:
        yield Toy(database, amqp, running)


def opened(firm: Firm, title: str = "A case") -> bytes:
    event = MatterOpened(matter_id=uuid.uuid4().hex, title=title)
    return encode(event, id=uuid.uuid4().hex, source="test", firm_id=firm.id, time=NOW)


def told(toy: Toy, firm: Firm) -> list[dict[str, str]]:
    """What the firm is told, by the outbox."""
    query = "SELECT convert_from(body, 'utf8')::jsonb->'data' FROM outbox WHERE routing_key = %s"
    return [data for (data,) in toy.rows(query, f"{firm.id}.event.rejected")]


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


def test_improper_text_in_a_routing_key_holds_nothing_up(toy: Toy, firm: Firm):
    key = f"{firm.id}.matter.\udcff".encode("utf-8", "surrogateescape")
    testing.publish(firm.amqp, "firm", key, opened(firm), user_id=f"firm.{firm.id}")  # type: ignore[arg-type]
    testing.wait_for(lambda: told(toy, firm))
    toy.becomes(firm.send(MatterOpened(matter_id=uuid.uuid4().hex, title="On")), "applied")


def test_the_broker_itself_stops_a_firm_that_speaks_for_another(toy: Toy, firm: Firm):
    with pytest.raises(AccessRefused):
        testing.publish(firm.amqp, "firm", "other.matter.opened", opened(firm))


def test_the_broker_itself_stops_a_forged_user(toy: Toy, firm: Firm):
    with pytest.raises(PreconditionFailed):
        testing.publish(firm.amqp, "firm", f"{firm.id}.x", b"{}", user_id="firm.other")
