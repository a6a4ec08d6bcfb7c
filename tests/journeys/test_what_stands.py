"""A message that stands is edited, pinned, answered, looked at and withdrawn, by the three dots."""

from playwright.sync_api import Locator, expect

from tests.journeys.client import Client
from tests.journeys.office import Office
from tests.journeys.ways_in import set_up

MINE = "The meeting is at nine."
BETTER = "The meeting is at ten."


def row(client: Client, body: str) -> Locator:
    messages = client.page.get_by_label("Messages", exact=True)
    return messages.locator("[data-message]").filter(has_text=body).first


def choose(client: Client, body: str, choice: str) -> None:
    message = row(client, body)
    message.hover()
    message.get_by_role("button", name="More about this message").click()
    client.page.get_by_role("menuitem", name=choice, exact=True).click()


def test_a_message_is_edited_pinned_answered_and_withdrawn(client: Client, office: Office) -> None:
    set_up(client, office)
    page = client.page
    page.get_by_label("Your message").fill(MINE)
    page.get_by_role("button", name="Send", exact=True).click()
    sent = office.wait_to_see("message.sent", body=MINE)["data"]["message_id"]
    messages = page.get_by_label("Messages", exact=True)

    choose(client, MINE, "Edit")
    page.get_by_label("Edit your message").fill(BETTER)
    page.get_by_role("button", name="Save").click()
    office.wait_to_see("message.edited", body=BETTER, revision=2)
    row(client, BETTER).get_by_role("button", name="Edited").click()
    details = page.get_by_role("dialog", name="About this message")
    expect(details).to_contain_text(MINE)
    expect(details).to_contain_text("has not read it")
    client.looks_right("message-details")
    page.go_back()
    expect(details).to_have_count(0)

    office.command("pin", "M-1", sent, "--as", "nora", "--firm", office.firm_id)
    expect(row(client, BETTER)).to_contain_text("Pinned by Nora Hartley")
    office.command(
        *("say", "M-1", "Noted.", "--id", "n-9", "--to", sent),
        *("--as", "nora", "--firm", office.firm_id),
    )
    expect(row(client, "Noted.")).to_contain_text(BETTER)

    row(client, "Noted.").hover()
    dots = row(client, "Noted.").get_by_role("button", name="More about this message")
    dots.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Answer")).to_be_focused()
    client.looks_right("message-menu")
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(dots).to_be_focused()

    choose(client, "Noted.", "Answer")
    page.get_by_label("Your message").fill("Thank you.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(row(client, "Thank you.")).to_contain_text("Noted.")
    client.looks_right("message-quotes")

    page.get_by_role("link", name="Pinned", exact=True).click()
    pinned = page.get_by_label("Pinned", exact=True)
    expect(pinned).to_contain_text(BETTER)
    client.looks_right("pinned")
    pinned.get_by_text(BETTER).click()
    expect(row(client, BETTER)).to_be_focused()

    office.command("recall", "M-1", "n-9", "--as", "nora", "--firm", office.firm_id)
    expect(messages).to_contain_text("Withdrawn by Nora Hartley")
    expect(row(client, "Thank you.")).to_contain_text("This message was withdrawn.")
    choose(client, BETTER, "Withdraw")
    page.get_by_role("button", name="Withdraw it").click()
    office.wait_to_see("message.withdrawn", message_id=sent)
    expect(messages).to_contain_text("Withdrawn by you")
    expect(messages.get_by_text(BETTER)).to_have_count(0)
    client.looks_right("message-withdrawn")
    assert client.complaints == []
