"""A client comments on page 7, finds that in the conversation, and is back at the same place."""

import datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from backbone.testing import wait_for
from contracts import ids
from contracts.events.messages import MessagePosted, PostedAbout
from contracts.values import Spot
from tests.journeys.cabinet import Cabinet
from tests.journeys.client import PATIENCE, Client
from tests.journeys.devices import at_a_desk, on_a_phone
from tests.journeys.office import Office
from tests.journeys.sheets import pdf
from tests.journeys.viewing import READ, go_to_page, is_drawn, opens
from tests.journeys.ways_in import set_up

LEASE = [[f"Page {number} of the lease"] for number in range(1, 13)]


@pytest.fixture
def cabinet(client: Client, office: Office) -> Cabinet:
    set_up(client, office)
    return Cabinet(client, office)


def says(page: Page, text: str) -> None:
    page.get_by_label("Your comment").fill(text)
    page.get_by_role("button", name="Send comment").click()
    expect(comments(page).get_by_text(text, exact=True)).to_be_visible(timeout=PATIENCE)


def comments(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Comments")


def marks_a_spot(page: Page, number: int) -> None:
    page.get_by_role("button", name="Mark a spot on the page").click()
    box = page.locator(f"[data-page='{number}']").bounding_box()
    assert box is not None
    left, top = box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.08
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + box["width"] * 0.4, top + box["height"] * 0.04, steps=4)
    page.mouse.up()


def test_a_comment_on_page_7_is_found_in_the_conversation_and_leads_back_to_its_spot(
    cabinet: Cabinet, client: Client, office: Office
) -> None:
    lease = cabinet.put("Lease.pdf", pdf(LEASE))
    for number in range(8):
        office.say(f"Letter {number}")
    client.sees_message("Letter 7")
    messages = client.page.get_by_label("Messages", exact=True)
    messages.evaluate("element => { element.scrollTop = 20 }")
    before = messages.evaluate(READ)

    page = opens(client, "Lease.pdf")
    is_drawn(page, 1)
    go_to_page(page, 7)
    page.get_by_role("button", name="Comments", exact=True).click()
    expect(comments(page).get_by_text("Nobody has said anything")).to_be_visible()
    client.looks_right("comments-none")
    says(page, "What does this page mean?")
    marks_a_spot(page, 7)
    expect(page.get_by_label("On", exact=True)).to_have_value("spot")
    client.looks_right("comments-marking")
    says(page, "And this line?")
    expect(page.get_by_role("button", name="Comments, 2")).to_be_visible()
    told = office.wait_to_see("message.sent", body="And this line?")["data"]["about"]
    assert (told["document_id"], told["page"]) == (str(lease), 7)
    client.looks_right("comments")

    page.get_by_role("button", name="Close comments").click()
    page.get_by_role("button", name="Comment 2 by you: And this line?").click()
    expect(comments(page).locator("[aria-current=true]")).to_contain_text("And this line?")

    page.go_back()
    client.sees(office.matter)
    wait_for(lambda: messages.evaluate(READ) == before)
    messages.evaluate("element => { element.scrollTop = element.scrollHeight }")
    said = messages.locator("[data-message]", has_text="And this line?")
    client.looks_right("comments-in-conversation")
    at = messages.evaluate(READ)
    said.get_by_role("link", name="on Lease.pdf, page 7").click()
    is_drawn(page, 7)
    mark = page.get_by_role("button", name="Comment 2 by you: And this line?")
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_attribute("aria-pressed", "true")
    expect(comments(page).get_by_text("And this line?", exact=True)).to_be_in_viewport()
    page.get_by_role("link", name="Back").click()
    wait_for(lambda: messages.evaluate(READ) == at)
    assert client.complaints == []


@at_a_desk
def test_what_others_say_of_it_is_there_at_once_and_what_is_taken_back_goes(
    cabinet: Cabinet, client: Client, office: Office, tmp_path: Path
) -> None:
    """On a version that was replaced it stays there alone, and the conversation says so."""
    page = client.page
    publishes(office, tmp_path, 1, "share", "M-1", "--id", "lease")
    conversation = page.url
    page.goto(urljoin(conversation, f"/documents/{ids.document_id(office.firm_id, 'lease')}"))
    is_drawn(page, 1)
    spot = Spot(left=0.1, top=0.1, width=0.5, height=0.05)
    posted = MessagePosted(
        matter_id="M-1",
        message_id="c-1",
        author_id="nora",
        body="Please sign here.",
        attachments=["lease"],
        posted_at=datetime.datetime.now(datetime.UTC),
        about=PostedAbout(document_id="lease", page=2, spot=spot),
    )
    office.publish(posted)
    page.get_by_role("button", name="Comments, 1").click()
    expect(comments(page).get_by_text("Please sign here.", exact=True)).to_be_visible()
    comments(page).get_by_role("button", name="Page 2, marked").click()
    mark = page.get_by_role("button", name="Comment 1 by Nora Hartley")
    expect(mark).to_be_in_viewport()
    beside = client.context.new_page()
    beside.goto(conversation)
    expect(beside.get_by_role("link", name="on Lease.pdf, page 2")).to_be_visible()
    publishes(office, tmp_path, 2, "replace", "lease")
    earlier = beside.get_by_role("link", name="on Lease.pdf, version 1, page 2")
    expect(earlier).to_be_visible(timeout=PATIENCE)
    expect(beside.get_by_role("link", name="Version 2")).to_be_visible()

    expect(page.get_by_text("There is a newer version.")).to_be_visible(timeout=PATIENCE)
    expect(mark).to_be_in_viewport()
    client.looks_right("newer-version")
    page.get_by_role("link", name="Show it").click()
    elsewhere = comments(page).get_by_role("link", name="Page 2, marked, on version 1")
    expect(elsewhere).to_be_visible()
    is_drawn(page, 2)
    expect(mark).to_have_count(0)
    elsewhere.click()
    expect(page.get_by_text("This is version 1.")).to_be_visible()
    expect(mark).to_be_in_viewport()
    page.goto(conversation)
    page.get_by_role("link", name="on Lease.pdf, version 1, page 2").click()
    expect(mark).to_be_in_viewport()
    office.command("recall", "M-1", "c-1", "--as", "nora", "--firm", office.firm_id)
    expect(comments(page).get_by_text("Withdrawn by Nora Hartley")).to_be_visible(timeout=PATIENCE)
    expect(mark).to_have_count(0)
    assert client.complaints == []


def publishes(office: Office, folder: Path, version: int, verb: str, what: str, *more: str) -> None:
    """The lease, with a page more in each version."""
    file = folder / "Lease.pdf"
    file.write_bytes(pdf(LEASE[: 2 + version]))
    office.command(verb, what, str(file), *more, "--as", "nora", "--firm", office.firm_id)
    office.wait_to_see("document.ready", version=version)


@on_a_phone
def test_a_comment_waits_for_the_connection_and_goes_out_once(
    cabinet: Cabinet, client: Client, office: Office
) -> None:
    cabinet.put("Lease.pdf", pdf(LEASE[:3]))
    page = opens(client, "Lease.pdf")
    is_drawn(page, 1)
    page.get_by_role("button", name="Comments", exact=True).click()
    page.get_by_label("Your comment").fill("Begun")
    page.reload()
    is_drawn(page, 1)
    field = page.get_by_label("Your comment")
    expect(field).to_have_value("Begun")
    client.context.set_offline(True)
    says(page, "Written in a tunnel")
    expect(comments(page).get_by_text("Waiting")).to_be_visible()
    client.context.set_offline(False)
    expect(comments(page).get_by_text("Waiting")).to_have_count(0, timeout=PATIENCE)
    office.wait_to_see("message.sent", body="Written in a tunnel")
    expect(page.get_by_role("button", name="Comments, 1")).to_be_visible()
    sent = [each for each in office.seen if each["data"].get("body") == "Written in a tunnel"]
    assert len(sent) == 1
