"""E-mails as a mail program shows them: readable on a phone and at a desk, in light and in dark."""

import datetime
import uuid

import pytest
from playwright.sync_api import Browser

from services.notify.emails import code, get_started, new_message
from services.notify.emails.rendering import Rendered
from services.notify.models import Firm, Person
from tests.journeys.client import findings
from tests.journeys.conftest import run_folder
from tests.journeys.office import CONTACT, NAME

NOW = datetime.datetime(2026, 11, 22, 20, 0, tzinfo=datetime.UTC)
FIRM = Firm(id="hartley", name=NAME, contact=CONTACT, accent="#1f4f82", told_at=NOW)
PERSON = Person(id=uuid.uuid4(), firm_id="hartley", name="Maria Okafor")
LINK, HOST = f"https://portal.example.test/open#{'x' * 400}", "portal.example.test"

# An e-mail has no landmarks and no heading of a page: what is best practice for pages is left out.
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa"]}}

EMAILS = {
    "get-started": get_started.generate(FIRM, PERSON, LINK, HOST),
    "new-message": new_message.generate(FIRM, PERSON, LINK, HOST),
    "code": code.generate(FIRM, "48213907", datetime.timedelta(minutes=10), HOST),
}


@pytest.mark.parametrize("width", [360, 700])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", EMAILS)
def test_an_email_is_readable(browser: Browser, name: str, scheme: str, width: int) -> None:
    rendered: Rendered = EMAILS[name]
    page = browser.new_page(viewport={"width": width, "height": 700})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_content(rendered.html)
    folder = run_folder() / "screenshots"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"email-{name}-{width}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert findings(page, WCAG) == []
    page.close()
