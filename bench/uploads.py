"""A program that uploads by the portal's API: part by part, each as often as it takes."""

import base64
import dataclasses
import hashlib
import itertools
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from bench.people import Client
from contracts import ids

_BUSY = (500, 502, 503, 504)
_ADDRESSES = 20  # asked for at once


@dataclasses.dataclass(frozen=True)
class Content:
    """`size` bytes: the seed again and again, so that much of it takes no memory."""

    seed: bytes
    size: int

    def piece(self, start: int, length: int) -> bytes:
        at = start % len(self.seed)
        times = -(-(at + length) // len(self.seed))
        return (self.seed * times)[at : at + length]

    def pieces(self, length: int) -> Iterator[bytes]:
        for start in range(0, self.size, length):
            yield self.piece(start, min(length, self.size - start))

    def sha256(self) -> str:
        digest = hashlib.sha256()
        for piece in self.pieces(1024 * 1024):
            digest.update(piece)
        return digest.hexdigest()


class Uploader:
    """One client with a connection to the portal and one to the store.

    `patience`: seconds for which whatever is away or busy is asked again; without any it fails.
    """

    def __init__(self, portal: str, client: Client, patience: float = 0.0) -> None:
        self._client = client
        self._patience = patience
        self._portal = httpx.Client(base_url=portal, headers=client.headers, timeout=30)
        self._store = httpx.Client(timeout=60)
        self._version = 0
        self.repeated = 0

    def close(self) -> None:
        self._portal.close()
        self._store.close()

    def upload(self, name: str, content: Content) -> uuid.UUID:
        """It is there once this returns, and the client's alone until a message goes with it."""
        document_id = ids.new_id()
        about = {"name": name, "size": content.size}
        begun = self._ask("POST", f"{self._conversation}/documents", about, document_id).json()
        path = f"/v1/documents/{document_id}/upload"
        numbered = enumerate(content.pieces(begun["part_size"]), start=1)
        while some := list(itertools.islice(numbered, _ADDRESSES)):
            parts = [{"number": number, "sha256": _digest(piece)} for number, piece in some]
            addresses = self._ask("POST", f"{path}/addresses", {"parts": parts}).json()["items"]
            for (_, piece), address in zip(some, addresses, strict=True):
                self._put(address["url"], piece)
        self._ask("POST", f"{path}/complete")
        return document_id

    def send(self, body: str, attachments: list[uuid.UUID]) -> None:
        """A message with these documents; asked about people who came meanwhile, they agree."""
        message_id = ids.new_id()
        while True:
            said = {
                "body": body,
                "audience_version": self._version,
                "attachments": list(map(str, attachments)),
            }
            answer = self._ask("POST", f"{self._conversation}/messages", said, message_id)
            if answer.status_code != 409:
                return
            self._version = answer.json()["audience_version"]

    def get(self, path: str) -> Any:
        return self._ask("GET", path).json()

    def read(self, document_id: uuid.UUID) -> Iterator[bytes]:
        """The bytes, as whoever downloads it gets them."""
        address = self._ask(
            "POST", f"/v1/documents/{document_id}/address", {"purpose": "download"}
        ).json()["url"]
        with self._store.stream("GET", address) as answer:
            answer.raise_for_status()
            yield from answer.iter_raw(1024 * 1024)

    @property
    def _conversation(self) -> str:
        return f"/v1/conversations/{self._client.conversation_id}"

    def _ask(
        self, method: str, path: str, body: object = None, key: uuid.UUID | None = None
    ) -> httpx.Response:
        headers = {"Idempotency-Key": str(key)} if key else {}
        return self._patiently(
            lambda: self._portal.request(method, path, json=body, headers=headers)
        )

    def _put(self, url: str, piece: bytes) -> None:
        self._patiently(lambda: self._store.put(url, content=piece))

    def _patiently(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """Raises RuntimeError for an answer that says no."""
        until = time.monotonic() + self._patience
        for pause in itertools.chain((0.1, 0.2, 0.5), itertools.repeat(1.0)):
            try:
                answer = ask()
                if answer.is_success or answer.status_code == 409:
                    return answer
                if answer.status_code not in _BUSY or time.monotonic() > until:
                    raise RuntimeError(f"{answer.url.path} answered {answer.status_code}")
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise
            self.repeated += 1
            time.sleep(pause)
        raise AssertionError("there is always another pause")


def _digest(piece: bytes) -> str:
    return base64.b64encode(hashlib.sha256(piece).digest()).decode()
