"""Secure links: what they open, and what they never do."""

import pytest

from contracts import ids, links
from contracts.errors import LinkExpired, LinkInvalid, LinkRevoked
from contracts.events import Event
from contracts.events.contacts import ContactRemoved, ContactUpdated
from tests.services.auth.world import LINK_KEYS


def test_a_link_opened_many_times_opens_nothing_and_still_works(world):
    link = world.link()
    for _ in range(20):
        world.browser().open(link)

    assert world.rows("SELECT 1 FROM sessions") == []
    assert world.published(Event) == []
    assert world.browser().set_up(link).step == "done"


def test_a_link_works_for_seven_days_and_then_names_the_firm(world, browser):
    link = world.link()
    world.later(days=7, seconds=-1)
    assert browser.open(link).step == "mailbox"

    world.later(seconds=1)
    with pytest.raises(LinkExpired) as refused:
        world.browser().open(link)
    firm = refused.value.extra["firm"]
    assert (firm["name"], firm["accent"]) == ("Hollis & Bray", "#1f4f82")


@pytest.mark.parametrize("cut", [1, 10, 60])
def test_a_cut_link_is_refused(world, browser, cut):
    with pytest.raises(LinkInvalid):
        browser.open(world.link()[:-cut])


def test_a_link_signed_with_another_key_is_refused(world, browser):
    world.use_keys(links=["a key of somebody else"])
    forged = world.link()
    world.use_keys(links=["the key of today"])

    with pytest.raises(LinkInvalid):
        browser.open(forged)


def test_a_link_of_an_older_key_still_works_after_a_key_change(world, browser):
    link = world.link()
    world.use_keys(links=[*LINK_KEYS, "the key of tomorrow"])

    assert browser.open(link).step == "mailbox"


def test_a_link_whose_content_was_swapped_is_refused(world, browser):
    mine, signature = world.link().rsplit(".", 1)
    world.invite("c-2", "bo@example.com", name="Bo Lind")
    other = world.link("c-2", "bo@example.com").rsplit(".", 1)[0]

    assert mine != other
    with pytest.raises(LinkInvalid):
        browser.open(f"{other}.{signature}")


def test_a_link_for_a_person_of_another_firm_is_refused(world, browser):
    world.firm("other", "Other LLP")
    link = links.Link(
        firm_id="other",
        person_id=ids.person_id("hollis", "c-1"),
        address_digest=links.address_digest("ana@example.com"),
        target=links.Target(),
        issued_at=world.now,
        expires_at=world.now + links.VALID_FOR,
    )

    with pytest.raises(LinkInvalid):
        browser.open(links.seal(link, world.keys.links))


def test_a_changed_address_makes_older_links_void(world, browser):
    link = world.link()
    moved = ContactUpdated(contact_id="c-1", email="ana@elsewhere.example")
    world.tell(moved)

    with pytest.raises(LinkRevoked) as refused:
        browser.open(link)
    assert refused.value.extra["firm"]["name"] == "Hollis & Bray"
    assert browser.open(world.link(email="ana@elsewhere.example")).step == "mailbox"


def test_a_changed_address_ends_a_sign_in_under_way(world, browser):
    browser.open(world.link())
    browser.send_code()
    moved = ContactUpdated(contact_id="c-1", email="ana@elsewhere.example")
    world.tell(moved)

    with pytest.raises(Exception, match="no longer open"):
        browser.check_code(world.mailed_code())


def test_a_link_of_a_contact_that_was_removed_says_so(world, browser):
    link = world.link()
    world.tell(ContactRemoved(contact_id="c-1"))

    with pytest.raises(LinkRevoked):
        browser.open(link)


def test_a_link_opened_where_its_owner_is_signed_in_leads_straight_on(world, browser):
    browser.set_up(world.link())
    target = links.Target(kind="conversation", id=ids.conversation_id("hollis", "m-1"))

    opened = browser.open(world.link(target=target))

    assert (opened.step, opened.target, browser.attempt) == ("done", target, "")


def test_a_link_opened_where_somebody_else_is_signed_in_asks_for_everything(world, browser):
    browser.set_up(world.link())
    world.invite("c-2", "bo@example.com", name="Bo Lind")

    opened = browser.open(world.link("c-2", "bo@example.com"))

    assert (opened.step, opened.first_time) == ("mailbox", True)
    assert len(world.resolve(browser.session).persons) == 1


def test_a_link_opened_with_an_ended_session_asks_for_everything(world, browser):
    browser.set_up(world.link())
    world.later(hours=1)

    assert browser.open(world.link()).step == "mailbox"
