"""`redwell parked …`, `redwell events …` and `redwell migrate`, as an operator uses them."""

import json
import socket
import threading
import urllib.parse
import uuid

import kombu
import psycopg
import pytest
from typer import Typer
from typer.testing import CliRunner

from backbone import testing
from backbone.amqp.broker import declare_inbox
from contracts.events.matters import MatterUpdated
from operations import backlog
from operations.events import app as events
from operations.health import NotHealthy
from operations.migrate import migrate
from operations.parked import app as parked
from tests.backbone.conftest import Firm, Toy
from tests.firm.silence import Road


@pytest.fixture
def event_id(toy: Toy, firm: Firm) -> str:
    toy.rows("DELETE FROM door")
    event_id = firm.send(MatterUpdated(matter_id=uuid.uuid4().hex, title="Early"))
    toy.becomes(event_id, "parked")
    return event_id


def run(toy: Toy, *arguments: str, app: Typer = parked) -> str:
    result = CliRunner().invoke(app, arguments, env={"REDWELL_AMQP_URL": toy.amqp})
    assert result.exit_code == 0, result.output
    return result.output


def test_parked_events_are_listed_shown_and_replayed(toy: Toy, firm: Firm, event_id: str):
    listed = json.loads(run(toy, "list", "--service", "toy", "--firm", firm.id, "--json"))
    assert [event["event_id"] for event in listed] == [event_id]
    parked_id = listed[0]["id"]
    assert "The door is not open yet." in run(toy, "list", "--service", "toy", "--firm", firm.id)
    assert "Early" not in run(toy, "list", "--service", "toy", "--firm", firm.id)
    assert "Early" in run(toy, "show", "toy", parked_id)
    toy.rows("INSERT INTO door VALUES (true)")
    assert run(toy, "replay", "toy", parked_id).strip() == "applied"
    assert "Nothing is parked." in run(toy, "list", "--service", "toy", "--firm", firm.id)


def test_events_in_retry_are_listed_with_their_reason(toy: Toy, firm: Firm, event_id: str):
    later = "UPDATE inbox SET state = 'waiting', due_at = now() + interval '1 day'"
    toy.rows(f"{later} WHERE event_id = %s", event_id)
    chosen = ["waiting", "--service", "toy", "--firm", firm.id]
    told = run(toy, *chosen, app=events)
    assert firm.id in told
    assert event_id in told
    assert "The door is not open yet." in told
    (listed,) = json.loads(run(toy, *chosen, "--json", app=events))
    assert listed["event_type"] == "matter.updated"
    toy.rows("DELETE FROM inbox WHERE event_id = %s", event_id)
    assert run(toy, *chosen, app=events).strip() == "No event waits."


def test_a_parked_event_is_shown_however_long_and_steers_no_terminal(toy: Toy, firm: Firm):
    """As much of it as the broker carries in an answer."""
    body = b"\x1b[2J" + b"\xff" * 7_000_000
    named = {"message_id": "\x1b[2J\nNothing is parked.", "user_id": f"firm.{firm.id}"}
    testing.publish(firm.amqp, "firm", f"{firm.id}.matter.updated", body, **named)
    chosen = ["--service", "toy", "--firm", firm.id]
    (listed,) = testing.wait_for(lambda: json.loads(run(toy, "list", *chosen, "--json")))
    shown = run(toy, "show", "toy", listed["id"])
    assert f"size: {len(body)}" in shown
    assert "\x1b" not in shown + run(toy, "list", *chosen)
    assert len(run(toy, "list", *chosen).splitlines()) == 2


def test_a_service_that_takes_no_events_or_not_fast_enough_is_not_healthy(
    broker: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(backlog, "MANY", 2)
    with kombu.Connection(broker) as connection:
        channel = connection.channel()
        queue = declare_inbox(channel, "toy", {})
        with pytest.raises(NotHealthy, match="takes no events"):
            backlog.check_inbox(broker, "toy")
        channel.basic_qos(0, 1, False)
        channel.basic_consume(queue, callback=lambda _: None)
        backlog.check_inbox(broker, "toy")
        for _ in range(4):
            testing.publish(broker, "", queue, b"")
        with pytest.raises(NotHealthy, match="3 events wait to be taken"):
            backlog.check_inbox(broker, "toy")


def test_an_id_that_is_not_parked_is_said_to_be_so(toy: Toy):
    result = CliRunner().invoke(
        parked, ["show", "toy", str(uuid.uuid4())], env={"REDWELL_AMQP_URL": toy.amqp}
    )
    assert result.exit_code == 1
    assert "No event is parked under that id." in result.output


def test_migrate_waits_for_a_database_that_is_just_starting():
    url = urllib.parse.urlsplit(testing.fresh_database("toy"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    late = url._replace(netloc=url.netloc.replace(f":{url.port}", f":{port}"))
    roads: list[Road] = []
    threading.Timer(1.0, lambda: roads.append(Road(url.port or 0, port))).start()
    app = Typer()
    app.command()(migrate)
    environment = {"REDWELL_DATABASE_AUTH": late.geturl(), "REDWELL_RUN": "/nowhere"}
    result = CliRunner().invoke(app, env=environment)
    roads[0].close()
    assert result.exit_code == 0, result.output


def test_migrate_brings_a_database_up_to_date_and_may_run_again():
    url = testing.fresh_database("toy")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE inbox, outbox, setbacks, restating, backbone_version")
        app = Typer()
        app.command()(migrate)
        environment = {f"REDWELL_DATABASE_{name}": url for name in ("AUTH",)}
        for _ in range(2):
            result = CliRunner().invoke(app, env={**environment, "REDWELL_RUN": "/nowhere"})
            assert result.exit_code == 0, result.output
        assert connection.execute("SELECT count(*) FROM inbox").fetchone() == (0,)
