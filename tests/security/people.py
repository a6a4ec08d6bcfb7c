"""Clients to be attacked: each with a mailbox, an authenticator app and recovery codes."""

import dataclasses
import datetime
import time
import uuid
from typing import Any

import httpx
import kombu
import psycopg
import pyotp

from contracts.events.contacts import ContactInvited
from tests.browser import Browser
from tests.portal import CODES, Portal
from tests.services.auth.authenticator import Authenticator

STEP = 30  # seconds for which an authenticator app shows a code


@dataclasses.dataclass
class Person:
    """A client whom the firm has invited; `app` and `recovery_codes` are there once set up."""

    portal: Portal
    firm_id: str
    contact_id: str
    email: str
    app: pyotp.TOTP | None = None
    recovery_codes: list[str] = dataclasses.field(default_factory=list)

    def link(self) -> str:
        return self.portal.link(self.firm_id, self.contact_id, self.email)

    def opens_link(self, browser: Browser | None = None) -> Browser:
        """A browser, a new one unless given, that has only opened the link."""
        browser = browser or self.portal.browser()
        self.portal.opened(browser, self.link())
        return browser

    def asks_for_code(self, browser: Browser | None = None) -> tuple[Browser, str]:
        """The same with a code asked for, and the code that came."""
        browser = self.opens_link(browser)
        assert browser.post("/v1/sign-in/code").status_code == 200
        return browser, self.portal.mailed_code(self.email)

    def proves_mailbox(self, browser: Browser | None = None) -> Browser:
        """The same with the code typed; whoever gets several e-mails tries one after the other."""
        browser = self.opens_link(browser)
        forget_mail(self.portal)
        assert browser.post("/v1/sign-in/code").status_code == 200
        tries = (enters(browser, "code", self.portal.mailed_code(self.email)) for _ in range(5))
        assert any(answer.status_code == 200 for answer in tries)
        return browser

    def sets_up(self, *, remember: bool = False) -> Browser:
        """A browser in which they have just set up their account."""
        browser = self.proves_mailbox()
        self.app = app_of(browser.post("/v1/sign-in/totp"))
        shown = enters(browser, "totp", self.shows()).json()["sign_in"]
        self.recovery_codes = shown["recovery_codes"]
        done = browser.post("/v1/sign-in/recovery/kept", {"remember": remember})
        assert step_of(done) == "done"
        return browser

    def shows(self, later: int = 0) -> str:
        """The app's code, or one that it shows so many steps later.

        The next one is taken already, as clocks may differ; so two sign-ins need not wait.
        """
        assert self.app is not None
        return self.app.at(int(time.time()) + later * STEP)


@dataclasses.dataclass
class Keeper:
    """Somebody's browser, and the ids of what their account page shows."""

    browser: Browser
    things: dict[str, str]

    def shown(self) -> list[tuple[str, str]]:
        """The sessions, devices and passkeys on their account page, the latter by name."""
        places = self.browser.get("/v1/account/sessions").json()
        factors = self.browser.get("/v1/account/factors").json()
        return [
            *((each["session_id"], "") for each in places["sessions"]),
            *((each["device_id"], "") for each in places["devices"]),
            *((each["passkey_id"], each["name"]) for each in factors["passkeys"]),
        ]


def keeper(portal: Portal, firm_id: str) -> Keeper:
    browser = invited(portal, firm_id, "keeper").sets_up(remember=True)
    options = browser.post("/v1/account/passkeys").json()["options"]
    made = {"credential": Authenticator(portal.url).make(options), "name": "Key"}
    factors = browser.post("/v1/account/passkeys/check", made).json()
    places = browser.get("/v1/account/sessions").json()
    things = {
        "session_id": places["sessions"][0]["session_id"],
        "device_id": places["devices"][0]["device_id"],
        "passkey_id": factors["passkeys"][0]["passkey_id"],
    }
    return Keeper(browser, things)


def invited(portal: Portal, firm_id: str, name: str) -> Person:
    """Somebody nobody has heard of before."""
    contact_id = f"{name}-{uuid.uuid4().hex[:8]}"
    email = f"{contact_id}@{firm_id}.example"
    portal.send(firm_id, ContactInvited(contact_id=contact_id, name=name.title(), email=email))
    return Person(portal, firm_id, contact_id, email)


def app_of(answer: httpx.Response) -> pyotp.TOTP:
    """The app that was shown this secret."""
    return pyotp.TOTP(answer.json()["secret"])


def enters(browser: Browser, factor: str, code: str, **more: Any) -> httpx.Response:
    """Type a code; `factor` is code, totp or recovery."""
    return browser.post(f"/v1/sign-in/{factor}/check", {"code": code, **more})


def step_of(answer: httpx.Response) -> str:
    """Where the sign-in stands by this answer, or the code of the refusal."""
    told = answer.json()
    return str(told["sign_in"]["step"] if answer.status_code == 200 else told["code"])


def forget_mail(portal: Portal) -> None:
    """Whatever codes have come so far, nobody reads them any more."""
    with kombu.Connection(portal.amqp_url) as connection:
        connection.channel().queue_purge(CODES)


def later(portal: Portal, **by: float) -> None:
    """Let time pass: what auth has noted is put that much earlier, as nobody waits for an hour."""
    delta = datetime.timedelta(**by)
    with psycopg.connect(portal.databases["auth"]) as connection:
        connection.execute("UPDATE tallies SET ends_at = ends_at - %s", [delta])
        connection.execute("UPDATE codes SET expires_at = expires_at - %s", [delta])
        steps = int(delta.total_seconds()) // STEP
        connection.execute("UPDATE authenticators SET last_step = last_step - %s", [steps])


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/v1/session").status_code == 200
