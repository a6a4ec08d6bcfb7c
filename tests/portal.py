"""The whole portal on real parts, as a client meets it by HTTP: what the gateway's tests share."""

import contextlib
import datetime
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import kombu
import pyotp
from cryptography.fernet import Fernet

from backbone import testing
from contracts import ids, links, topology
from contracts.events import decode
from contracts.events.accounts import CodeIssued
from contracts.events.envelope import Event
from contracts.topology import SERVICES
from tests.browser import Browser
from tests.gunicorn import Gateway, running_gateway

LINK_KEY = "the-key-of-these-tests"
CODES = "test.codes"


class Portal:
    """Services, relay and gateway on a virtual host and databases of their own."""

    def __init__(self, amqp_url: str, gateway: Gateway, databases: dict[str, str]) -> None:
        self.amqp_url = amqp_url
        self.gateway = gateway
        self.databases = databases
        self.url = gateway.url
        self._firms: dict[str, str] = {}
        with kombu.Connection(amqp_url) as connection:
            channel = connection.channel()
            channel.queue_declare(CODES, durable=True, auto_delete=False)
            channel.queue_bind(CODES, topology.INTERNAL, topology.any_firm(CodeIssued.type))

    def send(self, firm_id: str, event: Event) -> str:
        """Publish the event as the firm, or as Redwell itself."""
        if event.exchange != topology.FIRM:
            return testing.send_event(self.amqp_url, firm_id, event)
        if firm_id not in self._firms:
            self._firms[firm_id] = testing.firm_url(self.amqp_url, firm_id)
        return testing.send_event(self._firms[firm_id], firm_id, event)

    def browser(self, **own: Any) -> Browser:
        return Browser(self.url, **own)

    def link(self, firm_id: str, contact_id: str, email: str) -> str:
        now = datetime.datetime.now(datetime.UTC)
        link = links.Link(
            firm_id=firm_id,
            person_id=ids.person_id(firm_id, contact_id),
            address_digest=links.address_digest(email),
            target=links.Target(),
            issued_at=now,
            expires_at=now + links.VALID_FOR,
        )
        return links.seal(link, [LINK_KEY])

    def mailed_code(self, email: str) -> str:
        """The next code that is issued for this address."""

        with kombu.Connection(self.amqp_url) as connection:
            channel = connection.channel()

            def code() -> str | None:
                message = channel.basic_get(CODES, no_ack=True)
                event = decode(bytes(message.body), topology.INTERNAL)[1] if message else None
                is_theirs = isinstance(event, CodeIssued) and event.address == email
                return event.code if isinstance(event, CodeIssued) and is_theirs else None

            return testing.wait_for(code) or ""

    def opened(self, browser: Browser, link: str) -> httpx.Response:
        """The answer to the link once the firm's events have arrived."""

        def opened() -> httpx.Response | None:
            answer = browser.post("/v1/sign-in", {"link": link})
            return answer if answer.status_code == 200 else None

        found = testing.wait_for(opened, within=30)
        assert found is not None
        return found

    def mailbox_proved(self, firm_id: str, contact_id: str, email: str, **own: Any) -> Browser:
        """A browser in which the person opened their link and typed the code."""
        browser = self.browser(**own)
        self.opened(browser, self.link(firm_id, contact_id, email))
        assert step(browser, "/code")["step"] == "code"
        step(browser, "/code/check", code=self.mailed_code(email))
        return browser

    def signed_in(self, firm_id: str, contact_id: str, email: str, **own: Any) -> Browser:
        """A browser in which the person set up their account just now."""
        browser = self.mailbox_proved(firm_id, contact_id, email, **own)
        secret = browser.post("/v1/sign-in/totp").json()["secret"]
        step(browser, "/totp/check", code=pyotp.TOTP(secret).now())
        assert step(browser, "/recovery/kept")["step"] == "done"
        return browser


def step(browser: Browser, path: str, **body: Any) -> dict[str, Any]:
    """Where the sign-in stands after this step of it."""
    answer = browser.post(f"/v1/sign-in{path}", body or None)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["sign_in"]
    return found


@contextlib.contextmanager
def running_portal() -> Iterator[Portal]:
    """Everything but the firm's side, started and answering."""
    amqp_url = testing.fresh_vhost()
    databases = {service: testing.fresh_database(service) for service in SERVICES}
    with contextlib.ExitStack() as stack:
        gateway = stack.enter_context(running_gateway(amqp_url))
        parts: list[Any] = [testing.running_relay(amqp_url, *databases.values())]
        for service, url in databases.items():
            own = _settings(service, gateway.url)
            parts.append(testing.running(service, url, amqp_url, **own))
        with ThreadPoolExecutor(2) as pool:  # they take seconds each
            list(pool.map(stack.enter_context, parts))
        testing.wait_for(lambda: httpx.get(f"{gateway.url}/v1/ready").status_code == 200, 60)
        yield Portal(amqp_url, gateway, databases)


def _settings(service: str, public_url: str) -> dict[str, object]:
    own: dict[str, dict[str, object]] = {
        "auth": {"secret_keys": Fernet.generate_key().decode()},
        "files": {**testing.store_settings()},
        "notify": {
            "smtp_url": testing.stack()["smtp"],
            "mail_from": "portal@redwell.example",
            "alert_delay": 3600,
        },
    }
    common = {"public_url": public_url, "link_keys": LINK_KEY}
    return common | own[service] if service in own else {}
