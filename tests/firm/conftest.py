"""A firm of its own for each test, on a virtual host where every service has its inbox."""

import secrets
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import kombu
import msgspec
import pytest

from backbone import testing
from backbone.amqp.broker import declare_inbox
from contracts import events, topology
from contracts.topology import SERVICES
from operations.provision import FirmAccess, Stack, broker_api, provision


@pytest.fixture(scope="session")
def prepared_place() -> Stack:
    """The test stack, but on a new virtual host where every service's inbox stands ready."""
    found = msgspec.convert(testing.stack(), Stack)
    found = msgspec.structs.replace(found, amqp=testing.fresh_vhost())
    taken = [(kind.exchange, topology.any_firm(kind.type)) for kind in events.event_types()]
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
