"""What a firm's policy decides, from the next request on."""

import datetime

import pytest

from contracts.errors import NotSignedIn, NotYet, StepOutOfOrder
from contracts.events.firms import FirmPolicyChanged
from contracts.events.sessions import SessionChanged


def change(world, firm_id="hollis", at=None, **given):
    world.tell(FirmPolicyChanged(**given), at, firm_id)


def test_a_shorter_idle_limit_holds_at_the_next_request(world, browser):
    browser.set_up(world.link())
    world.later(minutes=20)
    world.resolve(browser.session)
    world.later(minutes=20)
    change(world, idle_minutes=15)

    with pytest.raises(NotSignedIn):
        world.resolve(browser.session)


def test_a_shorter_absolute_limit_holds_at_the_next_request(world, browser):
    browser.set_up(world.link())
    for _ in range(5):
        world.later(minutes=30)
        world.resolve(browser.session)
    change(world, absolute_hours=2)

    with pytest.raises(NotSignedIn):
        world.resolve(browser.session)


def test_longer_limits_hold_too(world, browser):
    change(world, idle_minutes=240, absolute_hours=72)
    browser.set_up(world.link())
    world.later(minutes=239)

    session = world.resolve(browser.session)
    assert session.ends_at - world.now == datetime.timedelta(hours=72) - datetime.timedelta(
        minutes=239
    )


def test_of_two_firms_the_stricter_counts(world, browser):
    world.firm("other", "Other LLP")
    world.invite("x-9", "ana@example.com", firm_id="other")
    change(world, "other", idle_minutes=10)
    browser.set_up(world.link())
    browser.open(world.link("x-9", "ana@example.com", firm_id="other"))
    world.later(minutes=10)

    with pytest.raises(NotSignedIn):
        world.resolve(browser.session)


def test_the_mailbox_alone_is_enough_only_where_the_firm_says_so(world, browser):
    browser.open(world.link())
    browser.prove_mailbox()
    with pytest.raises(StepOutOfOrder):
        browser.use_mailbox_alone()

    change(world, second_factors=["totp", "email"])
    assert browser.look().factors == ["totp", "email"]
    assert browser.use_mailbox_alone().step == "done"
    world.later(hours=2)
    back = world.browser()
    back.open(world.link())
    assert back.prove_mailbox().step == "done"


def test_a_session_by_mailbox_alone_ends_when_the_firm_asks_for_more(world, browser):
    change(world, second_factors=["totp", "email"])
    browser.open(world.link())
    browser.prove_mailbox()
    browser.use_mailbox_alone()
    world.resolve(browser.session)
    change(world, second_factors=["totp"])

    with pytest.raises(NotSignedIn):
        world.resolve(browser.session)
    world.later(minutes=1)
    browser.open(world.link())
    assert browser.prove_mailbox().step == "totp_setup"


def test_the_second_factor_stays_asked_for_where_it_was_set_up(world, browser):
    browser.set_up(world.link())
    change(world, second_factors=["totp", "email"])
    world.later(minutes=1)
    thief = world.browser()
    thief.open(world.link())

    assert thief.prove_mailbox().step == "totp"
    with pytest.raises(StepOutOfOrder):
        thief.use_mailbox_alone()


def test_a_session_too_weak_for_a_second_firm_does_not_open_it(world, browser):
    change(world, second_factors=["totp", "email"])
    browser.open(world.link())
    browser.prove_mailbox()
    browser.use_mailbox_alone()
    world.firm("other", "Other LLP")
    world.invite("x-9", "ana@example.com", firm_id="other")
    world.later(minutes=1)

    assert browser.open(world.link("x-9", "ana@example.com", firm_id="other")).step == "mailbox"
    assert browser.prove_mailbox().step == "totp_setup"
    assert [each.firm.id for each in world.resolve(browser.session).persons] == ["hollis"]


def test_whoever_is_signed_in_at_the_firm_is_told_of_to_the_gateway(world, browser):
    browser.set_up(world.link())
    world.firm("other", "Other LLP")
    change(world, "other", idle_minutes=30)
    assert world.published(SessionChanged) == []

    change(world, "hollis", idle_minutes=30)
    [changed] = world.published(SessionChanged)
    assert changed.session_ids == [world.resolve(browser.session).session_id]


def test_an_older_policy_that_comes_late_changes_only_what_nothing_newer_has_set(world, browser):
    change(world, idle_minutes=30)
    change(world, at=world.ago(minutes=5), idle_minutes=240, absolute_hours=48)
    browser.set_up(world.link())

    session = world.resolve(browser.session)
    assert session.idle_ends_at - world.now == datetime.timedelta(minutes=30)
    assert session.ends_at - world.now == datetime.timedelta(hours=48)


def test_the_policy_of_a_firm_not_registered_yet_waits(world):
    with pytest.raises(NotYet):
        change(world, "unheard-of", idle_minutes=30)
