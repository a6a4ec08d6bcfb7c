"""The running test stack, a real browser, and a law firm that nobody has used before."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from backbone.testing import REPOSITORY, stack, wait_for
from tests.journeys.office import Office
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def mailbox() -> Mailbox:
    return Mailbox(stack()["mailbox"])


@pytest.fixture
def office(portal: str) -> Iterator[Office]:
    with Office(f"journey-{secrets.token_hex(4)}", run_folder()) as office:
        yield office


def run_folder() -> Path:
    return Path(os.environ.get("REDWELL_TEST_RUN") or REPOSITORY / ".run-test")


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/v1/ready", timeout=5).is_success
    except httpx.TransportError:
        return False
