"""Tokens planted in a browser beforehand gain nothing, and each proof brings a new one."""

import pytest

from backbone.testing import wait_for
from tests.browser import Browser
from tests.security import people
from tests.security.people import enters, is_signed_in, later, step_of

ATTEMPT, SESSION, DEVICE = (
    "__Host-redwell-sign-in",
    "__Host-redwell",
    "__Host-redwell-device",
)
PLANTED = "planted-by-somebody-who-waits-for-its-use-00"


@pytest.fixture
def victim(portal, owner):
    return people.invited(portal, owner.firm_id, "vera")


@pytest.fixture
def attacker(portal, owner):
    return people.invited(portal, owner.firm_id, "mal")


def test_made_up_tokens_are_replaced_and_never_taken_over(portal, victim):
    browser = portal.browser(cookies={ATTEMPT: PLANTED, SESSION: PLANTED, DEVICE: PLANTED})
    victim.opens_link(browser)
    assert browser.cookies[ATTEMPT] != PLANTED

    victim.proves_mailbox(browser)
    begin_app(victim, browser)
    enters(browser, "totp", victim.shows())
    browser.post("/v1/sign-in/recovery/kept", {"remember": True})
    assert PLANTED not in (browser.cookies[SESSION], browser.cookies[DEVICE])
    for name in (ATTEMPT, SESSION):
        assert step_of(Browser(portal.url, cookies={name: PLANTED}).get(PATHS[name])) in OVER


def test_a_sign_in_that_somebody_began_with_the_same_link_does_not_go_on_for_them(portal, victim):
    """The link was forwarded; its reader leaves their own sign-in behind in the owner's browser."""
    attacker = victim.opens_link()
    browser = portal.browser(cookies=dict(attacker.cookies))

    victim.proves_mailbox(browser)
    assert step_of(attacker.at().get("/v1/sign-in")) == "attempt_ended"
    assert attacker.at().post("/v1/sign-in/totp").status_code == 410
    assert step_of(browser.get("/v1/sign-in")) == "totp_setup"


def test_a_typed_address_left_behind_does_not_go_on_for_others_either(portal, victim):
    victim.sets_up()
    attacker = portal.browser()
    people.forget_mail(portal)
    attacker.post("/v1/sign-in/address", {"email": victim.email})
    browser = portal.browser(cookies=dict(attacker.cookies))

    assert step_of(enters(browser, "code", portal.mailed_code(victim.email))) == "totp"
    assert step_of(attacker.at().get("/v1/sign-in")) == "attempt_ended"
    assert step_of(enters(browser, "totp", victim.shows(1))) == "done"
    assert not is_signed_in(Browser(portal.url, cookies={SESSION: attacker.cookies[ATTEMPT]}))


def test_each_proof_of_a_sign_in_brings_a_new_token_and_ends_the_one_before(portal, victim):
    browser = victim.opens_link()
    held = [browser.cookies[ATTEMPT]]
    victim.proves_mailbox(browser)
    held.append(browser.cookies[ATTEMPT])
    begin_app(victim, browser)
    assert step_of(enters(browser, "totp", victim.shows())) == "recovery_codes"
    held.append(browser.cookies[ATTEMPT])
    browser.post("/v1/sign-in/recovery/kept")

    assert len({*held, browser.cookies[SESSION]}) == 4
    assert ATTEMPT not in browser.cookies
    for token in held:
        assert Browser(portal.url, cookies={ATTEMPT: token}).get("/v1/sign-in").status_code == 410
        assert not is_signed_in(Browser(portal.url, cookies={SESSION: token}))


def test_somebody_elses_session_left_behind_gains_nothing(portal, victim, attacker):
    """Who finds another's session in their browser opens their own link, and gets their own."""
    theirs = attacker.sets_up()
    browser = portal.browser(cookies=dict(theirs.cookies))
    victim.proves_mailbox(browser)
    begin_app(victim, browser)
    enters(browser, "totp", victim.shows())
    browser.post("/v1/sign-in/recovery/kept")

    assert browser.get("/v1/session").json()["address"] == victim.email
    wait_for(lambda: ended(theirs), 10)


def test_who_signs_in_anew_in_the_same_browser_ends_the_session_that_was_there(portal, victim):
    browser = victim.sets_up()
    before, elsewhere = browser.at(), comes_back(victim, portal.browser(), 1)
    later(portal, minutes=1)
    comes_back(victim, browser, 1)

    wait_for(lambda: ended(before), 10)
    assert is_signed_in(browser)
    assert is_signed_in(elsewhere)
    shown = browser.get("/v1/account/sessions").json()["sessions"]
    assert len(shown) == 2


def test_a_tab_that_somebody_else_opened_gets_nothing_of_who_signed_in_since(
    portal, victim, attacker
):
    """One browser has one session; the tab still shows, and may have to send, somebody else's."""
    browser = victim.sets_up()
    meant = {"Redwell-Account": attacker.sets_up().get("/v1/session").json()["account_id"]}
    own = {"Redwell-Account": browser.get("/v1/session").json()["account_id"]}

    assert browser.get("/v1/session", headers=own).status_code == 200
    for path in ("/v1/session", "/v1/conversations", "/v1/live"):
        assert step_of(browser.get(path, headers=meant)) == "not_signed_in"
    assert browser.request("DELETE", "/v1/session", headers=meant).status_code == 401
    assert is_signed_in(browser)


def test_a_native_client_that_names_its_session_ends_it_by_signing_in_anew(portal, victim):
    before = victim.sets_up()
    native = portal.browser(origin="", headers={"Redwell-Client": "native"})
    native.headers["Redwell-Session"] = before.cookies[SESSION]
    later(portal, minutes=1)
    people.forget_mail(portal)
    go_on_with(native, native.post("/v1/sign-in/address", {"email": victim.email}))
    go_on_with(native, enters(native, "code", portal.mailed_code(victim.email)))
    assert is_signed_in(before)
    done = enters(native, "totp", victim.shows(1))

    assert step_of(done) == "done"
    wait_for(lambda: ended(before), 10)


def test_a_sign_in_under_way_for_one_person_is_not_taken_over_for_another(portal, victim, attacker):
    """The attacker has proved their own mailbox and left that sign-in behind."""
    theirs = attacker.proves_mailbox()
    browser = portal.browser(cookies=dict(theirs.cookies))

    assert step_of(portal.opened(browser, victim.link())) == "mailbox"
    assert browser.cookies[ATTEMPT] != theirs.cookies[ATTEMPT]
    assert step_of(theirs.get("/v1/sign-in")) == "totp_setup"


def test_a_fresh_proof_brings_the_session_a_new_token_and_ends_the_one_before(portal, victim):
    browser = victim.sets_up()
    before = browser.at()
    proof = {"factor": "totp", "code": victim.shows(1)}
    assert browser.post("/v1/account/proof", proof).status_code == 200

    assert browser.cookies[SESSION] != before.cookies[SESSION]
    assert is_signed_in(browser)
    wait_for(lambda: ended(before), 10)


def test_signing_out_ends_what_the_token_opens_wherever_it_is_held(portal, victim):
    browser = victim.sets_up()
    copy = browser.at()
    assert browser.request("DELETE", "/v1/session").status_code == 204

    wait_for(lambda: ended(copy), 10)


@pytest.mark.parametrize("name", [SESSION, ATTEMPT])
def test_a_remembered_devices_token_opens_nothing_by_itself(portal, victim, name):
    token = victim.sets_up(remember=True).cookies[DEVICE]
    posing = portal.browser(cookies={name: token})

    assert step_of(posing.get(PATHS[name])) in OVER


def test_a_stolen_device_still_asks_for_the_second_factor(portal, victim):
    stolen = portal.browser(cookies={DEVICE: victim.sets_up(remember=True).cookies[DEVICE]})
    later(portal, minutes=1)

    assert step_of(portal.opened(stolen, victim.link())) == "totp"
    assert not is_signed_in(stolen)


def begin_app(person, browser):
    person.app = people.app_of(browser.post("/v1/sign-in/totp"))


def comes_back(person, browser, steps):
    """Signed in by the typed address, which asks for every step whoever is signed in already."""
    people.forget_mail(person.portal)
    browser.post("/v1/sign-in/address", {"email": person.email})
    enters(browser, "code", person.portal.mailed_code(person.email))
    assert step_of(enters(browser, "totp", person.shows(steps))) == "done"
    return browser


def go_on_with(native, answer):
    native.headers["Authorization"] = f"Bearer {answer.json()['attempt_token']}"


def ended(browser):
    """Whichever of the gateway's processes is asked; they hear of it from the broker."""
    return not any(is_signed_in(browser) for _ in range(6))


PATHS = {ATTEMPT: "/v1/sign-in", SESSION: "/v1/session"}
OVER = ("attempt_ended", "not_signed_in")
