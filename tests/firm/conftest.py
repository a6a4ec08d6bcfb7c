"""A firm of its own for each test, on a virtual host where every service has its inbox."""

import datetime
import secrets
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import kombu
import msgspec
import pytest

from backbone import testing
from backbone.amqp.broker import declare_inbox
from contracts import events, ids, topology
from contracts.events.messages import MessageSent
from contracts.events.persons import Person
from contracts.topology import SERVICES
from operations.provision import FirmAccess, Stack, broker_api, provision

PERSON = Person(person_id=ids.new_id(), contact_ref="maria", name="Maria Alvarez")
AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


@pytest.fixture(scope="session")
def prepared_place() -> Stack:
    """The test stack, but on a new virtual host where every service's inbox stands ready."""
    found = msgspec.convert(testing.stack(), Stack)
    found = msgspec.structs.replace(found, amqp=testing.fresh_vhost())
    kinds = events.event_types()
    taken = {(kind.exchange, topology.any_firm(kind.type)): True for kind in kinds}
    with kombu.Connection(found.amqp) as connection:
        for service in SERVICES:
            declare_inbox(connection.default_channel, service, taken)
    return found


@pytest.fixture
def place(prepared_place: Stack) -> Stack:
    """The same with empty inboxes."""
    with kombu.Connection(prepared_place.amqp) as connection:
        for service in SERVICES:
            connection.default_channel.queue_purge(topology.inbox(service))
    return prepared_place


@pytest.fixture(scope="session")
def two_firms(prepared_place: Stack) -> Iterator[tuple[FirmAccess, FirmAccess]]:
    names = [f"{name}-{secrets.token_hex(4)}" for name in ("firm", "other")]
    first, second = (provision(prepared_place, name) for name in names)
    yield first, second
    for name in names:
        forget(prepared_place, name)


@pytest.fixture
def firm(place: Stack, two_firms: tuple[FirmAccess, FirmAccess]) -> FirmAccess:
    return emptied(place, two_firms[0])


@pytest.fixture
def other_firm(place: Stack, two_firms: tuple[FirmAccess, FirmAccess]) -> FirmAccess:
    return emptied(place, two_firms[1])


@pytest.fixture
def run(place: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run folder that the commands take for theirs."""
    (tmp_path / "stack.json").write_bytes(msgspec.json.encode(place))
    monkeypatch.setenv("REDWELL_RUN", str(tmp_path))
    monkeypatch.delenv("REDWELL_FIRM_ID", raising=False)
    return tmp_path


def emptied(place: Stack, access: FirmAccess) -> FirmAccess:
    with kombu.Connection(place.amqp) as connection:
        connection.default_channel.queue_purge(topology.firm_queue(access.firm_id))
    return access


def forget(place: Stack, firm_id: str) -> None:
    with broker_api(place) as api:
        api.delete(f"/users/{topology.firm_user(firm_id)}")


def waiting_in(place: Stack, queue: str) -> list[bytes]:
    """The bodies of all messages in a queue, taken out of it."""
    with kombu.Connection(place.amqp) as connection:
        channel = connection.default_channel
        bodies = []
        while message := channel.basic_get(queue, no_ack=True):
            bodies.append(bytes(message.body))
        return bodies


def user_of(access: FirmAccess) -> str:
    return urllib.parse.urlsplit(access.firm_amqp_url).username or ""


def wrote(body: str, message_ref: str = "") -> MessageSent:
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
        message_ref=message_ref,
    )


def happen(place: Stack, firm_id: str, *happened: events.Event) -> None:
    """Publish to the firm as Redwell would."""
    for each in happened:
        body = events.encode(each, id=str(ids.new_id()), source="redwell", firm_id=firm_id, time=AT)
        raw(place, firm_id, each.type, body)


def raw(place: Stack, firm_id: str, event_type: str, body: bytes) -> None:
    with kombu.Connection(place.amqp) as connection:
        key = topology.routing_key(firm_id, event_type)
        connection.Producer().publish(body, exchange=topology.PORTAL, routing_key=key)
