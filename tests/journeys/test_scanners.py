"""Mail scanners open what e-mails lead to and press what they find: nothing comes of it."""

import hashlib
import time

import httpx
import psycopg
from playwright.sync_api import Browser, BrowserContext

from firm.settings import read_environment_file
from tests.journeys import ways_in
from tests.journeys.client import Client, link_in
from tests.journeys.conftest import run_folder
from tests.journeys.devices import at_a_desk
from tests.journeys.office import Office
from tests.journeys.scanner import Scanner
from tests.mailbox import text

BROWSERS = 3
HALF_A_MINUTE = 30  # seconds in which one code is sent to a mailbox, whoever asks
METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]


@at_a_desk
def test_a_link_that_scanners_went_through_still_works_for_its_owner(
    client: Client, office: Office, browser: Browser
) -> None:
    office.invite("maria", "Maria Okafor", client.address)
    office.say(ways_in.FIRST)
    link = link_in(client.next_email(f"A first message from {office.name} waits for you"))
    asks_by_all_methods(link)
    assert nothing_came_of_it(client.address)

    begun = time.monotonic()
    scanner = Scanner(browser)
    visits = [scanner.goes_through(link) for _ in range(BROWSERS)]
    took = time.monotonic() - begun

    assert "Send me the code" in {words for _, _, words, _ in scanner.pressed}
    assert not any(is_signed_in(visit) for visit in visits)
    assert nothing_came_of_it(client.address)
    assert 1 <= len(codes(client)) <= 1 + took // HALF_A_MINUTE
    half_a_minute_passes(client.address)
    gets_in(client, office, link)
    assert not nothing_came_of_it(client.address)
    assert [each["type"] for each in office.seen if each["type"] in SIGNED_IN] == SIGNED_IN
    assert client.complaints == []


def asks_by_all_methods(link: str) -> None:
    """As programs do that only fetch; what stands behind # stays with them."""
    origin = link.partition("/open")[0]
    with httpx.Client() as http:
        for method in ["HEAD", "GET"] * 20:
            answer = http.request(method, link)
            assert (answer.status_code, answer.headers.get_list("set-cookie")) == (200, [])
        for method in METHODS:
            for headers in ({}, {"Origin": origin}):
                answer = http.request(method, link, headers=headers)
                assert answer.status_code in (400, 404, 405)
        assert not http.cookies


def gets_in(client: Client, office: Office, link: str) -> None:
    client.emails_read = len(client.mailbox.of(client.address))
    client.page.goto(link)
    ways_in.prove_mailbox(client, office.name)
    ways_in.set_up_app(client)
    ways_in.keep_recovery_codes(client)
    ways_in.confirm_name(client)
    client.sees_message(ways_in.FIRST)
    for kind in SIGNED_IN:
        office.wait_to_see(kind)


def is_signed_in(visit: BrowserContext) -> bool:
    return "__Host-redwell" in {cookie.get("name") for cookie in visit.cookies()}


def codes(client: Client) -> list[str]:
    """The e-mails with a code that have come so far."""
    emails = client.mailbox.of(client.address)
    return [text(email) for email in emails if "sign-in code" in email["Subject"]]


def nothing_came_of_it(address: str) -> bool:
    """There is no account of this address, and so no session and no factor either."""
    found = ask_auth("SELECT 1 FROM accounts WHERE address = %s", address)
    person = ask_auth("SELECT account_id, activated_at FROM persons WHERE address = %s", address)
    return (found, person) == ([], [(None, None)])


def half_a_minute_passes(address: str) -> None:
    """The owner comes later, and need not wait until another code may be sent."""
    pause = hashlib.sha256(f"code/pause/link/{address}".encode()).digest()
    assert ask_auth("DELETE FROM tallies WHERE key = %s RETURNING 1", pause) == [(1,)]


def ask_auth(sql: str, given: object) -> list[tuple[object, ...]]:
    environment = read_environment_file(run_folder() / "env" / "auth.env")
    with psycopg.connect(environment["REDWELL_DATABASE_URL"]) as database:
        return database.execute(sql, [given]).fetchall()


SIGNED_IN = ["account.activated", "account.signed_in"]
