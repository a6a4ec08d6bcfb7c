"""The first sign-in: from the link to the session."""

import pytest

from contracts import ids, links
from contracts.errors import AttemptEnded, NotSignedIn, StepOutOfOrder
from contracts.events.accounts import AccountActivated


def test_a_newcomer_gets_in_by_mailbox_and_authenticator(world, browser):
    target = links.Target(kind="conversation", id=ids.conversation_id("hollis", "m-1"))

    opened = browser.open(world.link(target=target))
    assert (opened.step, opened.firm.name, opened.first_time) == ("mailbox", "Hollis & Bray", True)
    assert browser.send_code().step == "code"
    assert browser.check_code(world.mailed_code()).step == "totp_setup"
    setup = browser.begin_totp()
    kept = browser.check_totp(browser.shown())
    assert (kept.step, len(kept.recovery_codes)) == ("recovery_codes", 10)
    done = browser.keep_codes()

    assert (done.step, done.target, done.recovery_codes) == ("done", target, [])
    session = world.resolve(browser.session)
    assert session.address == "Ana@example.com"
    assert [person.name for person in session.persons] == ["Ana Duarte"]
    assert setup.uri.startswith("otpauth://totp/Hollis%20%26%20Bray:Ana%40example.com?secret=")
    assert setup.qr.startswith("data:image/svg+xml")


def test_the_firm_hears_once_that_the_person_is_active(world, browser):
    browser.set_up(world.link())
    world.later(minutes=2)
    browser.session = ""
    browser.come_back(world.link())

    activated = world.addressed(AccountActivated)
    assert [(firm, event.person.contact_ref) for firm, event in activated] == [("hollis", "c-1")]


def test_a_link_alone_says_neither_name_nor_address(world, browser):
    opened = browser.open(world.link())

    assert opened.name == ""
    assert opened.masked_address == "A•••@example.com"
    assert "Duarte" not in repr(opened)


def test_a_page_loaded_again_shows_the_same_recovery_codes_until_they_are_kept(world, browser):
    browser.open(world.link())
    browser.prove_mailbox()
    browser.begin_totp()
    first = browser.check_totp(browser.shown()).recovery_codes

    assert browser.look().recovery_codes == first
    browser.keep_codes()
    assert world.rows("SELECT codes_sealed FROM accounts") == [(None,)]


def test_a_set_up_left_at_the_recovery_codes_goes_on_there_from_a_later_link(world, browser):
    browser.open(world.link())
    browser.prove_mailbox()
    browser.begin_totp()
    first = browser.check_totp(browser.shown()).recovery_codes
    world.later(days=3)
    later = world.browser()

    back = later.come_back(world.link(), browser.app)

    assert (back.step, back.recovery_codes) == ("recovery_codes", first)


def test_the_same_browser_takes_the_set_up_up_where_it_was_left(world, browser):
    link = world.link()
    browser.open(link)
    browser.prove_mailbox()

    assert browser.open(world.link()).step == "totp_setup"


def test_no_step_can_be_skipped(world, browser):
    browser.open(world.link())
    for skip in (
        browser.begin_totp,
        browser.keep_codes,
        lambda: browser.check_code("00000000"),
        lambda: browser.check_totp("000000"),
        lambda: browser.check_recovery_code("0000-0000-0000-0000"),
    ):
        with pytest.raises(StepOutOfOrder) as refused:
            skip()
        assert refused.value.extra == {"step": "mailbox"}

    browser.prove_mailbox()
    for skip in (
        browser.keep_codes,
        lambda: browser.check_recovery_code("0000"),
        browser.send_code,
    ):
        with pytest.raises(StepOutOfOrder):
            skip()
    with pytest.raises(StepOutOfOrder):
        browser.check_totp("000000")  # nothing was set up to check against


def test_a_finished_sign_in_is_used_up(world, browser):
    browser.set_up(world.link())

    with pytest.raises(AttemptEnded):
        browser.look()
    with pytest.raises(AttemptEnded):
        browser.keep_codes()


def test_a_sign_in_runs_out_after_an_hour(world, browser):
    browser.open(world.link())
    world.later(hours=1)

    with pytest.raises(AttemptEnded):
        browser.look()


def test_the_attempts_token_is_no_session(world, browser):
    browser.open(world.link())

    with pytest.raises(NotSignedIn):
        world.resolve(browser.attempt)
