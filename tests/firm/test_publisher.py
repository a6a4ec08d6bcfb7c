"""Every publish is confirmed, or raises within its deadline: that is what a firm may rely on."""

import json
import time
import urllib.parse
from collections.abc import Iterator

import msgspec
import pytest

from backbone import testing
from backbone.testing import wait_for
from contracts import topology
from contracts.errors import EventRefused
from contracts.events.contacts import ContactInvited
from contracts.events.matters import MatterOpened
from firm.publisher import NotPublished, Publisher, Refused, Unroutable
from operations.provision import FirmAccess, Stack, broker_api, provision
from tests.firm.conftest import forget, waiting_in
from tests.firm.silence import Road, road_to

OPENED = MatterOpened(matter_id="m-1", title="Alvarez v. Lakeside")


@pytest.fixture
def publisher(firm: FirmAccess) -> Iterator[Publisher]:
    with Publisher(firm.firm_amqp_url, firm.firm_id) as publisher:
        yield publisher


def test_a_published_event_stands_in_the_services_queues(
    place: Stack, publisher: Publisher
) -> None:
    event_id = publisher.send(OPENED)
    for service in ("matters", "messaging"):
        (body,) = waiting_in(place, topology.inbox(service))
        envelope = json.loads(body)
        assert envelope["id"] == event_id
        assert envelope["firmid"] == publisher.firm_id
        assert envelope["subject"] == "m-1"
        assert envelope["data"]["title"] == "Alvarez v. Lakeside"


def test_an_event_that_no_queue_takes_is_an_error(place: Stack) -> None:
    empty = msgspec.structs.replace(place, amqp=testing.fresh_vhost())
    access = provision(empty, "nobody-listens")
    with Publisher(access.firm_amqp_url, access.firm_id) as publisher, pytest.raises(Unroutable):
        publisher.send(OPENED)
    forget(place, access.firm_id)


def test_an_event_that_breaks_the_contract_never_leaves(place: Stack, publisher: Publisher) -> None:
    with pytest.raises(EventRefused, match="email"):
        publisher.send(ContactInvited(contact_id="c-1", name="Maria", email="not an address"))
    assert waiting_in(place, "auth.inbox") == []


def test_an_event_of_another_firm_never_leaves(
    publisher: Publisher, other_firm: FirmAccess, place: Stack
) -> None:
    with Publisher(other_firm.firm_amqp_url, other_firm.firm_id) as theirs:
        theirs.send(OPENED)
    (body, *_) = waiting_in(place, "matters.inbox")
    with pytest.raises(EventRefused, match=other_firm.firm_id):
        publisher.publish(body)


def test_another_firms_id_is_refused_by_the_broker(
    firm: FirmAccess, other_firm: FirmAccess
) -> None:
    with Publisher(firm.firm_amqp_url, other_firm.firm_id) as impostor, pytest.raises(Refused):
        impostor.send(OPENED)


def test_a_wrong_password_is_said_at_once(firm: FirmAccess) -> None:
    url = firm.firm_amqp_url.replace("@", "x@")
    started = time.monotonic()
    with Publisher(url, firm.firm_id) as publisher, pytest.raises(Refused):
        publisher.send(OPENED)
    assert time.monotonic() - started < 5


def test_an_unreachable_broker_is_given_up_at_the_deadline(firm: FirmAccess) -> None:
    started = time.monotonic()
    with (
        Publisher("amqp://x:y@localhost:1/", firm.firm_id) as publisher,
        pytest.raises(NotPublished),
    ):
        publisher.send(OPENED, deadline=1.0)
    assert time.monotonic() - started < 1.5


def test_a_lost_connection_is_opened_again(place: Stack, publisher: Publisher) -> None:
    publisher.send(OPENED)
    drop_connections(place, topology.firm_user(publisher.firm_id))
    publisher.send(OPENED)
    assert len(waiting_in(place, "matters.inbox")) == 2


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "fresh"])
def test_a_silent_broker_is_given_up_at_the_deadline(firm: FirmAccess, warm: bool) -> None:
    port = urllib.parse.urlsplit(firm.firm_amqp_url).port
    assert port
    with (
        road_to(port) as road,
        Publisher(by_road(firm, port, road), firm.firm_id) as publisher,
    ):
        if warm:
            publisher.send(OPENED)
        road.silent.set()
        started = time.monotonic()
        with pytest.raises(NotPublished):
            publisher.send(OPENED, deadline=2.0)
        assert time.monotonic() - started < 2.5
        road.silent.clear()
        publisher.send(OPENED)


def by_road(firm: FirmAccess, port: int, road: Road) -> str:
    return firm.firm_amqp_url.replace(f":{port}/", f":{road.port}/")


def drop_connections(place: Stack, user: str) -> None:
    """Close the user's connections from the broker's side, once it knows of them."""
    with broker_api(place) as api:
        names = wait_for(
            lambda: [
                each["name"] for each in api.get("/connections").json() if each.get("user") == user
            ],
            within=20,
        )
        for name in names:
            api.delete(f"/connections/{urllib.parse.quote(name, safe='')}")
