"""Documents: how fast they go in and out, beside what the store alone takes and gives."""

import functools
import io
import itertools
import secrets
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from statistics import median
from typing import Any

import httpx
import msgspec
from minio import Minio
from minio.sseconfig import Rule, SSEConfig

from bench import stack
from bench.load import SECONDS, Figures, figures
from bench.people import Client
from bench.uploads import Content, Uploader

_LARGE = 128 * 1024 * 1024  # bytes
_TIMES = 7
_SMALL = 20_000
_PART = 8 * 1024 * 1024  # as the portal has them
_BUCKET = "bench"
_AT_ONCE = 4

Step = Callable[[], object]


class Rate(msgspec.Struct, frozen=True):
    """Megabytes (10^6 bytes) a second: through the portal, and of the store alone."""

    mb_per_s: float
    store_mb_per_s: float
    share: float


class Documents(msgspec.Struct, frozen=True):
    """`attachment`: a small file uploaded and sent with a message; `put`: the store takes one."""

    upload: Rate
    download: Rate
    attachment: Figures
    put: Figures


def measured(url: str, clients: Sequence[Client]) -> Documents:
    """The portal and the store alone in turn; the median of each."""
    content = Content(secrets.token_bytes(1024 * 1024), _LARGE)
    store = _Store()
    with ExitStack() as opened:
        uploaders = [Uploader(url, client) for client in clients[:_AT_ONCE]]
        for each in uploaders:
            opened.callback(each.close)
        document_id = _there(uploaders[0], content)
        opened.callback(store.close)
        store.put("large", content)
        return Documents(
            upload=_rate(
                lambda: uploaders[0].upload("Large.bin", content),
                lambda: store.put("large", content),
            ),
            download=_rate(
                lambda: _exhaust(uploaders[0].read(document_id)),
                lambda: _exhaust(store.read("large")),
            ),
            attachment=_by_many([functools.partial(_send, each) for each in uploaders]),
            put=_by_many(
                [functools.partial(store.put, f"small-{n}", _small()) for n in range(_AT_ONCE)]
            ),
        )


class _Store:
    """The object store with its own key, past the portal and past the proxy.

    What it keeps there is encrypted as the portal's documents are, and read by the same client: to
    decrypt takes the store as long as all the rest.
    """

    def __init__(self) -> None:
        where = stack.object_store()
        self._s3 = Minio(
            where.endpoint.removeprefix("http://"),
            where.access_key,
            where.secret_key,
            secure=False,
        )
        if not self._s3.bucket_exists(_BUCKET):
            self._s3.make_bucket(_BUCKET)
        self._s3.set_bucket_encryption(_BUCKET, SSEConfig(Rule.new_sse_s3_rule()))
        self._reader = httpx.Client(timeout=60)

    def put(self, key: str, content: Content) -> None:
        self._s3.put_object(
            _BUCKET,
            key,
            io.BufferedReader(_Read(content)),
            content.size,
            part_size=_PART,
            num_parallel_uploads=1,
        )

    def read(self, key: str) -> Iterator[bytes]:
        address = self._s3.presigned_get_object(_BUCKET, key)
        with self._reader.stream("GET", address) as answer:
            answer.raise_for_status()
            yield from answer.iter_raw(1024 * 1024)

    def close(self) -> None:
        self._reader.close()


class _Read(io.RawIOBase):
    """Content as a file that is read from its beginning to its end."""

    def __init__(self, content: Content) -> None:
        self._content, self._at = content, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        length = min(len(buffer), self._content.size - self._at)
        buffer[:length] = self._content.piece(self._at, length)
        self._at += length
        return length


def _small() -> Content:
    return Content(secrets.token_bytes(1024), _SMALL)


def _send(uploader: Uploader) -> None:
    uploader.send("Here is the receipt.", [uploader.upload("Receipt.txt", _small())])


def _there(uploader: Uploader, content: Content) -> uuid.UUID:
    """A large document that was checked, so that it can be read."""
    document_id = uploader.upload("Large.bin", content)
    uploader.send("Here is the large one.", [document_id])
    path = f"/v1/documents/{document_id}"
    while uploader.get(path)["state"] != "ready":
        time.sleep(0.1)
    return document_id


def _rate(ours: Step, alone: Step) -> Rate:
    took, floor = zip(*((_seconds(ours), _seconds(alone)) for _ in range(_TIMES)), strict=True)
    through, of_store = (_LARGE / 1e6 / median(each) for each in (took, floor))
    return Rate(round(through, 1), round(of_store, 1), round(through / of_store, 2))


def _seconds(step: Step) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


def _by_many(steps: Sequence[Step]) -> Figures:
    """One thread each, all for as long as everything else is measured."""
    started = time.perf_counter()
    until = started + SECONDS
    with ThreadPoolExecutor(len(steps)) as pool:
        took = list(itertools.chain(*pool.map(lambda step: _again(step, until), steps)))
    return figures(took, time.perf_counter() - started)


def _again(step: Step, until: float) -> list[float]:
    took = []
    while time.perf_counter() < until:
        took.append(_seconds(step))
    return took


def _exhaust(pieces: Iterator[bytes]) -> None:
    for _ in pieces:
        pass
