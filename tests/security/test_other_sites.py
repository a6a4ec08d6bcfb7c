"""What pages of other sites, caches and logs get of it: nothing.

That no route changes anything for a foreign `Origin` is in `test_access.py`, for each of them.
"""

import http.cookies
import json

import httpx
import pytest
import yaml

from gateway import openapi
from tests.security import people
from tests.security.matrix import routes
from tests.security.people import enters

ALL = routes()
WITH_BODY = [route for route in ALL if route.row.body is not None]
BY_FORMS = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "text/plain; application/json",
]


def named(of):
    return pytest.mark.parametrize("route", of, ids=lambda route: route.name)


def ask(browser, route, path="", **more):
    """The answer's head; what follows it may never end."""
    return browser.request(route.method, path or route.at(), **more)


@named(WITH_BODY)
@pytest.mark.parametrize("content_type", [*BY_FORMS, ""])
def test_what_a_form_can_send_is_not_read(owner, signing_in, route, content_type):
    """Were the check of `Origin` ever to fail: a form cannot send JSON as JSON."""
    browser = (signing_in if route.needs == "attempt" else owner.browser).at()
    headers = {**route.row.headers, "Content-Type": content_type}
    answer = ask(browser, route, content=json.dumps(route.row.body), headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert "set-cookie" not in answer.headers


def test_json_with_its_charset_is_read(portal):
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    answer = portal.browser().post("/v1/sign-in", headers=headers, json={"link": "x" * 40})

    assert answer.json()["code"] == "link_invalid"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
@pytest.mark.parametrize("step", ["", "/code", "/code/check"])
def test_another_site_takes_no_step_of_a_sign_in(portal, signing_in, origin, step):
    lured = signing_in.at()
    lured.origin = origin
    answer = lured.post(f"/v1/sign-in{step}", {"code": "12345678", "link": "x" * 40})

    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert signing_in.get("/v1/sign-in").json()["sign_in"]["step"] == "mailbox"


@pytest.mark.parametrize("method", ["PATCH", "TRACE", "CONNECT", "PROPFIND", "LINK"])
def test_no_other_method_is_taken(owner, method):
    for path in ("/v1/session", "/v1/sign-in", "/open"):
        assert owner.browser.request(method, path).status_code in (400, 404, 405)


@pytest.mark.parametrize(
    "override", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]
)
def test_no_header_turns_one_method_into_another(owner, override):
    assert owner.browser.get("/v1/session", headers={override: "DELETE"}).status_code == 200
    assert owner.browser.get("/v1/session").status_code == 200


def test_every_cookie_stays_with_this_host_and_out_of_scripts_reach(portal, owner):
    """__Host- (RFC 6265bis, 4.1.3.2): no other host, not even a subdomain, can have set it."""
    person = people.invited(portal, owner.firm_id, "cora")
    answers = [portal.opened(browser := portal.browser(), person.link())]
    person.proves_mailbox(browser)
    person.app = people.app_of(browser.post("/v1/sign-in/totp"))
    answers.append(enters(browser, "totp", person.shows()))
    answers.append(browser.post("/v1/sign-in/recovery/kept", {"remember": True}))
    proof = {"factor": "totp", "code": person.shows(1)}
    answers.append(browser.post("/v1/account/proof", proof))
    answers.append(browser.request("DELETE", "/v1/account/sessions?which=all"))

    for answer in answers:
        assert answer.status_code == 200
        assert set_cookies(answer), answer.url
        for name, cookie in set_cookies(answer).items():
            assert name.startswith("__Host-redwell")
            assert (cookie["httponly"], cookie["secure"], cookie["path"]) == (True, True, "/")
            assert (cookie["samesite"].lower(), cookie["domain"]) == ("lax", "")
            assert not cookie.value or cookie.value not in answer.text


@named([route for route in ALL if route.name != "openLiveStream"])
@pytest.mark.parametrize("who", ["owner", "stranger", "lured"])
def test_no_answer_is_kept_by_any_cache(portal, owner, route, who):
    browser = {"owner": owner.browser.at(), "stranger": portal.browser()}.get(who)
    if browser is None:
        browser = owner.browser.at()
        browser.origin = "https://evil.example"
    if who == "owner" and route.unsafe:
        browser.cookies["__Host-redwell"] = "x" * 43  # or it would change something
    answer = ask(browser, route)

    assert answer.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("GET", "/v1/nowhere", b""),
        ("GET", "/v1", b""),
        ("PUT", "/v1/session", b""),
        ("POST", "/v1/sign-in", b"{"),
        ("POST", "/v1/sign-in", b"x" * 200_000),
        ("OPTIONS", "/v1/session", b""),
    ],
)
def test_no_refusal_is_kept_by_any_cache(portal, method, path, content):
    headers = {"Content-Type": "application/json"}
    answer = portal.browser().request(method, path, content=content, headers=headers)

    assert answer.headers["cache-control"] == "no-store"


def test_the_live_stream_is_kept_by_no_cache(owner):
    with httpx.stream(
        "GET", f"{owner.browser.url}/v1/live", headers=owner.browser.sent()
    ) as answer:
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


def test_another_site_may_not_read_any_answer(portal):
    """No CORS at all (Fetch, 3.2), whatever a browser asks beforehand."""
    asking = {
        "Origin": "https://evil.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    for path in ("/v1/session", "/v1/sign-in", "/open"):
        answer = portal.browser().request("OPTIONS", path, headers=asking)
        allowed = [name for name in answer.headers if name.startswith("access-control-")]
        assert allowed == []


def test_no_route_takes_a_secret_in_its_address():
    """What stands in an address is in logs, histories and referrers.

    But for a feed's: calendars send nothing else. Its secret shows times, and can be revoked.
    """
    described = yaml.safe_load(openapi.document(openapi.documented()))
    named = {
        (taken["in"], taken["name"])
        for path in described["paths"].values()
        for operation in path.values()
        for taken in operation.get("parameters", [])
        if taken["in"] in ("path", "query")
    }
    own = ("session_id", "device_id", "passkey_id")
    due = ("task_id", "appointment_id", "form_id", "invoice_id", "request_id", "person_id")
    said = ("conversation_id", "message_id", "matter_id", "document_id", "archive_id", "number")
    ids = (*said, *due, *own)
    harmless = ("before", "after", "cursor", "limit", "which", "tab", "when", "currency", "format")
    documents = ("kind", "new", "q", "sort", "version")
    narrowing = ("matter_id", "firm_id", "conversation_id", "from_id")
    feed = {("path", "name")}

    assert {("path", each) for each in ids} <= named
    assert named <= feed | {("path", each) for each in ids} | {
        ("query", each) for each in (*harmless, *narrowing, *documents)
    }


def test_a_secret_in_an_address_all_the_same_is_in_no_log(portal, owner):
    secret = "s3cr3t-s3cr3t-s3cr3t-s3cr3t"
    browser = portal.browser(headers={"Referer": f"{portal.url}/open?link={secret}"})
    for path in ("/open", "/v1/sign-in", "/v1/session", f"/v1/{secret}", f"/{secret}"):
        browser.get(f"{path}?link={secret}")
    browser.post("/v1/sign-in", {"link": secret})

    assert "/v1/sign-in" in portal.gateway.log.read_text()
    assert secret not in portal.gateway.log.read_text()


def test_pages_send_no_referrer(portal):
    for path in ("/open", "/sign-in", "/v1/health"):
        assert portal.browser().get(path).headers["referrer-policy"] == "no-referrer"


def set_cookies(answer):
    jar = http.cookies.SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        jar.load(line)
    return jar
