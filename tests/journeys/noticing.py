"""What somebody notices of a change to how they sign in: an e-mail, and being signed out."""

from playwright.sync_api import Page, expect

from tests.journeys.client import PATIENCE, Client
from tests.journeys.office import NAME
from tests.mailbox import text


def hears(client: Client, what: str) -> None:
    """The next e-mail says what has changed."""
    client.next_email(f"How you sign in at {NAME} has changed")
    assert what in text(client.mailbox.of(client.address)[client.emails_read - 1])


def finds_itself_signed_out(page: Page) -> None:
    """At once, with nobody touching it: the live stream ends with the session."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Please sign in again", timeout=PATIENCE)
