"""What Lighthouse says of a page's accessibility, as the page stands in the journey's browser."""

import re
import socket
import subprocess
import urllib.parse
import uuid
from pathlib import Path
from typing import Self

import msgspec
from playwright.sync_api import Page

from backbone.testing import REPOSITORY

NODE = REPOSITORY / ".venv/bin/node"
MODULES = REPOSITORY / "web/node_modules"
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Verdict(msgspec.Struct, frozen=True):
    """`score` from 0 to 1; `failed`: the audits that cost points."""

    score: float
    failed: list[str]


class Lighthouse:
    """One Lighthouse for all journeys: starting it takes longer than looking at a page.

    `seen`: a folder that all who run the journeys at one time have between them.
    """

    def __init__(self, port: int, seen: Path) -> None:
        self._port = port
        self._seen = seen

    def __enter__(self) -> Self:
        self._seen.mkdir(parents=True, exist_ok=True)
        script = Path(__file__).with_suffix(".mjs")
        self._process = subprocess.Popen(
            [NODE, script, str(self._port), MODULES],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=20)

    def has_seen(self, page: Page) -> bool:
        """Whether this page was asked about before, whatever it stood for, at whatever device."""
        path = ID.sub("…", urllib.parse.urlsplit(page.url).path)
        heading = page.get_by_role("heading", level=1).first.inner_text()
        this = urllib.parse.quote(f"{path} {heading}", safe="")
        try:
            (self._seen / this).touch(exist_ok=False)
        except FileExistsError:
            return True
        return False

    def judge(self, page: Page) -> Verdict:
        """Score the page as it stands; nothing in it is loaded anew."""
        name = uuid.uuid4().hex
        page.evaluate("name => { window.name = name }", name)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(name, file=self._process.stdin, flush=True)
        return msgspec.json.decode(self._process.stdout.readline(), type=Verdict)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
