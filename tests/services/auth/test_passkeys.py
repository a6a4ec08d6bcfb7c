"""Passkeys: one touch where the device verifies its user, a second factor where it can't."""

import pytest

from contracts.errors import PasskeyRefused, StepOutOfOrder
from contracts.events.firms import FirmPolicyChanged
from tests.services.auth.authenticator import Authenticator
from tests.services.auth.world import PUBLIC_URL


@pytest.fixture
def key():
    return Authenticator(PUBLIC_URL)


@pytest.fixture
def owner(world, browser, key):
    """Somebody who set up with a passkey; the session has ended since."""
    browser.open(world.link())
    browser.prove_mailbox()
    browser.make_passkey(key)
    browser.keep_codes()
    browser.session = ""
    world.later(hours=2)
    return browser


def test_a_passkey_may_be_set_up_in_place_of_an_authenticator_app(world, browser, key):
    browser.open(world.link())
    assert browser.prove_mailbox().factors == ["passkey", "totp"]
    kept = browser.make_passkey(key)

    assert (kept.step, len(kept.recovery_codes)) == ("recovery_codes", 10)
    assert browser.keep_codes().step == "done"
    assert len(world.resolve(browser.session).persons) == 1


def test_a_passkey_that_verified_its_user_signs_in_alone(world, owner, key):
    opened = owner.open(world.link())
    assert (opened.step, opened.factors) == ("mailbox", ["passkey"])

    assert owner.use_passkey(key).step == "done"
    [(proofs,)] = world.rows("SELECT proofs FROM sessions ORDER BY started_at DESC LIMIT 1")
    assert proofs == ["passkey_verified"]


def test_a_passkey_that_cannot_verify_its_user_is_one_factor_and_asks_for_the_mailbox(
    world, owner, key
):
    key.verifies = False
    owner.open(world.link())

    assert owner.use_passkey(key).step == "mailbox"
    assert owner.prove_mailbox().step == "done"


def test_a_passkey_works_after_a_typed_address_too(world, owner, key):
    owner.type_address("ana@example.com")

    assert owner.use_passkey(key).step == "done"
    assert len(world.resolve(owner.session).persons) == 1


def test_which_passkeys_there_are_is_not_told_before_something_is_proved(world, owner):
    owner.open(world.link())
    assert owner.passkey_options()["allowCredentials"] == []

    owner.prove_mailbox()
    assert len(owner.passkey_options()["allowCredentials"]) == 1


def test_an_answer_to_a_challenge_works_once(world, owner, key):
    owner.open(world.link())
    key.verifies = False
    answer = key.sign(owner.passkey_options())
    owner.answer_passkey(answer)

    with pytest.raises(PasskeyRefused):
        owner.answer_passkey(answer)


def test_a_challenge_of_one_browser_is_worth_nothing_in_another(world, owner, key):
    owner.open(world.link())
    answer = key.sign(owner.passkey_options())
    other = world.browser()
    other.open(world.link())
    other.passkey_options()

    with pytest.raises(PasskeyRefused):
        other.answer_passkey(answer)


def test_a_challenge_lives_five_minutes(world, owner, key):
    owner.open(world.link())
    answer = key.sign(owner.passkey_options())
    world.later(minutes=5)

    with pytest.raises(PasskeyRefused):
        owner.answer_passkey(answer)


def test_a_refused_answer_spends_the_challenge(world, owner, key):
    owner.open(world.link())
    options = owner.passkey_options()
    with pytest.raises(PasskeyRefused):
        owner.answer_passkey(Authenticator(PUBLIC_URL).sign(options))

    with pytest.raises(PasskeyRefused):
        owner.answer_passkey(key.sign(options))


def test_a_passkey_of_another_account_opens_nothing(world, owner):
    world.invite("c-2", "bo@example.com", name="Bo Lind")
    bo, bos_key = world.browser(), Authenticator(PUBLIC_URL)
    bo.open(world.link("c-2", "bo@example.com"))
    bo.prove_mailbox()
    bo.make_passkey(bos_key)
    owner.open(world.link())

    with pytest.raises(PasskeyRefused):
        owner.use_passkey(bos_key)


def test_a_passkey_used_on_another_site_is_refused(world, owner, key):
    owner.open(world.link())
    key.origin = "https://portal.example.evil.example"

    with pytest.raises(PasskeyRefused):
        owner.use_passkey(key)


def test_a_copied_authenticator_that_counts_behind_is_refused(world, owner, key):
    owner.open(world.link())
    key.verifies = False
    owner.use_passkey(key)
    key.uses = 0

    with pytest.raises(PasskeyRefused):
        owner.use_passkey(key)


@pytest.mark.parametrize(
    "nonsense", [{}, {"id": 7}, {"id": "%%%"}, {"id": "AAAA", "response": {"signature": None}}]
)
def test_an_answer_that_makes_no_sense_is_refused(world, owner, nonsense):
    owner.open(world.link())
    owner.passkey_options()

    with pytest.raises(PasskeyRefused):
        owner.answer_passkey(nonsense)


def test_no_passkey_is_offered_or_taken_where_the_firm_does_not_let_it_count(world, owner, key):
    world.tell(FirmPolicyChanged(second_factors=["totp"]))

    assert owner.open(world.link()).factors == []
    with pytest.raises(StepOutOfOrder):
        owner.passkey_options()
    assert owner.prove_mailbox().factors == ["recovery_code"]


def test_a_second_browser_cannot_add_its_passkey_to_a_set_up_that_is_done(world, browser, key):
    other = world.browser()
    for each in (browser, other):
        each.open(world.link())
        each.prove_mailbox()
        world.later(seconds=30)
    browser.make_passkey(key)

    with pytest.raises(StepOutOfOrder):
        other.make_passkey(Authenticator(PUBLIC_URL))
