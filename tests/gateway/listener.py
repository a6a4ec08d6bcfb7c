"""A client of the live stream, as EventSource is one: it reads, and may come back."""

import contextlib
import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx

from backbone.testing import wait_for
from tests.browser import Browser


class Listener:
    """Reads one stream in the background until it ends."""

    def __init__(self, browser: Browser) -> None:
        self.events: list[tuple[str, Any]] = []
        self.retry = 0
        self.status = 0
        self.ended = threading.Event()
        self._browser = browser
        self._client = httpx.Client(timeout=httpx.Timeout(10, read=60))
        self._thread = threading.Thread(target=self._read, daemon=True)

    def heard(self, kind: str, count: int = 1) -> list[Any]:
        """The data of the events of a kind, once so many have come."""
        wait_for(lambda: len(self._of(kind)) >= count, within=30)
        return self._of(kind)

    def _of(self, kind: str) -> list[Any]:
        return [data for each, data in list(self.events) if each == kind]

    def _read(self) -> None:
        sent, url = self._browser.sent(), self._browser.url
        stream = self._client.stream("GET", f"{url}/v1/live", headers=sent)
        with contextlib.suppress(httpx.TransportError), stream as answer:
            self.status = answer.status_code
            self._take(answer.iter_lines())
        self.ended.set()

    def _take(self, lines: Iterator[str]) -> None:
        kind = ""
        for line in lines:
            name, _, value = line.partition(": ")
            if name == "retry":
                self.retry = int(value)
            elif name == "event":
                kind = value
            elif name == "data":
                self.events.append((kind, json.loads(value)))

    def __enter__(self) -> "Listener":
        self._thread.start()
        wait_for(lambda: self.status or self.ended.is_set(), within=30)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
