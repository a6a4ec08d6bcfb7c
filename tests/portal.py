"""The whole portal on real parts, as a client meets it by HTTP: what the gateway's tests share."""

import contextlib
import dataclasses
import datetime
import http.cookies
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
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
from contracts.events.envelope import Event
from contracts.events.internal import CodeIssued

LINK_KEY = "the-key-of-these-tests"
CODES = "test.codes"
SERVICES = ("auth", "matters", "messaging", "notify")


@dataclasses.dataclass
class Gateway:
    """The gateway as gunicorn runs it."""

    url: str
    process: "subprocess.Popen[bytes]"
    log: pathlib.Path

    def lines(self, event: str = "") -> list[dict[str, Any]]:
        """What it has logged so far; of one kind when named."""
        found = [json.loads(line) for line in self.log.read_text().splitlines() if line[:1] == "{"]
        return [line for line in found if event in ("", line["event"])]

    def workers(self) -> set[int]:
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(pid) for pid in children.read_text().split()}

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


@dataclasses.dataclass
class Browser:
    """Keeps cookies as a browser does, and sends the `Origin` of our own pages unless another is
    given; none when that is empty."""

    url: str
    cookies: dict[str, str] = dataclasses.field(default_factory=dict)
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    origin: str | None = None

    def at(self, url: str = "") -> "Browser":
        """The same session in another window, or at another gateway."""
        return Browser(url or self.url, cookies=dict(self.cookies), headers=dict(self.headers))

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        answer = httpx.request(
            method,
            self.url + path,
            headers=self.sent() | more.pop("headers", {}),
            timeout=15,
            **more,
        )
        for line in answer.headers.get_list("set-cookie"):
            self._keep(line)
        return answer

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> httpx.Response:
        return self.request("POST", path, json=json, **more)

    def say(self, conversation_id: uuid.UUID, body: str) -> httpx.Response:
        """Send a message with an id of its own."""
        key = {"Idempotency-Key": str(ids.new_id())}
        path = f"/v1/conversations/{conversation_id}/messages"
        return self.post(path, {"body": body}, headers=key)

    def sent(self) -> dict[str, str]:
        """The headers of its requests."""
        origin = self.url if self.origin is None else self.origin
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Origin": origin, "Cookie": cookies}
        return {name: value for name, value in own.items() if value} | self.headers

    def _keep(self, line: str) -> None:
        for name, morsel in http.cookies.SimpleCookie(line).items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value


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
        assert browser.post("/v1/sign-in/code").json()["sign_in"]["step"] == "code"
        code = {"code": self.mailed_code(email)}
        assert browser.post("/v1/sign-in/code/check", code).status_code == 200
        return browser

    def signed_in(self, firm_id: str, contact_id: str, email: str, **own: Any) -> Browser:
        """A browser in which the person set up their account just now."""
        browser = self.mailbox_proved(firm_id, contact_id, email, **own)
        secret = browser.post("/v1/sign-in/totp").json()["secret"]
        code = {"code": pyotp.TOTP(secret).now()}
        browser.post("/v1/sign-in/totp/check", code)
        assert browser.post("/v1/sign-in/recovery/kept").json()["sign_in"]["step"] == "done"
        return browser


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


@contextlib.contextmanager
def running_gateway(amqp_url: str, **settings: object) -> Iterator[Gateway]:
    """The gateway alone, alive: gunicorn with its own configuration on a free port."""
    port = _free_port()
    url = f"http://localhost:{port}"
    own = {"amqp_url": amqp_url, "public_url": url, "bind": f"127.0.0.1:{port}", **settings}
    environment = {f"REDWELL_{name.upper()}": str(value) for name, value in own.items()}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "gateway/gunicorn.conf.py",
        "gateway.app:app",
    ]
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=testing.REPOSITORY,
                env={**os.environ, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            testing.wait_for(lambda: _alive(process, url), within=90)
            yield Gateway(url, process, log)
        finally:
            process.terminate()
            process.wait(timeout=30)
            print(log.read_text())  # pytest shows it where a test failed


def _alive(process: "subprocess.Popen[bytes]", url: str) -> bool:
    assert process.poll() is None, f"The gateway ended with {process.returncode}"
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"{url}/v1/health").status_code == 200
    return False


def _settings(service: str, public_url: str) -> dict[str, object]:
    own: dict[str, dict[str, object]] = {
        "auth": {"secret_keys": Fernet.generate_key().decode()},
        "notify": {
            "smtp_url": testing.stack()["smtp"],
            "mail_from": "portal@redwell.example",
            "alert_delay": 3600,
        },
    }
    common = {"public_url": public_url, "link_keys": LINK_KEY}
    return common | own[service] if service in own else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
