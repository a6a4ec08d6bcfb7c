"""A closed loop of clients, each doing one thing after the other, and what it took."""

import asyncio
import contextlib
import resource
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Protocol

import msgspec

WARM_UP = 1.0  # seconds
SECONDS = 6.0
CLIENTS = (1, 16, 64)

Step = Callable[[], Awaitable[object]]


class Meter(Protocol):
    """What looks at the machine while something is measured."""

    def used(self) -> dict[str, float]:
        """Seconds of processor time that each program has taken so far; all of them, `machine`."""

    async def digested(self) -> float:
        """Seconds until nothing was left to do of what had been begun."""


class Figures(msgspec.Struct, frozen=True):
    """Times in milliseconds.

    `cpu_ms`: what one took of a core, by program, until nothing was left to do of it; `load` are
    the clients. It hardly depends on what else the machine is doing, unlike all the others.
    `foreign_cores`: how much of the machine was taken by others meanwhile. `digested_s`: how long
    after the last one nothing was left to do.
    """

    per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cpu_ms: dict[str, float] = {}
    foreign_cores: float = 0.0
    digested_s: float = 0.0

    @property
    def sustained_per_s(self) -> float:
        """With the time until nothing was left to do."""
        return round(self.per_s * SECONDS / (SECONDS + self.digested_s), 1)


async def measure(steps: Sequence[Step], meter: Meter | None = None) -> Figures:
    """Let one client per step repeat it for a while, after a warm-up that does not count."""
    await _repeat(steps, WARM_UP)
    if meter is None:
        started = time.perf_counter()
        return figures(await _repeat(steps, SECONDS), time.perf_counter() - started)
    await meter.digested()
    before, started = _used(meter), time.perf_counter()
    took = await _repeat(steps, SECONDS)
    elapsed = time.perf_counter() - started
    digested_s = await meter.digested()
    whole = time.perf_counter() - started
    used = {name: now - before.get(name, 0.0) for name, now in _used(meter).items()}
    foreign = used.pop("machine") - sum(used.values())
    return msgspec.structs.replace(
        figures(took, elapsed),
        cpu_ms=_each(used, len(took)),
        foreign_cores=round(max(foreign, 0.0) / whole, 2),
        digested_s=digested_s,
    )


def figures(took: list[float], elapsed: float) -> Figures:
    """From the seconds that each one took."""
    ordered = sorted(took)
    p50, p95, p99 = (
        round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2)
        for share in (0.5, 0.95, 0.99)
    )
    return Figures(round(len(took) / elapsed, 1), p50, p95, p99)


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


def _each(used: dict[str, float], times: int) -> dict[str, float]:
    """Milliseconds; what took less than a hundredth is left out."""
    found = {name: round(seconds / times * 1000, 2) for name, seconds in used.items()}
    return {name: ms for name, ms in found.items() if ms > 0}


def _used(meter: Meter) -> dict[str, float]:
    own = resource.getrusage(resource.RUSAGE_SELF)
    return {"load": own.ru_utime + own.ru_stime, **meter.used()}
