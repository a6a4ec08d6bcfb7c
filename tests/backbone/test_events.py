"""What comes in: applied exactly once, tried again, or parked with its reason."""

import urllib.parse
import uuid

import psycopg
import pytest

from backbone import testing
from backbone.inbox.applying import forget_old
from backbone.postgres.database import engine_for, sessions
from contracts import topology
from contracts.calls.operations import (
    ListParked,
    ListWaiting,
    ReplayParked,
    ShowParked,
)
from contracts.errors import NotFound
from contracts.events import encode
from contracts.events.envelope import CONTENT_TYPE
from contracts.events.matters import MatterOpened, MatterUpdated
from tests.backbone.conftest import NOW, Firm, Toy


@pytest.fixture(autouse=True)
def _door_is_shut(toy: Toy):
    toy.rows("DELETE FROM door")


def new() -> str:
    return uuid.uuid4().hex


def test_an_event_is_applied_and_only_its_ids_are_kept(toy: Toy, firm: Firm):
    matter = new()
    row = toy.becomes(firm.send(MatterOpened(matter_id=matter, title="A case")), "applied")
    assert toy.notes(matter) == 1
    assert row["body"] is None
    assert row["firm_id"] == firm.id


def test_copies_of_an_event_are_applied_once(toy: Toy, firm: Firm):
    matter, event_id = new(), new()
    for _ in range(20):
        firm.send(MatterOpened(matter_id=matter, title="A case"), event_id)
    last = firm.send(MatterOpened(matter_id=new(), title="The last"))
    toy.becomes(last, "applied")
    assert toy.notes(matter) == 1


def test_the_same_id_from_two_firms_is_two_events(toy: Toy, firm: Firm):
    other = Firm(f"other-{new()[:8]}", "")
    other = Firm(other.id, testing.firm_url(toy.amqp, other.id))
    matter, event_id = new(), new()
    for sender in (firm, other):
        sender.send(MatterOpened(matter_id=matter, title="A case"), event_id)
    testing.wait_for(lambda: toy.notes(matter) == 2)


def test_events_of_one_firm_are_applied_in_the_order_they_came(toy: Toy, firm: Firm):
    matters = [new() for _ in range(30)]
    for matter in matters:
        firm.send(MatterOpened(matter_id=matter, title="A case"))
    testing.wait_for(lambda: toy.notes(matters[-1]) == 1)
    stored = toy.rows("SELECT text FROM note WHERE text = ANY(%s) ORDER BY id", matters)
    assert [text for (text,) in stored] == matters


def test_an_event_that_comes_too_early_waits_until_it_can_be_applied(toy: Toy, firm: Firm):
    matter = new()
    event_id = firm.send(MatterUpdated(matter_id=matter, title="Early"))
    toy.becomes(event_id, "waiting")
    toy.rows("INSERT INTO door VALUES (true)")
    row = toy.becomes(event_id, "applied")
    assert toy.notes(matter) == 1
    assert row["body"] is None


def test_an_event_that_never_can_be_applied_is_parked_after_its_tries(toy: Toy, firm: Firm):
    event_id = firm.send(MatterUpdated(matter_id=new(), title="Too early"))
    row = toy.becomes(event_id, "parked")
    assert row["attempts"] == 4
    assert row["reason"] == "The door is not open yet."


def test_a_fault_of_ours_leaves_nothing_behind_and_is_tried_again(toy: Toy, firm: Firm):
    matter = new()
    event_id = firm.send(MatterOpened(matter_id=matter, title="break me"))
    row = toy.becomes(event_id, "parked")
    assert row["attempts"] == 4
    assert row["reason"] == "Redwell could not apply it: RuntimeError."
    assert toy.notes(matter) == 0
    assert "break me" not in toy.running.log.read_text()


def test_a_parked_event_is_shown_and_applied_when_replayed(toy: Toy, firm: Firm):
    matter = new()
    event_id = firm.send(MatterUpdated(matter_id=matter, title="Early"))
    toy.becomes(event_id, "parked")
    page = toy.ask(ListParked(firm_id=firm.id))
    assert [item.event_id for item in page.items] == [event_id]
    assert page.items[0].body is None
    shown = toy.ask(ShowParked(parked_id=page.items[0].id))
    assert matter in str(shown.body)
    assert shown.event_type == "matter.updated"
    toy.rows("INSERT INTO door VALUES (true)")
    again = ReplayParked(parked_id=shown.id)
    assert toy.ask(again).outcome == "applied"
    assert toy.notes(matter) == 1
    with pytest.raises(NotFound):
        toy.ask(again)


def test_parked_events_come_in_pages(toy: Toy, firm: Firm):
    sent = [firm.send(MatterOpened(matter_id=new(), title="refuse me")) for _ in range(5)]
    for event_id in sent:
        toy.becomes(event_id, "parked")
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        call = ListParked(firm_id=firm.id, cursor=cursor, limit=2)
        page = toy.ask(call)
        seen += [item.event_id for item in page.items]
        cursor = page.next
    assert seen == sent[::-1]


def test_a_refused_event_is_parked_at_once(toy: Toy, firm: Firm):
    matter = new()
    row = toy.becomes(firm.send(MatterOpened(matter_id=matter, title="refuse me")), "parked")
    assert row["attempts"] == 1
    assert row["reason"] == "The toy refuses that title."
    assert toy.notes(matter) == 0


def test_a_parked_event_may_be_corrected_under_its_id(toy: Toy, firm: Firm):
    matter, event_id = new(), new()
    firm.send(MatterOpened(matter_id=matter, title="refuse me"), event_id)
    toy.becomes(event_id, "parked")
    firm.send(MatterOpened(matter_id=matter, title="A case"), event_id)
    toy.becomes(event_id, "applied")
    assert toy.notes(matter) == 1


def test_a_service_that_does_not_own_the_type_stays_silent(toy: Toy, firm: Firm):
    toy.becomes(firm.send(MatterOpened(matter_id=new(), title="refuse me")), "parked")
    told = "SELECT count(*) FROM outbox WHERE routing_key LIKE %s"
    assert toy.rows(told, f"{firm.id}.%") == [(0,)]


def test_who_does_not_own_the_type_tells_where_the_owner_need_not_know(toy: Toy, firm: Firm):
    """The owner of the second type may never have heard the first one."""
    event_id = firm.send(MatterOpened(matter_id=new(), title="A case"))
    toy.becomes(event_id, "applied")
    firm.send(MatterOpened(matter_id=new(), title="Another case"), event_id)
    firm.send(MatterUpdated(matter_id=new(), title="A case"), event_id)
    told = "SELECT convert_from(body, 'utf8')::jsonb->'data'->>'event_type' FROM outbox"
    query = f"{told} WHERE routing_key LIKE %s"
    testing.wait_for(lambda: toy.rows(query, f"{firm.id}.%"))
    assert toy.rows(query, f"{firm.id}.%") == [("matter.updated",)]


def test_an_event_that_waits_is_listed_with_its_reason_a_page_at_a_time(toy: Toy, firm: Firm):
    sent = [firm.send(MatterUpdated(matter_id=new(), title="Early")) for _ in range(3)]
    for event_id in sent:
        toy.becomes(event_id, "parked")
    later = "state = 'waiting', due_at = now() + interval '1 day'"
    toy.rows(f"UPDATE inbox SET {later} WHERE event_id = ANY(%s)", sent)
    first = toy.ask(ListWaiting(firm_id=firm.id, limit=2))
    second = toy.ask(ListWaiting(firm_id=firm.id, limit=2, cursor=first.next or ""))
    listed = [*first.items, *second.items]
    assert sorted(each.event_id for each in listed) == sorted(sent)
    assert {each.reason for each in listed} == {"The door is not open yet."}
    assert second.next is None


def test_applied_events_are_forgotten_when_no_copy_can_come_any_more(toy: Toy, firm: Firm):
    old, young = (firm.send(MatterOpened(matter_id=new(), title="A case")) for _ in range(2))
    parked = firm.send(MatterOpened(matter_id=new(), title="refuse me"))
    toy.becomes(parked, "parked")
    aged = "UPDATE inbox SET received_at = now() - interval '31 days' WHERE event_id = ANY(%s)"
    toy.rows(aged, [old, parked])
    engine = engine_for(toy.database)
    with sessions(engine).begin() as session:
        forget_old(session)
    engine.dispose()
    assert [toy.state(event) for event in (old, young, parked)] == [None, "applied", "parked"]


def test_a_connection_that_breaks_in_the_middle_loses_and_doubles_nothing(toy: Toy, firm: Firm):
    """The row of the inbox decides, so the broker may bring everything again."""
    matters = [new() for _ in range(40)]
    for matter in matters[:20]:
        firm.send(MatterOpened(matter_id=matter, title="A case"))
    testing.management("DELETE", f"/connections/{_inbox_connection(toy.amqp)}")
    for matter in matters[20:]:
        firm.send(MatterOpened(matter_id=matter, title="A case"))
    testing.wait_for(lambda: toy.notes(matters[-1]) == 1)
    counted = toy.rows("SELECT count(*) FROM note WHERE text = ANY(%s)", matters)
    assert counted == [(40,)]


def test_events_wait_on_the_broker_while_the_database_is_away(toy: Toy, firm: Firm):
    matter = new()
    name = toy.database.rpartition("/")[2]
    with psycopg.connect(testing.stack()["postgres"], autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        event_id = firm.send(MatterOpened(matter_id=matter, title="A case"))
        testing.wait_for(lambda: _logged(toy, "event cannot be kept", event_id))
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    toy.becomes(event_id, "applied")
    assert toy.notes(matter) == 1


def test_an_event_whose_row_somebody_holds_waits_for_them_and_is_not_parked(toy: Toy, firm: Firm):
    event_id = firm.send(MatterOpened(matter_id=new(), title="refuse me"))
    toy.becomes(event_id, "parked")
    matter = new()
    with psycopg.connect(toy.database) as somebody:
        somebody.execute("SELECT FROM inbox WHERE event_id = %s FOR UPDATE", [event_id])
        firm.send(MatterOpened(matter_id=matter, title="A case"), event_id)
        testing.wait_for(lambda: _logged(toy, "event cannot be kept", event_id))
    toy.becomes(event_id, "applied")
    assert toy.notes(matter) == 1
    assert toy.rows("SELECT state FROM inbox WHERE firm_id = %s", firm.id) == [("applied",)]


def _logged(toy: Toy, event: str, event_id: str) -> bool:
    return any(
        line["event"] == event and line.get("event_id") == event_id for line in toy.running.lines()
    )


def _inbox_connection(amqp: str) -> str:
    vhost = amqp.rpartition("/")[2]

    def find():
        for consumer in testing.management("GET", f"/consumers/{vhost}"):
            if consumer["queue"]["name"] == topology.inbox("toy"):
                return consumer["channel_details"]["connection_name"]
        return None

    return urllib.parse.quote(testing.wait_for(find), safe="")


def test_what_cannot_be_read_is_parked_and_holds_up_no_other_firm(toy: Toy, firm: Firm):
    """More of them than the service takes at once: none may stay unacknowledged."""
    bad = Firm(f"bad-{new()[:8]}", "")
    bad = Firm(bad.id, testing.firm_url(toy.amqp, bad.id))
    key = topology.routing_key(bad.id, MatterOpened.type)
    sent = {"content_type": CONTENT_TYPE, "user_id": topology.firm_user(bad.id)}
    for number in range(15):
        latin = _as_sent(bad, f"latin-{number}").replace(b"A case", b"M\xfcller")
        testing.publish(bad.amqp, topology.FIRM, key, latin, **sent)
        deep = b"[" * 2000 + b"]" * 2000
        testing.publish(bad.amqp, topology.FIRM, key, deep, message_id=f"deep-{number}", **sent)
    toy.becomes(firm.send(MatterOpened(matter_id=new(), title="A case")), "applied")
    for number in range(15):
        assert "not as promised" in toy.becomes(f"latin-{number}", "parked")["reason"]
        assert "not a CloudEvent" in toy.becomes(f"deep-{number}", "parked")["reason"]


def _as_sent(firm: Firm, event_id: str) -> bytes:
    event = MatterOpened(matter_id="m-1", title="A case")
    return encode(event, id=event_id, source="test", firm_id=firm.id, time=NOW)
