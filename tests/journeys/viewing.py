"""Looking at documents in a journey: opened from the conversation, page by page."""

from playwright.sync_api import Page, expect

from tests.journeys.client import PATIENCE, Client
from tests.journeys.office import Office

# The first message in sight, and how far below the edge it is.
READ = """element => {
    const edge = element.getBoundingClientRect().top;
    const boxes = [...element.querySelectorAll('[data-message]')].map((each) => (
        [each.dataset.message, each.getBoundingClientRect()]));
    const there = boxes.find(([, box]) => box.bottom > edge);
    return there ? [there[0], Math.round(there[1].top - edge)] : null;
}"""


def opens(client: Client, name: str) -> Page:
    """Press the document's card in the conversation."""
    messages = client.page.get_by_label("Messages", exact=True)
    stem, _, _ = name.partition(".")
    messages.locator("a[href^='/documents/']", has_text=stem).first.click()
    client.sees(name)
    return client.page


def goes_back(client: Client, office: Office) -> None:
    client.page.get_by_role("link", name="Back").click()
    client.sees(office.matter)


def is_drawn(page: Page, number: int) -> None:
    expect(page.locator(f"[data-page='{number}'] canvas")).to_be_visible(timeout=PATIENCE)


def go_to_page(page: Page, number: int) -> None:
    field = page.get_by_label("Page", exact=True)
    field.fill(str(number))
    field.press("Enter")
    is_drawn(page, number)
