"""One-time codes that prove the mailbox."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts.errors import AttemptEnded, CodeExpired, CodeWrong, StepOutOfOrder, TooManyTries
from contracts.events.accounts import CodeIssued


@pytest.fixture
def waiting(world, browser):
    """A browser that waits for the code to be typed."""
    browser.open(world.link())
    browser.send_code()
    return browser


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08d}"


def test_a_code_has_eight_digits_and_goes_to_the_invited_address(world, waiting):
    [(firm, issued)] = world.addressed(CodeIssued)

    assert (firm, issued.address) == ("hollis", "Ana@example.com")
    assert len(issued.code) == 8
    assert issued.code.isdigit()
    assert issued.expires_at == world.now + datetime.timedelta(minutes=10)


@pytest.mark.parametrize("zero", "0０٠۰०๐𝟎")
@pytest.mark.parametrize("between", ["", " ", "-", "\u2011", "\u200d", "\u00a0", "\u2060"])
def test_a_code_may_be_typed_in_any_digits_with_anything_between(world, waiting, zero, between):
    typed = between.join(chr(ord(zero) + int(digit)) for digit in world.mailed_code())

    assert waiting.check_code(f" {typed} ").step == "totp_setup"


def test_a_code_is_worth_nothing_in_another_browser(world, waiting):
    other = world.browser()
    other.open(world.link())
    with pytest.raises(StepOutOfOrder):
        other.check_code(world.mailed_code())
    code = world.mailed_code()
    world.later(seconds=30)
    other.send_code()

    with pytest.raises(CodeWrong):
        other.check_code(code)


def test_a_code_works_once(world, waiting):
    code = world.mailed_code()
    waiting.check_code(code)

    with pytest.raises(StepOutOfOrder):
        waiting.check_code(code)


def test_a_code_lives_ten_minutes(world, waiting):
    world.later(minutes=10)

    with pytest.raises(CodeExpired):
        waiting.check_code(world.mailed_code())


def test_a_newer_code_takes_the_place_of_the_older(world, waiting):
    first = world.mailed_code()
    world.later(seconds=30)
    waiting.send_code()

    with pytest.raises(CodeWrong):
        waiting.check_code(first)
    assert waiting.check_code(world.mailed_code()).step == "totp_setup"


def test_five_wrong_tries_end_a_code_for_good(world, waiting):
    code = world.mailed_code()
    left = []
    for _ in range(5):
        with pytest.raises(CodeWrong) as refused:
            waiting.check_code(wrong(code))
        left.append(refused.value.extra["tries_left"])

    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(TooManyTries):
        waiting.check_code(code)


@pytest.mark.parametrize("begun_by", ["link", "typed address"])
def test_tries_at_the_same_moment_do_not_add_up_to_more_than_five(world, waiting, begun_by):
    code = world.mailed_code()
    if begun_by == "typed address":
        waiting.type_address("nobody@example.com")

    def one_try(_: int) -> type[Exception] | None:
        try:
            waiting.check_code(wrong(code))
        except (CodeWrong, TooManyTries) as error:
            return type(error)
        return None

    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(one_try, range(24)))

    assert outcomes.count(CodeWrong) == 5
    assert outcomes.count(TooManyTries) == 19


def test_the_right_code_typed_twice_at_the_same_moment_is_taken_once(world, waiting):
    code = world.mailed_code()

    def one_try(_: int) -> bool:
        try:
            waiting.check_code(code)
        except (AttemptEnded, StepOutOfOrder):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(one_try, range(8))) == [False] * 7 + [True]


def test_the_next_code_may_be_asked_for_after_half_a_minute(world, waiting):
    assert waiting.look().resend_at == world.now + datetime.timedelta(seconds=30)
    with pytest.raises(TooManyTries) as refused:
        waiting.send_code()
    assert refused.value.extra == {"retry_after": 30}

    world.later(seconds=30)
    assert waiting.send_code().step == "code"


def test_many_browsers_together_cannot_flood_a_mailbox(world):
    for _ in range(10):
        fresh = world.browser()
        fresh.open(world.link())
        fresh.send_code()
        world.later(seconds=30)
    fresh = world.browser()
    fresh.open(world.link())

    with pytest.raises(TooManyTries):
        fresh.send_code()
    assert len(world.published(CodeIssued)) == 10
    world.later(hours=1)
    fresh.open(world.link())
    assert fresh.send_code().step == "code"


def test_buttons_pressed_in_another_browser_right_after_send_no_second_code(world, waiting):
    other = world.browser()
    other.open(world.link())

    with pytest.raises(TooManyTries):
        other.send_code()
    assert len(world.published(CodeIssued)) == 1


def test_a_wrong_token_opens_no_sign_in(world, waiting):
    waiting.attempt = waiting.attempt[:-1] + ("A" if waiting.attempt[-1] != "A" else "B")

    with pytest.raises(AttemptEnded):
        waiting.check_code(world.mailed_code())


def test_the_database_holds_neither_code_nor_token(world, waiting):
    stored = repr(world.rows("SELECT * FROM codes")) + repr(world.rows("SELECT * FROM attempts"))

    assert world.mailed_code() not in stored
    assert waiting.attempt not in stored
