"""A closed loop of clients, each doing one thing after the other, and what it took."""

import asyncio
import contextlib
import resource
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import msgspec

WARM_UP = 1.0  # seconds
SECONDS = 6.0
CLIENTS = (1, 16, 64)

Step = Callable[[], Awaitable[object]]
Used = Callable[[], dict[str, float]]


class Figures(msgspec.Struct, frozen=True):
    """Times in milliseconds. `cpu_ms`: what one took of a core, by program; `load` are the clients.

    The processor's time hardly depends on what else the machine is doing, unlike all the others.
    """

    per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cpu_ms: dict[str, float] = {}


async def measure(steps: Sequence[Step], used: Used = dict) -> Figures:
    """Let one client per step repeat it for a while, after a warm-up that does not count.

    `used`: the seconds of processor time that each program has taken so far.
    """
    await _repeat(steps, WARM_UP)
    before = {"load": _cpu(), **used()}
    started = time.perf_counter()
    took = await _repeat(steps, SECONDS)
    elapsed = time.perf_counter() - started
    after = {"load": _cpu(), **used()}
    each = {name: after[name] - before.get(name, 0.0) for name in after}
    cpu_ms = {name: round(seconds / len(took) * 1000, 2) for name, seconds in each.items()}
    return figures(took, elapsed, {name: ms for name, ms in cpu_ms.items() if ms > 0})


def figures(took: list[float], elapsed: float, cpu_ms: dict[str, float] | None = None) -> Figures:
    """From the seconds that each one took."""
    ordered = sorted(took)
    p50, p95, p99 = (
        round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2)
        for share in (0.5, 0.95, 0.99)
    )
    return Figures(round(len(took) / elapsed, 1), p50, p95, p99, cpu_ms or {})


@contextlib.asynccontextmanager
async def beside(steps: Sequence[Step]) -> AsyncIterator[None]:
    """Keep the steps going while the block runs."""
    tasks = [asyncio.create_task(_for_ever(step)) for step in steps]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _repeat(steps: Sequence[Step], seconds: float) -> list[float]:
    until = time.perf_counter() + seconds
    took: list[float] = []

    async def client(step: Step) -> None:
        while (started := time.perf_counter()) < until:
            await step()
            took.append(time.perf_counter() - started)

    await asyncio.gather(*map(client, steps))
    return took


async def _for_ever(step: Step) -> None:
    while True:
        await step()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
