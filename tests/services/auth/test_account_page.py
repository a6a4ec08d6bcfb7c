"""The account page: places, devices, factors, and the fresh proof that changes need."""

import pyotp
import pytest

from contracts import ids
from contracts.calls import account, passkeys
from contracts.errors import (
    CodeWrong,
    InvalidInput,
    LastFactor,
    NotFound,
    NotSignedIn,
    PasskeyRefused,
    ProofNeeded,
    TooManyTries,
)
from contracts.events.accounts import AccountFactorChanged, AccountNotice
from contracts.events.sessions import SessionChanged
from tests.services.auth.authenticator import Authenticator
from tests.services.auth.world import PUBLIC_URL


@pytest.fixture
def owner(world, browser):
    """Signed in, but the last proof is eleven minutes old."""
    browser.set_up(world.link())
    world.later(minutes=11)
    return browser


def prove(world, browser):
    call = account.Prove(session_token=browser.session, factor="totp", code=browser.shown())
    proved = world.ask(call)
    browser.session = proved.session_token
    return proved


def elsewhere(world, browser):
    other = world.browser()
    other.come_back(world.link(), browser.app)
    world.later(minutes=11)
    return other


def show(world, browser):
    return world.ask(account.ListSessions(session_token=browser.session))


def test_the_page_tells_each_place_by_browser_and_use_and_no_whereabouts(world, owner):
    other = elsewhere(world, owner)
    shown = show(world, owner)

    assert [item.current for item in shown.sessions] == [False, True]
    assert "Firefox" in shown.sessions[0].agent
    assert "198.51.100.7" not in repr(shown)
    assert len(show(world, other).sessions) == 2


def test_ending_another_place_needs_a_fresh_proof(world, owner):
    other = elsewhere(world, owner)
    session_id = world.resolve(other.session).session_id

    def end():
        call = account.EndSessions(session_token=owner.session, which="one", session_id=session_id)
        return world.ask(call)

    with pytest.raises(ProofNeeded):
        end()
    prove(world, owner)
    assert len(end().sessions) == 1
    with pytest.raises(NotSignedIn):
        world.resolve(other.session)


def test_all_others_end_at_once(world, owner):
    others = [elsewhere(world, owner), elsewhere(world, owner)]
    prove(world, owner)
    world.ask(account.EndSessions(session_token=owner.session, which="others"))

    world.resolve(owner.session)
    for other in others:
        with pytest.raises(NotSignedIn):
            world.resolve(other.session)


def test_everything_ends_without_a_proof_devices_included(world, owner):
    other = world.browser()
    other.come_back(world.link(), owner.app, remember=True)
    world.ask(account.EndSessions(session_token=owner.session, which="all"))

    for each in (owner, other):
        with pytest.raises(NotSignedIn):
            world.resolve(each.session)
    other.session = ""
    assert other.open(world.link()).step == "mailbox"


def test_nobody_ends_a_session_of_another_account(world, owner):
    world.invite("c-2", "bo@example.com", name="Bo Lind")
    bo = world.browser()
    bo.set_up(world.link("c-2", "bo@example.com"))
    bos = world.resolve(bo.session).session_id

    prove(world, owner)
    call = account.EndSessions(session_token=owner.session, which="one", session_id=bos)
    with pytest.raises(NotFound):
        world.ask(call)
    world.resolve(bo.session)


def test_a_proof_gives_the_session_a_new_token_and_ends_the_old_one(world, owner):
    old = owner.session
    session_id = world.resolve(old).session_id
    prove(world, owner)

    with pytest.raises(NotSignedIn):
        world.resolve(old)
    assert world.resolve(owner.session).session_id == session_id
    assert world.published(SessionChanged)[-1].session_ids == [session_id]


def test_a_proof_counts_for_ten_minutes(world, owner):
    prove(world, owner)
    world.later(minutes=10)

    with pytest.raises(ProofNeeded):
        world.ask(account.BeginTotpChange(session_token=owner.session))


def test_guessing_the_proof_slows_down(world, owner):
    call = account.Prove(session_token=owner.session, factor="totp", code="000000")
    for _ in range(5):
        with pytest.raises(CodeWrong):
            world.ask(call)

    with pytest.raises(TooManyTries):
        prove(world, owner)


@pytest.mark.parametrize(
    "call",
    [
        account.BeginTotpChange,
        account.RemoveTotp,
        account.MakeRecoveryCodes,
        passkeys.BeginPasskeyAdd,
    ],
)
def test_every_change_of_a_factor_needs_a_fresh_proof(world, owner, call):
    with pytest.raises(ProofNeeded):
        world.ask(call(session_token=owner.session))


def test_another_authenticator_takes_the_place_of_the_old_one_once_it_is_checked(world, owner):
    prove(world, owner)
    setup = world.ask(account.BeginTotpChange(session_token=owner.session))
    app = pyotp.TOTP(setup.secret)
    wrong = account.ConfirmTotpChange(session_token=owner.session, code="000000")
    with pytest.raises(CodeWrong):
        world.ask(wrong)
    right = account.ConfirmTotpChange(session_token=owner.session, code=app.at(world.now))
    world.ask(right)
    world.later(minutes=20)

    back = world.browser()
    with pytest.raises(CodeWrong):
        back.come_back(world.link(), owner.app)
    back.app = app
    assert back.check_totp(back.shown()).step == "done"


def test_a_change_of_factor_is_told_to_the_address_and_to_the_firm(world, owner):
    confirmed = account.ConfirmProfile(
        session_token=owner.session, name="Ana", time_zone="America/New_York"
    )
    world.ask(confirmed)
    prove(world, owner)
    world.ask(account.MakeRecoveryCodes(session_token=owner.session))

    [notice] = world.published(AccountNotice)
    assert (notice.address, notice.notice) == ("Ana@example.com", "recovery_codes_made")
    assert notice.time_zone == "America/New_York"
    [(firm, told)] = world.addressed(AccountFactorChanged)
    assert (firm, told.change, told.person.contact_ref) == ("hollis", "recovery_codes_made", "c-1")


def test_new_recovery_codes_end_the_old_ones(world, owner):
    prove(world, owner)
    made = world.ask(account.MakeRecoveryCodes(session_token=owner.session))
    world.later(minutes=5)
    back = world.browser()
    back.open(world.link())
    back.prove_mailbox()

    with pytest.raises(CodeWrong):
        back.check_recovery_code(owner.codes[0])
    assert back.check_recovery_code(made.codes[0]).step == "done"


def add_passkey(world, owner, key, name="Phone"):
    begin = passkeys.BeginPasskeyAdd(session_token=owner.session)
    options = world.ask(begin).options
    finish = passkeys.FinishPasskeyAdd(
        session_token=owner.session, credential=key.make(options), name=name
    )
    return world.ask(finish)


def test_passkeys_are_added_named_used_and_removed(world, owner):
    prove(world, owner)
    first, second = Authenticator(PUBLIC_URL), Authenticator(PUBLIC_URL)
    add_passkey(world, owner, first)
    shown = add_passkey(world, owner, second, "Laptop")
    assert [item.name for item in shown.passkeys] == ["Phone", "Laptop"]
    phone = shown.passkeys[0].passkey_id
    rename = passkeys.RenamePasskey(session_token=owner.session, passkey_id=phone, name="Old phone")
    assert world.ask(rename).passkeys[0].name == "Old phone"
    remove = passkeys.RemovePasskey(session_token=owner.session, passkey_id=phone)
    assert [item.name for item in world.ask(remove).passkeys] == ["Laptop"]

    back = world.browser()
    back.open(world.link())
    with pytest.raises(PasskeyRefused):
        back.use_passkey(first)
    assert back.use_passkey(second).step == "done"


def test_a_passkey_is_a_fresh_proof_too(world, owner):
    prove(world, owner)
    key = Authenticator(PUBLIC_URL)
    add_passkey(world, owner, key)
    world.later(minutes=11)
    begin = passkeys.BeginPasskeyProof(session_token=owner.session)
    options = world.ask(begin).options
    finish = passkeys.FinishPasskeyProof(session_token=owner.session, credential=key.sign(options))
    owner.session = world.ask(finish).session_token

    remove = account.RemoveTotp(session_token=owner.session)
    assert world.ask(remove).authenticator_since is None


def test_the_last_factor_cannot_be_removed(world, owner):
    prove(world, owner)

    with pytest.raises(LastFactor):
        world.ask(account.RemoveTotp(session_token=owner.session))


def test_nobody_touches_a_passkey_of_another_account(world, owner):
    prove(world, owner)
    mine = add_passkey(world, owner, Authenticator(PUBLIC_URL)).passkeys[0].passkey_id
    world.invite("c-2", "bo@example.com", name="Bo Lind")
    bo = world.browser()
    bo.set_up(world.link("c-2", "bo@example.com"))

    for call in (
        passkeys.RemovePasskey(session_token=bo.session, passkey_id=mine),
        passkeys.RenamePasskey(session_token=bo.session, passkey_id=mine, name="Mine"),
    ):
        with pytest.raises(NotFound):
            world.ask(call)


@pytest.mark.parametrize("name", [" ", "\u200b", "\u3164 \u2800", "a\0b"])
def test_a_name_that_shows_nothing_or_cannot_be_stored_is_refused(world, owner, name):
    for call in (
        account.ConfirmProfile(session_token=owner.session, name=name, time_zone="Europe/Paris"),
        passkeys.FinishPasskeyAdd(session_token=owner.session, credential={}, name=name),
        passkeys.RenamePasskey(session_token=owner.session, passkey_id=ids.new_id(), name=name),
    ):
        with pytest.raises(InvalidInput) as refused:
            world.ask(call)
        assert refused.value.extra == {"field": "name"}


@pytest.mark.parametrize("deep", [{"a": "\0"}, {"\0": "a"}, {"a": [{"b": ["\0"]}]}])
def test_what_cannot_be_stored_is_refused_however_deep_it_lies(world, owner, deep):
    call = passkeys.FinishPasskeyAdd(session_token=owner.session, credential=deep)

    with pytest.raises(InvalidInput, match="credential"):
        world.ask(call)


def test_name_and_time_zone_are_asked_for_until_they_are_confirmed(world, owner):
    assert world.resolve(owner.session).confirmed is False
    call = account.ConfirmProfile(
        session_token=owner.session, name="Ana M. Duarte", time_zone="America/Denver"
    )
    world.ask(call)

    session = world.resolve(owner.session)
    assert (session.confirmed, session.time_zone) == (True, "America/Denver")


def test_a_person_is_called_as_they_said_and_the_firm_keeps_its_own_name(world, owner):
    before = world.resolve(owner.session)
    call = account.ConfirmProfile(
        session_token=owner.session, name="Ana M. Duarte", time_zone="America/Denver"
    )
    answered = world.ask(call)

    assert before.name == "Ana Duarte"
    assert answered.name == world.resolve(owner.session).name == "Ana M. Duarte"
    assert [person.name for person in answered.persons] == ["Ana Duarte"]


def test_a_new_name_is_seen_by_all_sessions_of_the_account_at_once(world, owner):
    call = account.ConfirmProfile(
        session_token=owner.session, name="Ana M. Duarte", time_zone="America/Denver"
    )
    world.ask(call)

    told = world.published(SessionChanged)[-1]
    assert told.session_ids == [world.resolve(owner.session).session_id]


def test_a_time_zone_that_does_not_exist_is_refused(world, owner):
    call = account.ConfirmProfile(session_token=owner.session, name="Ana", time_zone="Mars/Base")

    with pytest.raises(InvalidInput):
        world.ask(call)
