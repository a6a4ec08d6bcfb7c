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


class Figures(msgspec.Struct, frozen=True):
    """Times in milliseconds. `load_cpu`: the share of one core that the clients themselves took."""

    per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    load_cpu: float = 0.0


async def measure(steps: Sequence[Step], seconds: float = SECONDS) -> Figures:
    """Let one client per step repeat it for `seconds`, after a warm-up that does not count."""
    await _repeat(steps, WARM_UP)
    cpu = _cpu()
    started = time.perf_counter()
    took = await _repeat(steps, seconds)
    elapsed = time.perf_counter() - started
    return figures(took, elapsed, (_cpu() - cpu) / elapsed)


def figures(took: list[float], elapsed: float, load_cpu: float = 0.0) -> Figures:
    """From the seconds that each one took."""
    ordered = sorted(took)
    p50, p95, p99 = (
        round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2)
        for share in (0.5, 0.95, 0.99)
    )
    return Figures(round(len(took) / elapsed, 1), p50, p95, p99, round(load_cpu, 2))


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
