"""Send me a new link."""

import pytest

from contracts import ids, links
from contracts.calls import auth as calls
from contracts.errors import LinkInvalid, LinkRevoked, TooManyTries
from contracts.events.accounts import LinkRequested
from contracts.events.contacts import ContactUpdated


def request(world, link, network="198.51.100.7"):
    return world.ask(calls.RequestLink(link=link, address=network))


def test_an_expired_link_brings_a_new_one_to_the_address_it_was_made_for(world):
    target = links.Target(kind="conversation", id=ids.conversation_id("hollis", "m-1"))
    link = world.link(target=target)
    world.later(days=8)

    sent = request(world, link)

    assert (sent.firm.name, sent.masked_address) == ("Hollis & Bray", "A•••@example.com")
    [(firm, asked)] = world.addressed(LinkRequested)
    assert (firm, asked.person_id) == ("hollis", ids.person_id("hollis", "c-1"))
    assert (asked.address, asked.target) == ("Ana@example.com", target)


def test_new_links_are_limited_in_rate(world):
    link = world.link()
    request(world, link)
    with pytest.raises(TooManyTries):
        request(world, link)
    for _ in range(4):
        world.later(minutes=1)
        request(world, link)
    world.later(minutes=1)
    with pytest.raises(TooManyTries):
        request(world, link)

    assert len(world.published(LinkRequested)) == 5
    world.later(days=1)
    request(world, link)


def test_a_link_to_an_address_of_before_brings_no_new_one(world):
    link = world.link()
    moved = ContactUpdated(contact_id="c-1", email="ana@elsewhere.example")
    world.tell(moved)

    with pytest.raises(LinkRevoked):
        request(world, link)
    assert world.published(LinkRequested) == []


def test_a_forged_link_brings_no_new_one(world):
    with pytest.raises(LinkInvalid):
        request(world, world.link()[:-3] + "abc")
