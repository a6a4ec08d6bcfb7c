"""The authenticator app as second factor."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pyotp
import pytest

from contracts.errors import ClockWrong, CodeWrong, StepOutOfOrder, TooManyTries


@pytest.fixture
def back(world, browser):
    """A person who has set up, in another browser, asked for the authenticator's code."""
    browser.set_up(world.link())
    world.later(minutes=5)
    back = world.browser()
    back.app = browser.app
    back.codes = browser.codes
    back.open(world.link())
    back.prove_mailbox()
    return back


def proved_elsewhere(world):
    """Another browser, which has proved the mailbox too."""
    return proved_by(world, world.link())


def proved_by(world, link):
    world.later(seconds=30)
    other = world.browser()
    other.open(link)
    other.prove_mailbox()
    return other


def test_coming_back_takes_mailbox_and_authenticator(world, back):
    assert back.look().step == "totp"
    assert back.check_totp(back.shown()).step == "done"
    assert world.resolve(back.session).address == "Ana@example.com"


@pytest.mark.parametrize("zero", "０٠۰")
def test_the_apps_code_may_be_typed_in_any_digits(back, zero):
    typed = "\u200d".join(chr(ord(zero) + int(digit)) for digit in back.shown())

    assert back.check_totp(typed).step == "done"


def test_the_mailbox_alone_lets_nobody_set_up_another_authenticator(back):
    with pytest.raises(StepOutOfOrder):
        back.begin_totp()


@pytest.mark.parametrize("drift", [-30, 0, 30])
def test_a_phone_half_a_minute_off_is_still_right(world, back, drift):
    shown = back.shown(world.now + datetime.timedelta(seconds=drift))

    assert back.check_totp(shown).step == "done"


@pytest.mark.parametrize("drift", [-60, 60])
def test_a_phone_a_minute_off_is_wrong(world, back, drift):
    with pytest.raises(CodeWrong):
        back.check_totp(back.shown(world.now + datetime.timedelta(seconds=drift)))


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-10, "10 minutes behind"), (-3, "3 minutes behind"), (1, "1 minute ahead"), (9, "9 minutes")],
)
def test_a_code_of_another_minute_says_that_the_phones_clock_is_wrong(world, back, minutes, said):
    with pytest.raises(ClockWrong, match=said):
        back.check_totp(back.shown(world.now + datetime.timedelta(minutes=minutes)))
    world.later(seconds=30)

    assert back.check_totp(back.shown()).step == "done"


def test_a_code_of_another_hour_is_simply_wrong(world, back):
    with pytest.raises(CodeWrong) as refused:
        back.check_totp(back.shown(world.now + datetime.timedelta(hours=1)))
    assert refused.type is CodeWrong


def test_a_guess_that_was_told_to_be_of_a_later_minute_is_worth_nothing_then(world, back):
    guessed = back.shown(world.now + datetime.timedelta(minutes=5))
    with pytest.raises(ClockWrong):
        back.check_totp(guessed)
    world.later(minutes=5)

    with pytest.raises(CodeWrong):
        back.check_totp(guessed)


def test_a_wrong_clock_counts_as_a_wrong_try(world, back):
    for minute in range(2, 7):
        with pytest.raises(ClockWrong):
            back.check_totp(back.shown(world.now + datetime.timedelta(minutes=minute)))
    with pytest.raises(TooManyTries):
        back.check_totp(back.shown())


def test_a_code_of_the_authenticator_works_once(world, back):
    thief = proved_elsewhere(world)
    code = back.shown()
    back.check_totp(code)

    with pytest.raises(CodeWrong):
        thief.check_totp(code)


def test_a_code_older_than_the_last_used_one_is_wrong(world, back):
    thief = proved_elsewhere(world)
    older = back.shown(world.ago(seconds=30))
    back.check_totp(back.shown())

    with pytest.raises(CodeWrong):
        thief.check_totp(older)


def test_the_code_that_confirmed_the_set_up_signs_nobody_in_again(world, browser):
    browser.open(world.link())
    browser.prove_mailbox()
    thief = proved_elsewhere(world)
    browser.begin_totp()
    code = browser.shown()
    browser.check_totp(code)

    with pytest.raises(CodeWrong):
        thief.check_totp(code)


def test_one_code_in_many_browsers_at_the_same_moment_opens_one_session(world, browser):
    browser.set_up(world.link())
    others = [proved_by(world, world.link()) for _ in range(2)]
    for number in range(6):  # the account is the same, whichever firm's link leads to it
        world.firm(f"firm-{number}", f"Firm {number}")
        world.invite("x-9", "ana@example.com", firm_id=f"firm-{number}")
        others.append(proved_by(world, world.link("x-9", "ana@example.com", f"firm-{number}")))
    code = browser.shown()
    together = Barrier(8)

    def one_try(other) -> bool:
        together.wait()
        try:
            other.check_totp(code)
        except (CodeWrong, TooManyTries):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one_try, others)) == 1


def test_guessing_slows_down_over_all_browsers_and_lets_the_owner_in_later(world, back):
    for _ in range(5):
        with pytest.raises(CodeWrong):
            back.check_totp(pyotp.TOTP(pyotp.random_base32()).at(0))
    with pytest.raises(TooManyTries) as refused:
        back.check_totp(back.shown())
    assert 0 < refused.value.extra["retry_after"] <= 600
    other = proved_elsewhere(world)
    with pytest.raises(TooManyTries):
        other.check_totp(back.shown())

    world.later(minutes=10)
    assert back.check_totp(back.shown()).step == "done"


def test_the_authenticators_secret_is_stored_encrypted(world, browser):
    browser.open(world.link())
    browser.prove_mailbox()
    secret = browser.begin_totp().secret
    pending = world.rows("SELECT totp_pending FROM attempts")[0][0]
    browser.check_totp(browser.shown())
    kept = world.rows("SELECT secret FROM authenticators")[0][0]

    assert secret.encode() not in bytes(pending) + bytes(kept)
    assert world.keys.secrets.decrypt(bytes(kept)).decode() == secret


def test_a_page_loaded_anew_during_set_up_shows_the_same_secret(world, browser):
    browser.open(world.link())
    browser.prove_mailbox()
    browser.begin_totp()
    in_the_app = browser.shown()
    browser.begin_totp()

    assert browser.check_totp(in_the_app).step == "recovery_codes"


def test_of_two_browsers_that_set_up_at_once_only_one_brings_its_authenticator(world, browser):
    other = world.browser()
    for each in (browser, other):
        each.open(world.link())
        each.prove_mailbox()
        each.begin_totp()
        world.later(seconds=30)
    browser.check_totp(browser.shown())

    with pytest.raises((CodeWrong, StepOutOfOrder)):
        other.check_totp(other.shown())
    assert len(world.rows("SELECT 1 FROM authenticators")) == 1
