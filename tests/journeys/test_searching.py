"""What was written long ago is found and opened at the very message; Back leads to the results."""

import datetime
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from backbone.testing import wait_for
from contracts.events.messages import MessagePosted
from firm.publisher import Publisher
from tests.journeys.client import PATIENCE, Client
from tests.journeys.office import Office
from tests.journeys.ways_in import set_up

LONG_AGO = "La señora Pérez dejó las llaves en la oficina."
SINCE_THEN = 310


def test_a_message_of_long_ago_is_found_and_shown(
    client: Client, office: Office, tmp_path: Path
) -> None:
    set_up(client, office)
    say_much(client, office)
    share(office, tmp_path / "keys_2024-signed.txt")
    page = client.page
    page.goto(f"{page.url.split('/msgs')[0]}/msgs")

    search = page.get_by_role("searchbox", name="Search messages and documents")
    expect(search).to_be_visible()
    page.keyboard.press("/")
    expect(search).to_be_focused()
    search.fill("perez llave")
    expect(page).to_have_url(re.compile(r"/msgs\?q=perez\+llave"))
    found = page.get_by_label("Messages found").get_by_role("link")
    expect(found).to_have_count(1)
    expect(found.locator("mark")).to_have_text(["Pérez", "llaves"])
    client.looks_right("search")

    found.click()
    expect(row(client, LONG_AGO)).to_be_in_viewport(timeout=PATIENCE)
    expect(row(client, LONG_AGO)).to_be_focused()
    client.looks_right("search-jumped")
    page.reload()
    expect(row(client, LONG_AGO)).to_be_in_viewport(timeout=PATIENCE)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/msgs\?q=perez\+llave"))
    expect(found.locator("mark")).to_have_text(["Pérez", "llaves"])

    search.fill("lakeside")
    conversations = page.get_by_label("Conversations found")
    expect(conversations.locator("mark")).to_have_text("Lakeside")
    search.fill("signed")
    expect(page.get_by_label("Documents found").locator("mark")).to_have_text("signed")
    page.get_by_label("Documents found").get_by_role("link").click()
    expect(page).to_have_url(re.compile("/documents/"))
    page.go_back()
    expect(page.get_by_label("Documents found").locator("mark")).to_have_text("signed")
    search.fill(" ".join("abcdefghijk"))
    expect(page.get_by_role("alert")).to_have_text(["Please search for fewer words: ten at most."])
    search.fill("nobodywrotethis")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    client.looks_right("search-nothing")
    search.press("Escape")
    expect(page).to_have_url(re.compile(r"/msgs$"))
    expect(page.get_by_role("link", name=office.matter).first).to_be_visible()
    assert client.complaints == []


def test_a_conversation_is_searched_place_by_place(client: Client, office: Office) -> None:
    set_up(client, office)
    say_much(client, office)
    page = client.page
    page.get_by_role("button", name="Search in this conversation").click()
    field = page.get_by_role("searchbox", name="Search in this conversation")
    expect(field).to_be_focused()
    field.fill("calendar 11")
    expect(page.get_by_text("1 of 11", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(row(client, "Note 119 about")).to_be_in_viewport(timeout=PATIENCE)
    expect(field).to_be_focused()
    client.looks_right("search-in-conversation")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(row(client, "Note 118 about")).to_be_in_viewport(timeout=PATIENCE)
    expect(page.get_by_text("2 of 11", exact=True)).to_be_visible()
    page.get_by_role("button", name="Previous", exact=True).click()
    page.get_by_role("button", name="Previous", exact=True).click()
    expect(row(client, "Note 11 about")).to_be_in_viewport(timeout=PATIENCE)
    page.get_by_role("button", name="Close search").click()
    expect(field).to_have_count(0)
    assert client.complaints == []


def row(client: Client, body: str) -> Locator:
    messages = client.page.get_by_label("Messages", exact=True)
    return messages.locator("[data-message]").filter(has_text=body)


def say_much(client: Client, office: Office) -> None:
    """One thing of note, and after it what takes several pages to read."""
    now = datetime.datetime.now(datetime.UTC)
    notes = [f"Note {n} about the calendar" for n in range(1, SINCE_THEN + 1)]
    own = office.settings()
    with Publisher(own.firm_amqp_url, own.firm_id) as publisher:
        for n, body in enumerate([LONG_AGO, *notes]):
            told: dict[str, Any] = {"message_id": f"s-{n}", "author_id": "nora", "body": body}
            at = now + datetime.timedelta(milliseconds=n)
            publisher.send(MessagePosted(matter_id="M-1", posted_at=at, **told))
    wait_for(row(client, notes[-1]).count, within=120)


def share(office: Office, file: Path) -> None:
    file.write_bytes(b"What was agreed on.")
    own = ("--as", "nora", "--firm", office.firm_id)
    office.command("share", "M-1", str(file), "--id", file.name, *own)
