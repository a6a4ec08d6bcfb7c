"""Somebody who is a client of two firms under one address: each appears once it was proved."""

import json
import re
import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.client import Client
from tests.journeys.conftest import run_folder
from tests.journeys.office import Office
from tests.journeys.ways_in import FIRST, set_up, sign_out

NAME, MATTER = "Bramwell Tax Counsel", "Estate of Ada Okafor"
WORD = "The tax office has answered."
PAGES = ("/msgs", "/account")
ANSWERS = (
    "/v1/session",
    "/v1/matters",
    "/v1/conversations",
    "/v1/account/factors",
    "/v1/account/sessions",
)


@pytest.fixture
def other(portal: str) -> Iterator[Office]:
    firm_id = f"journey-{secrets.token_hex(4)}"
    with Office(firm_id, run_folder(), NAME, MATTER, "#7a2e3a") as office:
        yield office


def test_a_second_firm_appears_once_its_invitation_was_proved(
    client: Client, portal: str, office: Office, other: Office
) -> None:
    set_up(client, office)
    link = is_invited_by(client, other)
    shows_nothing_of(other, client, portal)
    opens_it_while_signed_in(client, link)
    other.wait_to_see("message.read")
    sees_both(client, portal, office, other)
    looks_at_one_firm(client, office, other)
    sign_out(client)
    neither_firm_hears_of_the_other(office, other)
    assert client.complaints == []


def is_invited_by(client: Client, other: Office) -> str:
    other.invite("client-7", "M. Okafor", client.address)
    other.say(WORD)
    return client.next_email(f"A first message from {NAME} waits for you")


def shows_nothing_of(other: Office, client: Client, portal: str) -> None:
    """Neither on a page, nor in what the pages ask for, nor where they do not ask."""
    heard = listen_in(client)
    for path in PAGES:
        client.page.goto(f"{portal}{path}", wait_until="load")
        expect(client.page.get_by_role("heading", level=1)).to_be_visible()
        client.page.get_by_role("button", name="Account").click()
        heard.append(client.page.content())
    answers = [client.context.request.get(f"{portal}{path}") for path in ANSWERS]
    assert all(answer.ok for answer in answers)
    heard += [answer.text() for answer in answers]
    assert any(client.address in each for each in heard)
    for secret in (NAME, MATTER, WORD, other.firm_id, "client-7"):
        assert not [each for each in heard if secret in each]


def listen_in(client: Client) -> list[str]:
    """From here on, what the portal answers to the pages; the live stream never ends."""
    heard: list[str] = []

    def pass_on(route: Route) -> None:
        answer = route.fetch()
        heard.append(answer.text())
        route.fulfill(response=answer)

    client.page.route(lambda url: "/v1/" in url and not url.endswith("/v1/live"), pass_on)
    return heard


def opens_it_while_signed_in(client: Client, link: str) -> None:
    """The link came to the mailbox that this session has proved: that is the proof."""
    client.page.unroute_all(behavior="ignoreErrors")
    client.press_button_in(link)
    client.sees(MATTER)
    client.sees_message(WORD)


def sees_both(client: Client, portal: str, office: Office, other: Office) -> None:
    client.page.goto(f"{portal}/msgs")
    client.sees("Messages")
    for firm in (office, other):
        conversation = client.page.get_by_role("link", name=firm.matter)
        expect(conversation).to_contain_text(firm.name)
    is_about(client, "Client portal")
    client.looks_right("two-firms")


def looks_at_one_firm(client: Client, office: Office, other: Office) -> None:
    """Narrowed to one firm, the list stays so after a reload and on the way back to it."""
    page = client.page
    page.get_by_label("Firm", exact=True).select_option(office.name)
    expect(page.get_by_role("link", name=other.matter)).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Firm", exact=True)).to_have_value(office.firm_id)
    expect(page.get_by_role("link", name=office.matter)).to_be_visible()
    expect(page.get_by_role("link", name=other.matter)).to_have_count(0)
    assert page.url.endswith(f"/msgs?firm={office.firm_id}")
    is_about(client, office.name)
    client.looks_right("two-firms-one-shown")
    page.get_by_role("link", name=office.matter).click()
    client.sees_message(FIRST)
    page.go_back()
    expect(page.get_by_role("link", name=other.matter)).to_have_count(0)
    page.get_by_label("Firm", exact=True).select_option("All firms")
    page.get_by_role("link", name=other.matter).click()
    client.sees_message(WORD)
    is_about(client, other.name)


def is_about(client: Client, whose: str) -> None:
    """The page goes by this name, and the frame wears the firm's mark, or that of no one firm."""
    expect(client.page).to_have_title(re.compile(f" · {re.escape(whose)}$"))
    mark = "All firms" if whose == "Client portal" else whose
    expect(client.page.locator("nav").get_by_title(mark)).to_be_attached()


def neither_firm_hears_of_the_other(office: Office, other: Office) -> None:
    """Both heard of the same sign-out, each about its own client."""
    for firm, foreign in ((office, other), (other, office)):
        firm.wait_to_see("account.activated")
        firm.wait_to_see("account.signed_out")
        heard = json.dumps(firm.seen)
        for secret in (foreign.firm_id, foreign.name, foreign.matter):
            assert secret not in heard
    assert "client-7" not in json.dumps(office.seen)
    assert "maria" not in json.dumps(other.seen)
