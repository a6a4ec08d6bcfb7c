"""The audit trail: nothing can be taken from it, and each firm hears its own."""

import pytest
from sqlalchemy.exc import DBAPIError

from contracts.errors import CodeWrong
from contracts.events.accounts import AccountEvent, AccountSignedOut


def test_every_step_in_and_every_failure_is_on_record(world, browser):
    browser.open(world.link())
    browser.send_code()
    with pytest.raises(CodeWrong):
        browser.check_code("00000000")
    browser.check_code(world.mailed_code())
    browser.begin_totp()
    with pytest.raises(CodeWrong):
        browser.check_totp("000000")
    browser.check_totp(browser.shown())
    browser.keep_codes()

    rows = world.rows("SELECT what, details, network FROM records ORDER BY id")
    assert [(row.what, row.details) for row in rows] == [
        ("sign_in_failed", {"factor": "code"}),
        ("sign_in_failed", {"factor": "totp"}),
        ("signed_in", {"proofs": ["mailbox", "totp"]}),
    ]
    assert {row.network for row in rows} == {"198.51.100.7"}


def test_the_firm_hears_of_sign_ins_and_failures(world, browser):
    browser.open(world.link())
    browser.send_code()
    with pytest.raises(CodeWrong):
        browser.check_code("00000000")
    browser.check_code(world.mailed_code())
    browser.begin_totp()
    browser.check_totp(browser.shown())
    browser.keep_codes()

    told = [(firm, event.type) for firm, event in world.addressed(AccountEvent)]
    assert told == [("hollis", "account.sign_in_failed"), ("hollis", "account.signed_in")]


@pytest.mark.parametrize(
    "attack", ["UPDATE records SET what = ''", "DELETE FROM records", "TRUNCATE records"]
)
def test_the_record_can_be_neither_changed_nor_emptied(world, browser, attack):
    browser.set_up(world.link())

    with pytest.raises(DBAPIError, match="append-only"):
        world.rows(attack)


def test_signing_out_is_on_record(world, browser):
    browser.set_up(world.link())
    browser.sign_out()

    assert world.rows("SELECT what FROM records ORDER BY id")[-1].what == "signed_out"
    assert len(world.published(AccountSignedOut)) == 1
