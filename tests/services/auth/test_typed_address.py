"""Signing in by a typed e-mail address, which tells nobody whether it is known."""

import statistics
import time

import pytest
import sqlalchemy as sa

from contracts.calls import auth as calls
from contracts.calls.operations import ShowSetbacks
from contracts.errors import AttemptEnded, CodeWrong, TooManyTries
from contracts.events.accounts import CodeIssued
from contracts.events.contacts import ContactRemoved


@pytest.fixture
def owner(world, browser):
    browser.set_up(world.link())
    world.later(minutes=5)
    return browser


def test_a_known_address_gets_a_code_and_then_asks_for_the_second_factor(world, owner):
    again = world.browser()
    again.app = owner.app

    started = again.type_address("ANA@example.com")
    assert (started.step, started.masked_address) == ("code", "a•••@example.com")
    assert world.addressed(CodeIssued)[-1][0] == "hollis"
    assert again.check_code(world.mailed_code()).step == "totp"
    done = again.check_totp(again.shown())
    assert (done.step, done.firm.name) == ("done", "Hollis & Bray")
    assert [person.name for person in world.resolve(again.session).persons] == ["Ana Duarte"]


def test_known_and_unknown_addresses_are_answered_in_the_same_words(world, owner):
    def answers(email: str) -> list[object]:
        browser = world.browser()
        said: list[object] = [browser.type_address(email), browser.look()]
        for _ in range(6):
            with pytest.raises((CodeWrong, TooManyTries)) as refused:
                browser.check_code("00000000")
            said.append((refused.type, refused.value.text, refused.value.extra))
        with pytest.raises(TooManyTries) as refused:
            browser.send_code()
        return [*said, refused.value.extra]

    assert answers("ana@example.com") == answers("abe@example.com")


def test_an_unknown_address_gets_no_e_mail(world, owner):
    mailed = len(world.published(CodeIssued))
    world.browser().type_address("nobody@example.com")

    assert len(world.published(CodeIssued)) == mailed


def test_a_code_guessed_right_for_an_unknown_address_is_wrong(world, owner, monkeypatch):
    monkeypatch.setattr("services.auth.tokens.fresh_code", lambda: "12345678")
    stranger = world.browser()
    stranger.type_address("nobody@example.com")

    with pytest.raises(CodeWrong):
        stranger.check_code("12345678")


def test_the_code_goes_to_the_address_that_the_firm_gave_not_the_one_typed(world, owner):
    world.browser().type_address("aNA@EXAMPLE.com")

    assert world.published(CodeIssued)[-1].address == "Ana@example.com"


def test_who_was_invited_and_never_came_gets_a_code_and_sets_up_as_by_the_link(world, browser):
    assert browser.type_address("ana@example.com").firm.name == ""
    [(firm, issued)] = world.addressed(CodeIssued)
    assert (firm, issued.address) == ("hollis", "Ana@example.com")

    proved = browser.check_code(issued.code)
    assert (proved.step, proved.firm.name, proved.first_time) == (
        "totp_setup",
        "Hollis & Bray",
        True,
    )
    browser.begin_totp()
    browser.check_totp(browser.shown())
    assert browser.keep_codes().step == "done"
    assert [person.name for person in world.resolve(browser.session).persons] == ["Ana Duarte"]


def test_who_never_came_is_answered_in_the_same_words_as_nobody(world):
    def answers(email: str) -> list[object]:
        browser = world.browser()
        said: list[object] = [browser.type_address(email), browser.look()]
        for _ in range(5):
            with pytest.raises(CodeWrong) as refused:
                browser.check_code("00000000")
            said.append((refused.value.text, refused.value.extra))
        return said

    assert answers("ana@example.com") == answers("abe@example.com")


def test_a_second_firm_that_invited_the_address_is_there_after_it_was_typed(world, owner):
    world.firm("vane", "Vane LLP")
    world.invite("v-7", "ana@example.com", firm_id="vane", name="A. Duarte")
    again = world.browser()
    again.app = owner.app
    again.type_address("ana@example.com")
    again.check_code(world.mailed_code())
    again.check_totp(again.shown())

    firms = {person.firm.name for person in world.resolve(again.session).persons}
    assert firms == {"Hollis & Bray", "Vane LLP"}


def test_a_typed_address_on_its_remembered_device_asks_for_one_factor(world, owner):
    owner.session = ""
    owner.come_back(world.link(), remember=True)
    world.later(days=1)

    assert owner.type_address("ana@example.com").step == "totp"
    assert owner.check_totp(owner.shown()).step == "done"


def test_who_knows_only_the_address_cannot_use_up_the_codes_of_who_has_the_link(world, owner):
    for _ in range(10):
        world.browser().type_address("ana@example.com")
        world.later(seconds=30)
    with pytest.raises(TooManyTries):
        world.browser().type_address("ana@example.com")

    assert owner.open(world.link()).step == "done"
    elsewhere = world.browser()
    elsewhere.open(world.link())
    assert elsewhere.send_code().step == "code"


def test_a_code_typed_for_is_sent_once(world, owner):
    mailed = len(world.published(CodeIssued))
    world.browser().type_address("ana@example.com")
    assert world.service.send_typed_codes()

    assert len(world.published(CodeIssued)) == mailed + 1
    assert world.rows("SELECT 1 FROM codes WHERE sealed IS NOT NULL") == []


def test_a_code_that_cannot_be_sent_holds_no_other_up(world, owner):
    lost = calls.StartByAddress(
        email="nobody@example.com", agent="", address="198.51.100.8", device_token=""
    )
    world.ask(lost)
    with world.sessions.begin() as session:
        session.execute(sa.text("UPDATE codes SET sealed = 'of a key that is gone'"))
    mailed = len(world.published(CodeIssued))
    world.browser().type_address("ana@example.com")

    assert len(world.published(CodeIssued)) == mailed + 1
    (setback,) = world.ask(ShowSetbacks()).items
    assert (setback.work, setback.rows) == ("send_typed", 1)


def test_somebody_who_was_let_go_is_no_longer_known(world, owner):
    again = world.browser()
    again.type_address("ana@example.com")
    world.tell(ContactRemoved(contact_id="c-1"))

    with pytest.raises((CodeWrong, AttemptEnded)):
        again.check_code(world.mailed_code())


def test_a_known_address_takes_as_long_as_an_unknown_one(world, owner):
    """200 tries each, in turn, for starting and for a wrong code: the medians lie within noise."""
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    wrong: dict[str, list[float]] = {"known": [], "unknown": []}
    addresses = {"known": "ana@example.com", "unknown": "abe@example.com"}
    for turn in range(200):
        world.later(minutes=15)
        for kind, email in sorted(addresses.items(), reverse=turn % 2 == 0):
            call = calls.StartByAddress(email=email)
            begun = time.perf_counter()
            token = world.ask(call).attempt_token
            times[kind].append(time.perf_counter() - begun)
            browser = world.browser()
            browser.attempt = token
            begun = time.perf_counter()
            with pytest.raises(CodeWrong):
                browser.check_code("00000000")
            wrong[kind].append(time.perf_counter() - begun)

    for measured in (times, wrong):
        known, unknown = (statistics.median(measured[kind]) for kind in ("known", "unknown"))
        noise = statistics.quantiles(measured["unknown"], n=4)
        print(f"known {known * 1000:.2f} ms, unknown {unknown * 1000:.2f} ms")
        assert abs(known - unknown) < (noise[2] - noise[0])
