"""Guessing codes, from many places and side by side: slowed down, while the owner still gets in."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser import Browser
from tests.gunicorn import running_gateway
from tests.security import people
from tests.security.people import enters, is_signed_in, later, step_of

WRONG = "00000000"
DEVICE = "__Host-redwell-device"
From = Callable[[str], Browser]


@pytest.fixture(scope="module")
def seen_from(portal) -> Iterator[From]:
    """Makes browsers at any network address, behind a proxy that the gateway trusts."""
    with running_gateway(portal.amqp_url, trusted_proxies="127.0.0.1") as gateway:
        yield lambda address: Browser(gateway.url, headers={"X-Forwarded-For": address})


@pytest.fixture
def victim(portal, owner):
    return people.invited(portal, owner.firm_id, "vera")


@pytest.fixture
def set_up(victim):
    """The victim's own browser, remembered, signed in."""
    return victim.sets_up(remember=True)


def test_many_addresses_together_get_fifty_guesses_an_hour_at_a_mailbox(portal, victim, seen_from):
    victim.sets_up()
    answers = []
    for number in range(14):
        stranger = seen_from(f"203.0.113.{number}")
        answers.append(stranger.post("/v1/sign-in/address", {"email": victim.email}))
        if answers[-1].status_code == 200:
            answers += [enters(stranger, "code", WRONG) for _ in range(7)]
        later(portal, seconds=30)

    refused = [answer.json() for answer in answers if answer.status_code == 429]
    assert sum(answer.status_code == 422 for answer in answers) == 50
    assert max(each["retry_after"] for each in refused[-4:]) > 30 * 60
    browser = victim.proves_mailbox()  # the owner has the link, which is counted apart
    assert step_of(enters(browser, "totp", victim.shows(1))) == "done"
    later(portal, hours=1)
    assert step_of(seen_from("203.0.113.99").post("/v1/sign-in/address", {"email": victim.email}))


def test_guesses_at_the_same_moment_are_five_in_all(victim):
    browser, right = victim.asks_for_code()
    with ThreadPoolExecutor(12) as pool:
        tried = pool.map(lambda _: enters(browser.at(), "code", WRONG), range(30))
        codes = [answer.json()["code"] for answer in tried]

    assert (codes.count("code_wrong"), codes.count("too_many_tries")) == (5, 25)
    assert step_of(enters(browser, "code", right)) == "too_many_tries"


def test_the_owner_gets_in_while_others_guess(portal, victim, seen_from):
    victim.sets_up()
    later(portal, minutes=1)
    guessed: list[int] = []

    def guess(number: int) -> None:
        stranger = seen_from(f"198.51.100.{number}")
        stranger.post("/v1/sign-in/address", {"email": victim.email})
        guessed.extend(enters(stranger, "code", WRONG).status_code for _ in range(8))

    with ThreadPoolExecutor(2) as pool:
        attack = pool.map(guess, range(12))
        browser = victim.proves_mailbox()
        assert step_of(enters(browser, "totp", victim.shows(1))) == "done"
        list(attack)

    assert guessed.count(422) <= 5
    assert is_signed_in(browser)


def test_who_reads_the_mailbox_gets_five_guesses_at_the_authenticator_in_ten_minutes(
    portal, victim, set_up, seen_from
):
    intruders = []
    for number in range(3):
        later(portal, seconds=30)
        intruders.append(victim.proves_mailbox(seen_from(f"203.0.113.{number}")))
    tried = [enters(each, "totp", "000000") for _ in range(4) for each in intruders]

    assert [answer.status_code for answer in tried] == [422] * 5 + [429] * 7
    assert 0 < tried[-1].json()["retry_after"] <= 600


def test_guesses_at_the_authenticator_are_forty_a_day_and_the_owner_gets_in_all_the_same(
    portal, victim, set_up, seen_from
):
    intruder = victim.proves_mailbox(seen_from("203.0.113.66"))
    tried = []
    for _ in range(10):
        tried += [enters(intruder, "totp", "000000") for _ in range(6)]
        later(portal, minutes=10)
    assert sum(answer.status_code == 422 for answer in tried) == 40

    remembered = portal.browser(cookies={DEVICE: set_up.cookies[DEVICE]})
    victim.opens_link(remembered)
    assert step_of(enters(remembered, "totp", victim.shows())) == "done"
    elsewhere = victim.proves_mailbox()
    assert step_of(enters(elsewhere, "totp", victim.shows(1))) == "too_many_tries"
    later(portal, days=1)
    assert step_of(enters(elsewhere, "totp", victim.shows(1))) == "done"


def test_guesses_at_recovery_codes_are_twenty_a_day_and_the_owner_gets_in_all_the_same(
    portal, victim, set_up, seen_from
):
    intruder = victim.proves_mailbox(seen_from("203.0.113.77"))
    tried = []
    for _ in range(5):
        tried += [enters(intruder, "recovery", "AAAA-AAAA-AAAA-AAAA") for _ in range(7)]
        later(portal, minutes=10)
    assert sum(answer.status_code == 422 for answer in tried) == 20

    with_app = victim.proves_mailbox()
    assert step_of(enters(with_app, "totp", victim.shows(1))) == "done"
    later(portal, minutes=1)
    without = victim.proves_mailbox()
    code = victim.recovery_codes[0]
    assert step_of(enters(without, "recovery", code)) == "too_many_tries"
    later(portal, days=1)
    assert step_of(enters(without, "recovery", code)) == "done"


def test_a_forged_forwarded_header_buys_no_more_tries(portal, victim, owner):
    """Nobody stands in front of this gateway, so the header can only be the visitor's own."""
    for number in range(61):
        told = f"203.0.113.{number}"
        headers = {"X-Forwarded-For": told, "Forwarded": f"for={told}", "X-Real-IP": told}
        asks_for_new_link(portal.browser(headers=headers), victim)

    another = people.invited(portal, owner.firm_id, "otto")
    another.opens_link()
    forging = portal.browser(headers={"X-Forwarded-For": "198.51.100.250"})
    assert asks_for_new_link(forging, another).json()["code"] == "too_many_tries"
    later(portal, hours=1)
    assert asks_for_new_link(forging, another).status_code == 200


@pytest.mark.parametrize(
    ("attacker", "neighbour"),
    [("198.51.100.7", "198.51.100.8"), ("2001:db8:0:7::{n:x}", "2001:db8:0:8::1")],
    ids=["ipv4", "ipv6"],
)
def test_behind_a_proxy_each_network_is_counted_by_itself(
    portal, victim, owner, seen_from, attacker, neighbour
):
    """What a visitor writes into the header stands before what the trusted proxy adds to it.

    Who has one IPv6 address has the 2⁶⁴ of its network.
    """
    for number in range(61):
        forged = f"203.0.113.{number}, {attacker.format(n=number + 1)}"
        asks_for_new_link(seen_from(forged), victim)

    another = people.invited(portal, owner.firm_id, "otto")
    another.opens_link()
    attacking = seen_from(f"203.0.113.250, {attacker.format(n=250)}")
    assert asks_for_new_link(attacking, another).json()["code"] == "too_many_tries"
    assert asks_for_new_link(seen_from(neighbour), another).status_code == 200
    later(portal, hours=1)


def asks_for_new_link(browser, person):
    return browser.post("/v1/sign-in/new-link", {"link": person.link()})
