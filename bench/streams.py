"""Many live streams at once: what each takes of the gateway's memory, and how soon hints come."""

import asyncio
import itertools
import resource
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from bench import firm, portal, stack
from bench.people import Client
from bench.portal import Stream
from gateway.live import MOST

NUMBER = 5000
_AT_ONCE = 32  # that are being opened
_SETTLED = 10.0  # seconds after which what was opened or closed has come to rest


class Held(msgspec.Struct, frozen=True):
    """`kb_each`: of the gateway's memory for each stream; `kb_left`: once all are closed.

    `p50_ms`, `p95_ms`: from the start of a send to the hint, in one of them.
    """

    kb_each: float
    kb_left: float
    p50_ms: float
    p95_ms: float


async def measured(
    url: str, sender: Client, listener: Client, others: Sequence[Client], number: int = NUMBER
) -> Held:
    """`others`: whose streams they are; each has many sessions, of as many streams as one may."""
    _open_files(number + 1000)
    sessions = await asyncio.to_thread(firm.sessions, others, -(-number // MOST))
    await asyncio.sleep(_SETTLED)
    before = _gateway()
    async with _opened(url, (sessions * MOST)[:number]):
        await asyncio.sleep(_SETTLED)
        each = _gateway() - before
        delivery = await portal.delivery(url, sender, listener)
    await asyncio.sleep(_SETTLED)
    left = _gateway() - before
    return Held(
        kb_each=round(each / number, 1),
        kb_left=round(left / number, 1),
        p50_ms=delivery.p50_ms,
        p95_ms=delivery.p95_ms,
    )


@asynccontextmanager
async def _opened(url: str, clients: Sequence[Client]) -> AsyncIterator[None]:
    streams: list[Stream] = []
    waiting = iter(clients)

    async def open_some() -> None:
        for client in waiting:
            stream = await Stream.to(url)
            streams.append(stream)
            await stream.listen(client)

    try:
        await asyncio.gather(*itertools.starmap(open_some, [()] * _AT_ONCE))
        yield
    finally:
        for stream in streams:
            stream.close()


def _open_files(number: int) -> None:
    """Raises OSError or ValueError where the machine does not let us have so many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, number), hard))


def _gateway() -> float:
    """Kilobytes."""
    return stack.resident()["gateway"] * 1024
