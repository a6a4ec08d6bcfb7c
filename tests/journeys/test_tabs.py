"""Many tabs of one browser: one line to the portal for all, one draft, one end of the session, one
person at a time."""

import dataclasses
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.journeys.client import Client
from tests.journeys.devices import at_a_desk
from tests.journeys.office import Office, new_address
from tests.journeys.ways_in import set_up

TABS = 7  # more than the six connections that a browser opens to one site over HTTP/1.1
ANSWER = "Begun in one tab, sent from the other."


class Lines:
    """The live streams that are open, and by which tabs."""

    def __init__(self, context: BrowserContext) -> None:
        self._open: set[Request] = set()
        context.on("request", self._begun)
        context.on("requestfinished", self._ended)
        context.on("requestfailed", self._ended)

    def by(self) -> list[Page]:
        tabs = [sent.frame.page for sent in self._open]
        return [tab for tab in tabs if not tab.is_closed()]

    def _begun(self, sent: Request) -> None:
        if sent.url.endswith("/v1/live"):
            self._open.add(sent)

    def _ended(self, sent: Request) -> None:
        self._open.discard(sent)


def sees(tab: Page, body: str) -> None:
    message = tab.get_by_label("Messages", exact=True).get_by_text(body, exact=True)
    expect(message).to_have_count(1)


def draft(tab: Page) -> Any:
    return tab.get_by_label("Your message")


@at_a_desk
def test_tabs_share_one_line_and_one_draft_and_end_together(client: Client, office: Office) -> None:
    lines = Lines(client.context)
    set_up(client, office)
    tabs = [client.page]
    for _ in range(TABS - 1):
        tabs.append(client.context.new_page())
        tabs[-1].goto(client.page.url)
    first, second, *_, last = tabs

    office.say("To every tab.")
    for tab in tabs:
        sees(tab, "To every tab.")
    assert lines.by() == [first]

    first.close()
    office.say("The line goes on.")
    sees(last, "The line goes on.")
    assert len(lines.by()) == 1

    draft(second).fill(ANSWER)
    expect(draft(last)).to_have_value(ANSWER)
    last.get_by_role("button", name="Send", exact=True).click()
    sees(second, ANSWER)
    expect(draft(second)).to_have_value("")

    draft(second).fill("Twice?")
    expect(draft(last)).to_have_value("Twice?")
    send = "document.querySelector('textarea').form.requestSubmit()"
    for tab in (second, last):
        tab.evaluate(f"setTimeout(() => {send}, 200 - performance.now() % 200)")
    sees(second, "Twice?")
    sees(last, "Twice?")

    last.get_by_role("button", name="Account").click()
    last.get_by_role("button", name="Sign out").click()
    for tab in tabs[1:-1]:
        heading = tab.get_by_role("heading", name="Please sign in again", level=1)
        expect(heading).to_be_visible()
    assert client.complaints == []


@at_a_desk
def test_a_tab_of_somebody_else_shows_and_sends_nothing_of_who_signs_in_beside_it(
    client: Client, office: Office
) -> None:
    """A couple at one computer, both in the matter."""
    set_up(client, office)
    hers = client.page
    draft(hers).fill("From her alone.")
    his = dataclasses.replace(client, address=new_address(), emails_read=0)
    his.context, his.page = client.context, client.context.new_page()
    set_up(his, office, "marius")

    hers.bring_to_front()
    expect(hers.get_by_role("heading", name="Please sign in again", level=1)).to_be_visible()
    expect(hers.get_by_text("has signed in in this browser since")).to_be_visible()
    expect(draft(his.page)).to_have_value("")
    hers.get_by_role("link", name="Go on as").click()
    expect(hers.get_by_role("heading", name="Messages", level=1)).to_be_visible()
