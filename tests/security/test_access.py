"""Every route, tried by everyone whom it is not for: nothing happens, and nothing leaks."""

import secrets

import psycopg
import pytest
from psycopg import sql

from tests.browser import Browser
from tests.gateway import cast
from tests.gunicorn import running_gateway
from tests.security import people
from tests.security.matrix import ROWS, routes

ALL, SESSION, ATTEMPT = routes(), routes("session"), routes("attempt")
OF_SOMEONE = [route for route in ALL if route.row.thing]
UNSAFE = [route for route in ALL if route.unsafe]
READING_OF_SOMEONE = [route for route in OF_SOMEONE if not route.unsafe]


def named(of):
    return pytest.mark.parametrize("route", of, ids=lambda route: route.name)


def call(browser, route, **things):
    """The answer, with what follows the status if there is any more to read."""
    more = {"json": route.row.body} if route.row.body is not None else {}
    return browser.request(route.method, route.at(**things), headers=route.row.headers, **more)


def things_of(client):
    own = {
        "conversation_id": client.conversation_id,
        "matter_id": client.matter_id,
        "message_id": client.message_id,
    }
    return own | client.papers


def told(answer):
    """All that an answer tells, but for the moment it was given."""
    changing = {"date", "traceparent"}
    headers = sorted(
        (name, value) for name, value in answer.headers.items() if name not in changing
    )
    return answer.status_code, answer.content, headers


def test_every_route_has_a_row():
    assert {route.name for route in ALL} == set(ROWS)


def test_every_route_but_these_needs_a_session_or_a_sign_in_under_way():
    open_to_all = {"getHealth", "getReady", "openLink", "startByAddress", "requestLink", "readFeed"}
    assert {route.name for route in ALL if not route.needs} == open_to_all


@named(SESSION)
def test_a_stranger_is_asked_to_sign_in(portal, route):
    answer = call(portal.browser(), route)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@named(SESSION)
@pytest.mark.parametrize("how", ["cookie", "bearer"])
def test_a_forged_session_opens_nothing(portal, route, how):
    token = secrets.token_urlsafe(32)
    forged = portal.browser(cookies={"__Host-redwell": token})
    if how == "bearer":
        forged = portal.browser(headers={"Authorization": f"Bearer {token}"})
    answer = call(forged, route)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@named(SESSION)
def test_a_session_that_has_ended_opens_nothing(ended, route):
    assert call(ended.at(), route).status_code == 401


@named(SESSION)
def test_a_sign_in_under_way_is_no_session(signing_in, route):
    token = signing_in.cookies["__Host-redwell-sign-in"]
    posing = Browser(signing_in.url, cookies={"__Host-redwell": token})

    assert call(posing, route).status_code == 401


@named(ATTEMPT)
def test_a_sign_in_goes_on_only_where_it_began(portal, owner, route):
    session = owner.browser.cookies["__Host-redwell"]
    for token in ("", secrets.token_urlsafe(32), session):
        answer = call(portal.browser(cookies={"__Host-redwell-sign-in": token}), route)
        assert (answer.status_code, answer.json()["code"]) == (410, "attempt_ended")


@named(UNSAFE)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "{own}.evil.example"])
def test_other_sites_change_nothing_with_a_visitors_cookies(owner, route, origin):
    lured = owner.browser.at()
    lured.origin = origin.format(own=lured.url)
    answer = call(lured, route, **things_of(owner))

    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert "set-cookie" not in answer.headers


@named([route for route in UNSAFE if route.needs])
def test_cookies_do_not_count_beside_an_authorization_header(owner, route):
    both = owner.browser.at()
    both.headers["Authorization"] = "Basic bm9ib2R5Og=="

    assert call(both, route, **things_of(owner)).status_code in (401, 410)


@named(READING_OF_SOMEONE)
def test_the_owner_reaches_what_others_do_not(owner, route):
    assert call(owner.browser, route, **things_of(owner)).status_code == 200


@named(OF_SOMEONE)
@pytest.mark.parametrize("who", ["elsewhere", "foreign"])
def test_what_is_not_theirs_looks_to_others_as_if_it_were_not_there(
    request, owner, keeper, route, who
):
    other = request.getfixturevalue(who)
    things, before = things_of(owner) | keeper.things, keeper.shown()
    theirs, nobodys = call(other.browser, route, **things), call(other.browser, route)

    assert (theirs.status_code, theirs.json()["code"]) == (404, "not_found")
    assert told(theirs) == told(nobodys)
    assert keeper.shown() == before


def test_whose_they_are_can_do_all_that_with_them(portal, owner):
    """Else the test before would show nothing."""
    keeper = people.keeper(portal, owner.firm_id)
    account = [route for route in OF_SOMEONE if route.path.startswith("/v1/account/")]
    assert {route.row.thing for route in account} == set(keeper.things)
    # What is there is renamed before it goes, and last goes the session, as it is their own.
    for route in sorted(
        account, key=lambda one: (one.row.thing == "session_id", one.method == "DELETE")
    ):
        answer = call(keeper.browser, route, **keeper.things)
        assert answer.status_code == 200, route.name


def session_id(browser):
    return browser.get("/v1/session").json()["session_id"]


@pytest.mark.parametrize("who", ["elsewhere", "foreign"])
@pytest.mark.parametrize(
    "path",
    [
        "/v1/conversations",
        "/v1/matters",
        "/v1/account/sessions",
        "/v1/documents",
        "/v1/documents/sources",
        "/v1/tasks",
        "/v1/invoices",
        "/v1/appointments",
        "/v1/forms",
    ],
)
def test_lists_hold_only_what_is_ones_own(request, owner, who, path):
    other = request.getfixturevalue(who)
    text = other.browser.get(path).text

    own = [str(owner.conversation_id), str(owner.matter_id), session_id(owner.browser), "Olga"]
    own.append(owner.papers["invoice_id"])
    assert [each for each in own if each in text] == []


def test_the_owners_session_goes_on_after_all_that(owner):
    assert owner.browser.get("/v1/session").status_code == 200
    [conversation] = owner.browser.get("/v1/conversations").json()["items"]
    assert conversation["last_line"] == "Here it is."


@pytest.mark.parametrize("column", ["started_at", "last_used_at"])
def test_a_session_past_its_end_opens_nothing(portal, owner, column):
    """Its times are moved in auth's own database, as nobody waits for half a day."""
    late = cast.client(portal, owner.firm_id, f"late-{column[:4]}", "Lea Te").browser
    with psycopg.connect(portal.databases["auth"]) as connection:
        moved = sql.SQL("UPDATE sessions SET {} = {} - interval '40 days' WHERE id = %s")
        name = sql.Identifier(column)
        connection.execute(moved.format(name, name), [session_id(late)])

    # Another gateway, as this one may remember the session for half a minute.
    with running_gateway(portal.amqp_url) as gateway:
        assert late.at(gateway.url).get("/v1/session").status_code == 401
