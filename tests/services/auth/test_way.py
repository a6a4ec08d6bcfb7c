"""The steps that a person still has before them, as each page counts them."""

from contracts.calls import account
from contracts.events.contacts import ContactFactorsReset
from contracts.events.firms import FirmPolicyChanged

SET_UP = ["mailbox", "code", "totp_setup", "recovery_codes", "welcome"]


def confirm_profile(world, browser):
    call = account.ConfirmProfile(
        session_token=browser.session, name="Ana M. Duarte", time_zone="America/Denver"
    )
    world.ask(call)


def test_the_first_time_every_step_counts_the_same_five(world, browser):
    ways = [browser.open(world.link()).way, browser.send_code().way]
    ways.append(browser.check_code(world.mailed_code()).way)
    browser.begin_totp()
    ways.append(browser.check_totp(browser.shown()).way)

    assert ways == [SET_UP] * 4
    assert browser.keep_codes().way == []


def test_coming_back_takes_three_steps_once_name_and_zone_are_confirmed(world, browser):
    browser.set_up(world.link())
    assert world.browser().open(world.link()).way == ["mailbox", "code", "totp", "welcome"]
    confirm_profile(world, browser)

    later = world.browser()
    assert later.open(world.link()).way == ["mailbox", "code", "totp"]
    assert later.prove_mailbox().way == ["mailbox", "code", "totp"]
    assert later.look().name == "Ana M. Duarte"


def test_a_remembered_device_leaves_one_step(world, browser):
    browser.set_up(world.link())
    confirm_profile(world, browser)
    world.later(minutes=1)
    browser.session = ""
    browser.come_back(world.link(), remember=True)
    browser.session = ""

    assert browser.open(world.link()).way == ["totp"]


def test_a_typed_address_is_told_the_same_way_known_or_not(world, browser):
    browser.set_up(world.link())
    confirm_profile(world, browser)
    known, unknown = world.browser(), world.browser()

    assert known.type_address("ana@example.com").way == ["mailbox", "code", "totp"]
    assert unknown.type_address("nobody@example.com").way == ["mailbox", "code", "totp"]
    assert known.check_code(world.mailed_code()).way == ["mailbox", "code", "totp"]


def test_after_a_reset_the_set_up_is_walked_again_without_the_welcome(world, browser):
    browser.set_up(world.link())
    confirm_profile(world, browser)
    world.later(minutes=1)
    world.tell(ContactFactorsReset(contact_id="c-1"))
    world.later(minutes=1)

    assert browser.open(world.link()).way == SET_UP[:-1]
    assert browser.prove_mailbox().way == SET_UP[:-1]


def test_whoever_chose_the_mailbox_alone_comes_back_in_two_steps(world, browser):
    allowed = FirmPolicyChanged(second_factors=["totp", "email"])
    world.tell(allowed)
    browser.open(world.link())
    assert browser.prove_mailbox().way == SET_UP
    browser.use_mailbox_alone()
    confirm_profile(world, browser)

    later = world.browser()
    opened = later.open(world.link())
    assert (opened.first_time, opened.way) == (False, ["mailbox", "code"])
    assert later.prove_mailbox().step == "done"


def test_a_stricter_policy_has_them_set_a_factor_up_after_all(world, browser):
    test_whoever_chose_the_mailbox_alone_comes_back_in_two_steps(world, browser)
    strict = FirmPolicyChanged(second_factors=["totp", "passkey"])
    world.later(minutes=1)
    world.tell(strict)

    assert world.browser().open(world.link()).way == SET_UP[:-1]


def test_a_second_firms_link_does_not_tell_before_a_proof_that_the_address_is_known(world, browser):
    browser.set_up(world.link())
    confirm_profile(world, browser)
    world.firm("other", "Other LLP")
    world.invite("x-9", "ana@example.com", firm_id="other", name="A. Duarte")
    stranger = world.browser()

    assert stranger.open(world.link("x-9", "ana@example.com", firm_id="other")).way == SET_UP
    proved = stranger.prove_mailbox()
    assert (proved.way, proved.name) == (["mailbox", "code", "totp"], "Ana M. Duarte")
