"""A law firm's client in a journey: a browser, a mailbox, and a phone with an authenticator app."""

import re
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyotp
from playwright.sync_api import Browser, BrowserContext, Page, expect

from backbone.testing import REPOSITORY, wait_for
from tests.journeys.devices import Device
from tests.journeys.fingerprint import FingerprintReader
from tests.journeys.lighthouse import Lighthouse
from tests.journeys.stopwatch import Stopwatch
from tests.mailbox import Mailbox, html, text

AXE = REPOSITORY / "web/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What Lighthouse asks beyond them, so that each state of a page is asked all that it asks.
AND = [
    "identical-links-same-purpose",
    "label-content-name-mismatch",
    "table-fake-caption",
    "td-has-header",
]
ALL = {
    "runOnly": {"type": "tag", "values": RULES},
    "rules": {rule: {"enabled": True} for rule in AND},
}
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# Whether the page, or what scrolls in it, is wider than what shows of it.
SIDEWAYS = """[document.documentElement, ...document.querySelectorAll(".scroll-page")]
    .some((each) => each.scrollWidth > each.clientWidth)"""
STEP = 30  # s: how long an app shows a code (RFC 6238)
PATIENCE = 20_000  # ms: the machine may be busy


@dataclass
class Client:
    """One person at one device. `complaints`: all that a page should not have done or shown.

    `tell`: takes a figure, by what it measures, for the end of the run.
    """

    browser: Browser
    lighthouse: Lighthouse
    device: Device
    mailbox: Mailbox
    address: str
    screenshots: Path
    tell: Callable[[str, object], None]
    complaints: list[str] = field(default_factory=list)
    emails_read: int = 0
    later: str = ""  # the last e-mail about a new message
    stopwatch: Stopwatch = field(default_factory=Stopwatch)
    reader: FingerprintReader | None = None

    def new_browser(self, agent: str | None = None) -> Page:
        """A browser that has never been here; the page of the one before stays as it is.

        `agent`: what it calls itself, when that matters.
        """
        self.context: BrowserContext = self.browser.new_context(
            user_agent=agent,
            viewport={"width": self.device.width, "height": self.device.height},
            device_scale_factor=2 if self.device.phone else 1,
            is_mobile=self.device.phone,
            has_touch=self.device.phone,
            reduced_motion="reduce",
            locale="en-US",
            timezone_id="America/New_York",
        )
        self.context.set_default_timeout(PATIENCE)
        return self._open_tab()

    def leave(self) -> Page:
        """Close the tab; what comes next happens in a new one of the same browser."""
        self.page.close()
        return self._open_tab()

    def keeps_passkeys(self) -> None:
        """The device has a fingerprint reader, which knows its owner; it is the tab's at hand."""
        self.reader = FingerprintReader(self.page)

    def next_email(self, subject: str) -> str:
        """The HTML of the next e-mail to arrive; it must be the expected one."""
        self.emails_read += 1
        email = self.mailbox.wait_for(self.address, self.emails_read)[self.emails_read - 1]
        assert email["Subject"] == subject
        self._email_text = text(email)
        return html(email)

    def press_button_in(self, email: str) -> None:
        """Follow the e-mail's button, in the browser at hand. From here on the time counts."""
        self.stopwatch.start()
        self.page.goto(link_in(email))

    def tell_time(self, way_in: str) -> None:
        """How long it took since the button of an e-mail was pressed."""
        name = f"from e-mail to conversation, {way_in}, {self.device.name}"
        self.tell(name, f"{self.stopwatch.seconds:.1f} s")

    def code_from_email(self, firm: str) -> str:
        self.next_email(f"Your sign-in code for {firm}")
        (code,) = re.findall(r"^\d{8}$", self._email_text.replace("\r", ""), re.MULTILINE)
        return str(code)

    def set_up_app(self) -> None:
        """Type the key that the page shows into the authenticator app."""
        if not self.device.phone:
            self.page.get_by_text("I cannot scan it").click()
        self.take_key()

    def take_key(self) -> None:
        """Type the key, which is in sight, into the authenticator app."""
        key = self.page.locator("code").inner_text()
        self.keep_key("".join(key.split()))

    def keep_key(self, key: str) -> None:
        """From here on the authenticator app shows this key's codes."""
        self.app = pyotp.TOTP(key)
        self._app_step: int = 0

    def app_code(self) -> str:
        """A code that was not used yet; the next half minute's, as of a clock that is fast."""
        with self.stopwatch.stopped():
            self._app_step = wait_for(self._unused_step, 35)
        return self.app.generate_otp(self._app_step)

    def type_code(self, label: str, code: str) -> None:
        self.page.get_by_label(label, exact=True).fill(code)

    def looks_right(self, name: str) -> None:
        """Note what axe-core finds and what leaves the screen, take pictures, ask Lighthouse.

        Lighthouse is asked once in a run for each page: it knows no rule that axe-core is not asked
        each time. What has nothing to do with colours is the same in both schemes.
        """
        with self.stopwatch.stopped():
            self._look_closely(name)

    def sees(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", name=heading, level=1)).to_be_visible(
            timeout=PATIENCE
        )

    def sees_message(self, body: str) -> None:
        message = self.page.get_by_label("Messages", exact=True).get_by_text(body, exact=True)
        expect(message).to_be_visible(timeout=PATIENCE)

    def _look_closely(self, name: str) -> None:
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            picture = self.screenshots / f"{self.device.name}-{name}-{scheme}.png"
            self.page.screenshot(path=picture, full_page=True)
            found = findings(self.page, ALL if scheme == "light" else OF_COLOURS)
            self.complaints += [f"{name}, {scheme}: {each}" for each in found]
        self.page.emulate_media(color_scheme="light")
        if self.page.evaluate(SIDEWAYS):
            self.complaints.append(f"{name} scrolls sideways")
        if self.lighthouse.has_seen(self.page):
            return
        with self.reader.put_away() if self.reader else nullcontext():
            verdict = self.lighthouse.judge(self.page)
        if verdict.score < 1:
            self.complaints.append(f"{name}: Lighthouse gives {verdict.score}: {verdict.failed}")

    def _open_tab(self) -> Page:
        self.page, self.reader = self.context.new_page(), None
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return self.page

    def _unused_step(self) -> int:
        now = int(time.time()) // STEP
        return max(now, self._app_step + 1) if self._app_step <= now else 0

    def _hear(self, message: Any) -> None:
        # A refused code answers 422, and asking who is signed in answers 401: that is no fault.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(message.text)


def link_in(email: str) -> str:
    """The address behind the button of an e-mail."""
    (link,) = re.findall(r'<a href="([^"]+)"', email)
    return str(link)


def findings(page: Page, rules: dict[str, Any] = ALL) -> list[str]:
    """What axe-core has against the page as it stands; runs under the page's own CSP.

    `rules`: which it is asked, as its own options say it.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    options = rules | {"resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]
    ]
