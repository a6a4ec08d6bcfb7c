"""The running test stack, a real browser, and a law firm that nobody has used before."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from backbone.testing import REPOSITORY, stack, wait_for
from tests.journeys.client import Client
from tests.journeys.devices import DESK, PHONE, Device
from tests.journeys.lighthouse import Lighthouse, free_port
from tests.journeys.office import Office, new_address
from tests.mailbox import Mailbox

CHROMIUM = os.environ.get("REDWELL_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def portal() -> str:
    """The portal's address, once all of its parts say that they are there."""
    url: str = stack()["portal"]
    wait_for(lambda: _is_ready(url), within=60)
    return url


@pytest.fixture(scope="package")
def debugging_port() -> int:
    return free_port()


@pytest.fixture(scope="package")
def browser(debugging_port: int) -> Iterator[Browser]:
    flags = [*FLAGS, f"--remote-debugging-port={debugging_port}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def lighthouse(browser: Browser, debugging_port: int, testrun_uid: str) -> Iterator[Lighthouse]:
    with Lighthouse(debugging_port, run_folder() / "lighthouse" / testrun_uid) as lighthouse:
        yield lighthouse


@pytest.fixture(scope="session")
def mailbox() -> Mailbox:
    return Mailbox(stack()["mailbox"])


@pytest.fixture
def office(portal: str) -> Iterator[Office]:
    with Office(f"journey-{secrets.token_hex(4)}", run_folder()) as office:
        yield office


@pytest.fixture(params=[PHONE, DESK], ids=lambda device: device.name)
def client(
    request: pytest.FixtureRequest,
    browser: Browser,
    lighthouse: Lighthouse,
    mailbox: Mailbox,
    record_property: Callable[[str, object], None],
) -> Iterator[Client]:
    device: Device = request.param
    pictures = run_folder() / "screenshots"
    pictures.mkdir(exist_ok=True)
    client = Client(browser, lighthouse, device, mailbox, new_address(), pictures, record_property)
    client.new_browser()
    yield client
    for context in browser.contexts:
        context.close()


def run_folder() -> Path:
    return Path(os.environ.get("REDWELL_TEST_RUN") or REPOSITORY / ".run-test")


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/v1/ready", timeout=5).is_success
    except httpx.TransportError:
        return False
