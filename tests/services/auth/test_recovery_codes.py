"""Recovery codes in place of the authenticator."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts.errors import CodeWrong, TooManyTries
from tests.services.auth.test_totp import back  # noqa: F401


def test_each_recovery_code_works_once(world, back):  # noqa: F811
    assert back.check_recovery_code(back.codes[3]).step == "done"
    again = world.browser()
    again.open(world.link())
    world.later(minutes=1)
    again.prove_mailbox()

    with pytest.raises(CodeWrong, match="used already"):
        again.check_recovery_code(back.codes[3])
    assert again.check_recovery_code(back.codes[4]).step == "done"


def test_a_recovery_code_may_be_typed_as_people_read_it(back):  # noqa: F811
    typed = back.codes[0].lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert back.check_recovery_code(typed).step == "done"


def test_a_recovery_code_may_be_typed_in_full_width_letters(back):  # noqa: F811
    full_width = {here: here + 0xFEE0 for here in range(ord("!"), ord("~"))}
    typed = back.codes[0].translate(full_width).replace("\uff0d", "\u2011")

    assert back.check_recovery_code(typed).step == "done"


def test_a_recovery_code_has_eighty_random_bits(back):  # noqa: F811
    letters = {letter for code in back.codes for letter in code.replace("-", "")}

    assert len(set(back.codes)) == 10
    assert all(len(code.replace("-", "")) * 5 == 80 for code in back.codes)
    assert letters <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_recovery_codes_are_stored_hashed_once_they_are_kept(world, back):  # noqa: F811
    stored = repr(world.rows("SELECT * FROM recovery_codes, accounts"))

    assert not any(code in stored or code.replace("-", "") in stored for code in back.codes)


def test_a_code_that_was_used_before_all_were_kept_is_shown_no_longer(world, browser):
    browser.open(world.link())
    browser.prove_mailbox()
    browser.begin_totp()
    made = browser.check_totp(browser.shown()).recovery_codes
    world.later(minutes=1)
    other = world.browser()
    other.open(world.link())
    other.prove_mailbox()

    assert other.check_recovery_code(made[2].lower()).recovery_codes == made[:2] + made[3:]
    assert browser.look().recovery_codes == made[:2] + made[3:]
    assert browser.keep_codes().step == "done"
    assert other.look().step == "done"


def test_when_all_were_used_before_they_were_kept_none_are_asked_about(world, browser):
    browser.open(world.link())
    browser.prove_mailbox()
    browser.begin_totp()
    made = browser.check_totp(browser.shown()).recovery_codes
    for code in made:
        world.later(minutes=10)
        other = world.browser()
        other.open(world.link())
        other.prove_mailbox()
        last = other.check_recovery_code(code)

    assert (last.step, last.recovery_codes) == ("done", [])


def test_guessing_recovery_codes_slows_down(world, back):  # noqa: F811
    for _ in range(5):
        with pytest.raises(CodeWrong):
            back.check_recovery_code("0000-0000-0000-0000")
    with pytest.raises(TooManyTries):
        back.check_recovery_code(back.codes[0])

    world.later(minutes=10)
    assert back.check_recovery_code(back.codes[0]).step == "done"


def test_the_limit_of_the_authenticator_leaves_the_recovery_codes_usable(back):  # noqa: F811
    for _ in range(6):
        with pytest.raises((CodeWrong, TooManyTries)):
            back.check_totp("000000")

    assert back.check_recovery_code(back.codes[0]).step == "done"


def test_one_recovery_code_in_two_browsers_at_once_opens_one_session(world, back):  # noqa: F811
    world.later(minutes=1)
    other = world.browser()
    other.open(world.link())
    other.prove_mailbox()

    def one_try(browser) -> bool:
        try:
            browser.check_recovery_code(back.codes[0])
        except CodeWrong:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one_try, [back, other])) == [False, True]
