"""What was valid once, a second time: elsewhere, later, or at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.security import people
from tests.security.people import enters, is_signed_in, later, step_of
from tests.services.auth.authenticator import Authenticator


@pytest.fixture
def owner_of(portal, owner):
    """A client who has set up an authenticator app."""
    person = people.invited(portal, owner.firm_id, "rita")
    person.sets_up()
    return person


@pytest.fixture
def key(portal, owner_of):
    """A passkey of theirs that cannot verify its user, and so signs nobody in alone."""
    browser = owner_of.proves_mailbox()
    enters(browser, "totp", owner_of.shows(1))
    key = Authenticator(portal.url, verifies=False)
    options = browser.post("/v1/account/passkeys").json()["options"]
    made = {"credential": key.make(options), "name": "Key"}
    assert browser.post("/v1/account/passkeys/check", made).status_code == 200
    later(portal, minutes=1)
    return key


def at_once(*acts):
    """What the acts answer, all begun at the same moment."""
    together = Barrier(len(acts))

    def act(number):
        together.wait(timeout=20)
        return step_of(acts[number]())

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(act, range(len(acts))))


def test_a_mailed_code_is_worth_nothing_in_another_browser(portal, owner_of):
    asked, code = owner_of.asks_for_code()
    elsewhere = owner_of.opens_link()
    assert step_of(enters(elsewhere, "code", code)) == "step_out_of_order"
    later(portal, seconds=30)
    elsewhere, own = owner_of.asks_for_code(elsewhere)

    assert step_of(enters(elsewhere, "code", code)) == "code_wrong"
    assert step_of(enters(elsewhere, "code", own)) == "totp"
    assert step_of(enters(asked, "code", code)) == "totp"


def test_a_mailed_code_that_was_used_is_worth_nothing(portal, owner_of):
    browser, code = owner_of.asks_for_code()
    before = browser.at()
    assert step_of(enters(browser, "code", code)) == "totp"

    assert step_of(enters(browser, "code", code)) == "step_out_of_order"
    assert step_of(enters(before, "code", code)) == "attempt_ended"
    again, _ = owner_of.asks_for_code()
    assert step_of(enters(again, "code", code)) == "code_wrong"


def test_a_mailed_code_twice_at_the_same_moment_is_taken_once(owner_of):
    browser, code = owner_of.asks_for_code()
    both = at_once(*[lambda: enters(browser.at(), "code", code)] * 4)

    assert both == ["attempt_ended"] * 3 + ["totp"]


def test_a_code_of_the_app_is_taken_once_and_in_no_other_browser(portal, owner_of):
    code = owner_of.shows(1)
    first, second = owner_of.proves_mailbox(), owner_of.proves_mailbox()
    signing_in = first.at()
    assert step_of(enters(first, "totp", code)) == "done"

    assert step_of(enters(second, "totp", code)) == "code_wrong"
    assert step_of(enters(signing_in, "totp", code)) == "attempt_ended"
    proof = first.post("/v1/account/proof", {"factor": "totp", "code": code})
    assert proof.json()["code"] == "code_wrong"


def test_a_code_of_the_app_in_many_browsers_at_the_same_moment_opens_one_session(portal, owner_of):
    code = owner_of.shows(1)
    browsers = [owner_of.proves_mailbox() for _ in range(4)]
    steps = at_once(*[lambda each=each: enters(each, "totp", code) for each in browsers])

    assert steps == ["code_wrong"] * 3 + ["done"]
    assert sum(is_signed_in(each) for each in browsers) == 1


def test_an_older_code_of_the_app_is_worth_nothing_after_a_newer_one(portal, owner_of):
    older, newer = owner_of.shows(), owner_of.shows(1)
    later(portal, minutes=1)
    first, second = owner_of.proves_mailbox(), owner_of.proves_mailbox()
    assert step_of(enters(first, "totp", newer)) == "done"

    assert step_of(enters(second, "totp", older)) == "code_wrong"


def test_a_recovery_code_in_two_browsers_at_the_same_moment_opens_one_session(portal, owner_of):
    code = owner_of.recovery_codes[3]
    browsers = [owner_of.proves_mailbox() for _ in range(2)]
    steps = at_once(*[lambda each=each: enters(each, "recovery", code) for each in browsers])

    assert steps == ["code_wrong", "done"]
    third = owner_of.proves_mailbox()
    assert step_of(enters(third, "recovery", code.lower())) == "code_wrong"


def test_a_passkeys_answer_is_worth_nothing_in_another_browser(portal, owner_of, key):
    asked, elsewhere = owner_of.proves_mailbox(), owner_of.proves_mailbox()
    answer = signed(key, challenge(asked))
    assert step_of(answers(elsewhere, answer)) == "passkey_refused"
    challenge(elsewhere)
    assert step_of(answers(elsewhere, answer)) == "passkey_refused"

    assert step_of(answers(asked, answer)) == "done"


def test_a_passkeys_answer_is_worth_nothing_a_second_time(portal, owner_of, key):
    browser = owner_of.opens_link()
    answer = signed(key, challenge(browser))
    assert step_of(answers(browser, answer)) == "mailbox"

    assert step_of(answers(browser, answer)) == "passkey_refused"
    challenge(browser)
    assert step_of(answers(browser, answer)) == "passkey_refused"


def test_a_passkeys_answer_many_times_at_the_same_moment_is_taken_once(portal, owner_of, key):
    browser = owner_of.proves_mailbox()
    answer = signed(key, challenge(browser))
    steps = at_once(*[lambda: answers(browser.at(), answer)] * 4)

    assert steps.count("done") == 1
    assert set(steps) <= {"done", "attempt_ended", "step_out_of_order"}


def test_an_answer_made_for_signing_in_is_no_proof_on_the_account_page(portal, owner_of, key):
    browser = owner_of.proves_mailbox()
    answer = signed(key, challenge(browser))
    signed_in = owner_of.proves_mailbox()
    enters(signed_in, "totp", owner_of.shows(1))
    signed_in.post("/v1/account/proof/passkey")
    proof = signed_in.post("/v1/account/proof/passkey/check", {"credential": answer})

    assert proof.json()["code"] == "passkey_refused"


def test_a_passkeys_registration_is_worth_nothing_in_another_session(portal, owner_of, key):
    first = owner_of.proves_mailbox()
    enters(first, "totp", owner_of.shows(1))
    options = first.post("/v1/account/passkeys").json()["options"]
    made = {"credential": Authenticator(portal.url).make(options), "name": "Mine"}
    stranger = people.invited(portal, owner_of.firm_id, "mal").sets_up()
    stranger.post("/v1/account/passkeys")

    refused = stranger.post("/v1/account/passkeys/check", made)
    assert refused.json()["code"] == "passkey_refused"


def signed(key, options):
    """As by the many passkeys that do not count: nothing but the challenge tells answers apart."""
    key.uses = -1
    return key.sign(options)


def challenge(browser):
    return browser.post("/v1/sign-in/passkey").json()["options"]


def answers(browser, credential):
    return browser.post("/v1/sign-in/passkey/check", {"credential": credential})
