"""Remembered devices: fifteen seconds for the owner, nothing for anybody else."""

import pytest

from contracts.calls import account
from contracts.errors import StepOutOfOrder
from contracts.events.contacts import ContactUpdated
from contracts.events.firms import FirmPolicyChanged


@pytest.fixture
def remembered(world, browser):
    """A browser whose device is remembered and whose session has ended."""
    browser.set_up(world.link())
    world.later(minutes=5)
    browser.session = ""
    browser.come_back(world.link(), remember=True)
    world.later(days=2)
    return browser


def test_a_remembered_device_asks_for_one_factor(world, remembered):
    opened = remembered.open(world.link())

    assert (opened.step, opened.remembered, opened.name) == ("totp", True, "Ana Duarte")
    assert remembered.check_totp(remembered.shown()).step == "done"


def test_a_device_is_remembered_only_when_asked_to_be(world, browser):
    browser.set_up(world.link())

    assert browser.device == ""


def test_a_remembered_device_alone_opens_nothing(world, remembered):
    remembered.open(world.link())

    with pytest.raises(StepOutOfOrder):
        remembered.keep_codes()
    with pytest.raises(StepOutOfOrder):
        remembered.send_code()


def test_a_device_is_forgotten_after_thirty_days(world, remembered):
    world.later(days=28, seconds=-1)
    assert remembered.open(world.link()).step == "totp"

    world.later(seconds=1)
    remembered.attempt = ""
    assert remembered.open(world.link()).step == "mailbox"


def test_a_stricter_policy_forgets_devices_that_are_older(world, remembered):
    world.tell(FirmPolicyChanged(remembered_days=1))

    assert remembered.open(world.link()).step == "mailbox"


def test_no_device_is_remembered_where_the_firm_wants_none(world, browser):
    world.tell(FirmPolicyChanged(remembered_days=0))
    browser.set_up(world.link())
    world.later(minutes=5)
    browser.session = ""
    browser.come_back(world.link(), remember=True)

    assert browser.device == ""


def test_a_device_forgotten_on_the_account_page_proves_nothing_any_more(world, remembered):
    remembered.open(world.link())
    remembered.check_totp(remembered.shown())
    [device] = world.ask(account.ListSessions(session_token=remembered.session)).devices
    forget = account.ForgetDevice(session_token=remembered.session, device_id=device.device_id)
    assert world.ask(forget).devices == []

    remembered.session = ""
    assert remembered.open(world.link()).step == "mailbox"


def test_a_device_forgotten_while_a_sign_in_is_under_way_stops_it(world, remembered):
    remembered.open(world.link())
    with world.sessions.begin() as db:
        db.connection().exec_driver_sql("UPDATE devices SET revoked_at = now()")

    with pytest.raises(StepOutOfOrder) as refused:
        remembered.check_totp(remembered.shown())
    assert refused.value.extra == {"step": "mailbox"}


def test_the_device_of_one_account_means_nothing_to_another(world, remembered):
    world.invite("c-2", "bo@example.com", name="Bo Lind")
    bo = world.browser()
    bo.set_up(world.link("c-2", "bo@example.com"))
    world.later(minutes=5)
    stranger = world.browser()
    stranger.device = remembered.device

    assert stranger.open(world.link("c-2", "bo@example.com")).step == "mailbox"


def test_a_changed_address_forgets_every_device(world, remembered):
    moved = ContactUpdated(contact_id="c-1", email="ana@elsewhere.example")
    world.tell(moved)

    assert remembered.open(world.link(email="ana@elsewhere.example")).step == "mailbox"


def test_the_database_holds_no_device_token(world, remembered):
    assert remembered.device not in repr(world.rows("SELECT * FROM devices"))


def test_strangers_who_guess_do_not_hold_up_the_owners_device(world, remembered):
    stranger = world.browser()
    stranger.open(world.link())
    stranger.prove_mailbox()
    for _ in range(7):
        with pytest.raises(Exception, match=r"match|too often"):
            stranger.check_totp("000000")

    remembered.open(world.link())
    assert remembered.check_totp(remembered.shown()).step == "done"
