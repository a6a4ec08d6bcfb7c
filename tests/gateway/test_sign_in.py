"""Signing in by HTTP: cookies for browsers, tokens for native clients, no effect by looking."""

import http.cookies

import pyotp
import pytest

from backbone.testing import wait_for
from contracts.events.contacts import ContactInvited
from tests.browser import Browser
from tests.gunicorn import running_gateway


@pytest.fixture
def invited(portal, firm, request):
    """A contact of this test's own: (contact id, e-mail address)."""
    contact_id = request.node.name[5:60].replace("_", "-")
    email = f"{contact_id}@newcomer.example"
    portal.send(firm, ContactInvited(contact_id=contact_id, name="New Comer", email=email))
    return contact_id, email


def set_cookies(answer):
    jar = http.cookies.SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        jar.load(line)
    return jar


def test_a_browser_keeps_its_tokens_where_no_script_reads_them(portal, firm, invited):
    browser = portal.browser()
    opened = portal.opened(browser, portal.link(firm, *invited))
    attempt = set_cookies(opened)["__Host-redwell-sign-in"]
    assert opened.json()["sign_in"]["step"] == "mailbox"
    assert opened.json()["sign_in"]["firm"]["name"] == "Quill & Sons"

    browser = portal.signed_in(firm, *invited, cookies=browser.cookies)
    assert list(browser.cookies) == ["__Host-redwell"]
    for flag in ("httponly", "secure"):
        assert attempt[flag]
    assert (attempt["samesite"].lower(), attempt["path"], attempt["domain"]) == ("lax", "/", "")
    assert attempt.value not in opened.text


def test_a_native_client_finds_its_tokens_in_the_answers(portal, firm, invited):
    native = Browser(portal.url, headers={"Redwell-Client": "native"}, origin="")
    opened = portal.opened(native, portal.link(firm, *invited))
    go_on_with(native, opened)
    native.post("/v1/sign-in/code")
    code = {"code": portal.mailed_code(invited[1])}
    go_on_with(native, native.post("/v1/sign-in/code/check", code))
    secret = native.post("/v1/sign-in/totp").json()["secret"]
    code = {"code": pyotp.TOTP(secret).now()}
    go_on_with(native, native.post("/v1/sign-in/totp/check", code))
    done = native.post("/v1/sign-in/recovery/kept").json()
    native.headers["Authorization"] = f"Bearer {done['session_token']}"

    assert native.get("/v1/session").json()["address"] == invited[1]
    assert native.cookies == {}


def go_on_with(native, answer):
    native.headers["Authorization"] = f"Bearer {answer.json()['attempt_token']}"


def test_looking_at_a_sign_in_changes_nothing(portal, firm, invited):
    browser = portal.browser()
    portal.opened(browser, portal.link(firm, *invited))
    looks = [browser.get("/v1/sign-in") for _ in range(5)]
    heads = [browser.request("HEAD", path) for path in ("/v1/sign-in", "/v1/sign-in/code")]

    assert {look.json()["sign_in"]["step"] for look in looks} == {"mailbox"}
    assert [set_cookies(answer) for answer in [*looks, *heads]] == [{}] * 7
    assert [answer.status_code for answer in heads] == [200, 405]


def test_a_wrong_code_says_how_many_tries_are_left(portal, firm, invited):
    browser = portal.browser()
    portal.opened(browser, portal.link(firm, *invited))
    browser.post("/v1/sign-in/code")
    right = portal.mailed_code(invited[1])
    wrong = browser.post("/v1/sign-in/code/check", {"code": "0" * len(right)})

    assert (wrong.status_code, wrong.json()["code"]) == (422, "code_wrong")
    assert wrong.json()["tries_left"] >= 1


def test_asking_for_a_code_again_at_once_says_when(portal, firm, invited):
    browser = portal.browser()
    portal.opened(browser, portal.link(firm, *invited))
    browser.post("/v1/sign-in/code")
    again = browser.post("/v1/sign-in/code")

    assert (again.status_code, again.json()["code"]) == (429, "too_many_tries")
    assert again.headers["retry-after"] == str(again.json()["retry_after"])


def test_signing_out_forgets_the_session_here_and_in_the_browser(portal, firm, invited):
    browser = portal.signed_in(firm, *invited)
    before = browser.at()
    assert before.get("/v1/session").status_code == 200
    assert browser.request("DELETE", "/v1/session").status_code == 204

    assert browser.cookies == {}
    # The other worker hears of it from the broker, long before it would ask again by itself.
    wait_for(lambda: {before.get("/v1/session").status_code for _ in range(6)} == {401}, 10)


def test_the_account_page_is_passed_on(portal, firm, invited):
    browser = portal.signed_in(firm, *invited)
    places = browser.get("/v1/account/sessions").json()
    factors = browser.get("/v1/account/factors").json()
    profile = {"name": "Nia Comer", "time_zone": "Europe/Lisbon"}

    assert [each["current"] for each in places["sessions"]] == [True]
    assert factors["authenticator_since"]
    assert browser.request("PUT", "/v1/account/profile", json=profile).status_code == 200
    # Both of the gateway's processes answer with it from now on.
    seen = [browser.get("/v1/session").json() for _ in range(6)]
    assert {(each["name"], each["time_zone"]) for each in seen} == {("Nia Comer", "Europe/Lisbon")}
    assert {each["persons"][0]["name"] for each in seen} == {"New Comer"}


def test_a_name_and_time_zone_confirmed_by_way_of_another_process_show_at_once(
    portal, firm, invited
):
    browser = portal.signed_in(firm, *invited)
    with running_gateway(portal.amqp_url) as other:
        elsewhere = browser.at(other.url)
        for name, time_zone in (("Nia Comer", "Europe/Lisbon"), ("Nia C.", "America/Denver")):
            # Now every process knows the session as it was.
            before = [elsewhere.get("/v1/session").json() for _ in range(6)]
            profile = {"name": name, "time_zone": time_zone}
            assert browser.request("PUT", "/v1/account/profile", json=profile).is_success
            seen = elsewhere.get("/v1/session").json()

            assert name not in [each["name"] for each in before]
            assert (seen["confirmed"], seen["name"], seen["time_zone"]) == (True, name, time_zone)


def test_signing_out_everywhere_takes_all_cookies(portal, firm, invited):
    browser = portal.signed_in(firm, *invited)
    answer = browser.request("DELETE", "/v1/account/sessions?which=all")

    assert answer.status_code == 200
    assert browser.cookies == {}
    assert browser.get("/v1/session").status_code == 401
