"""The figures as a table for people, each beside its floor, and as the file that is kept."""

import os
import platform
import sysconfig
from collections.abc import Iterator
from typing import Any

import msgspec

from bench.documents import Documents
from bench.duties import APPOINTMENTS, FORMS, IN_FEED, INVOICES
from bench.finding import Finding
from bench.growth import Growth
from bench.load import Figures
from bench.todo import TODOS

_HEAD = f"{'':<28}{'per s':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'× floor':>9}"
_FINDING = {
    "messages": "search 100,000 messages",
    "in_one": "search one conversation",
    "documents": "list of 5,000 documents",
    "documents_new": "those not opened",
    "documents_named": "those named so",
}
_USUAL = 16  # clients: what a send or a read costs is told of so many

ByClients = dict[int, Figures]
Kept = dict[str, Any]


class Memory(msgspec.Struct, frozen=True):
    """Megabytes: of the whole stack, and of each program idle and after the load."""

    idle: float
    after: float
    by_process: dict[str, dict[str, float]]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One run. `rpc`: the empty call; `insert`: one durable row; `due`: by what is asked for."""

    rpc: ByClients
    insert: ByClients
    send: ByClients
    read: ByClients
    delivery: dict[str, Figures]
    documents: Documents
    finding: Finding
    due: dict[str, Figures]
    growth: Growth
    memory: Memory

    @property
    def foreign_cores(self) -> float:
        """What others took of the machine, on average over what was measured with a meter."""
        grown = [*self.growth.lists.values(), self.growth.hot_conversation, self.growth.matter_200]
        seen = [*self.send.values(), *self.read.values(), *grown]
        return round(sum(each.foreign_cores for each in seen) / len(seen), 2)


def memory(idle: dict[str, float], after: dict[str, float]) -> Memory:
    by_process = {
        name: {"idle": idle.get(name, 0.0), "after": after.get(name, 0.0)}
        for name in sorted(idle | after)
    }
    return Memory(round(sum(idle.values()), 1), round(sum(after.values()), 1), by_process)


def kept(found: Found) -> Kept:
    """As `bench.json` holds it: `cpu_ms` is of one with 16 clients, until nothing is left to do."""
    growth = found.growth
    return {
        "machine": machine(),
        "floor": {"rpc": found.rpc, "insert": found.insert},
        "send": found.send,
        "read": found.read,
        "delivery": found.delivery,
        "catch_up_s": found.send[_USUAL].digested_s,
        "cpu_ms": {"send": _cost(found.send), "read": _cost(found.read)},
        "documents": found.documents,
        "finding": {
            name: {"p50_ms": each.p50_ms, "p95_ms": each.p95_ms}
            for name, each in msgspec.structs.asdict(found.finding).items()
        },
        "due": {
            name: {"p50_ms": each.p50_ms, "p95_ms": each.p95_ms} for name, each in found.due.items()
        },
        "growth": {
            "list": {number: {"p95_ms": each.p95_ms} for number, each in growth.lists.items()},
            "hot_conversation": {"per_s": growth.hot_conversation.per_s},
            "matter_200": {"per_s": growth.matter_200.sustained_per_s},
            "streams_5000": growth.streams_5000,
        },
        "foreign_cores": found.foreign_cores,
        "rss_mb": found.memory,
    }


def machine() -> dict[str, str | int]:
    """What it ran on: the cores that may be used, and how this Python was built.

    Debian builds with both, and takes out of its configuration whatever tells so.
    """
    options = sysconfig.get_config_var("CONFIG_ARGS") or ""
    is_debians = "deb_system" in sysconfig.get_scheme_names()
    built = [
        it
        for it, flag in (("PGO", "--enable-optimizations"), ("LTO", "--with-lto"))
        if is_debians or flag in options
    ]
    version = platform.python_version()
    return {
        "cores": len(os.sched_getaffinity(0)),
        "python": f"{version} ({'+'.join(built) or 'built without PGO and LTO'})",
    }


def table(found: Found) -> str:
    """`× floor`: the median time as a multiple of the floor's with as many clients."""
    on, growth = machine(), found.growth
    rows = [
        "",
        f"Python {on['python']}, {on['cores']} cores, {found.foreign_cores} of them for others",
    ]
    rows += ["", _HEAD]
    rows += _rows("floor: empty call", found.rpc, found.rpc)
    rows += _rows("floor: durable insert", found.insert, found.insert)
    rows += _rows("send a message", found.send, found.rpc)
    rows += _rows("read 50 messages", found.read, found.rpc)
    for name, figures in found.delivery.items():
        rows.append(_row(f"delivery, {name}", figures, found.rpc[1]))
    for number, figures in growth.lists.items():
        rows.append(_row(f"list of {number}", figures, found.rpc[1]))
    for name, title in _FINDING.items():
        rows.append(_row(title, getattr(found.finding, name), found.rpc[1]))
    rows += due_rows(found.due, found.rpc)
    rows.append(_row("send, all in one", growth.hot_conversation, found.rpc[_USUAL]))
    rows.append(_row("send, 200 participants", growth.matter_200, found.rpc[_USUAL]))
    rows += _documents_rows(found.documents)
    held = growth.streams_5000
    rows += [
        f"with 5,000 live streams: delivery {held.p50_ms} ms (p50), {held.p95_ms} ms (p95); each",
        f"takes {held.kb_each} kB of the gateway, and leaves {held.kb_left} kB when it has closed",
    ]
    rows += ["", "processor time of one, with 16 clients, until nothing is left to do"]
    rows += [
        _cpu_row(name, by[_USUAL]) for name, by in (("send", found.send), ("read", found.read))
    ]
    rows += ["", *_digested_rows(found)]
    rows += ["", *_memory_rows(found.memory)]
    return "\n".join(rows)


def due_table(due: dict[str, Figures], rpc: ByClients) -> str:
    """What is due, measured alone."""
    rows = [_HEAD, _row("floor: empty call", rpc[1], rpc[1]), *due_rows(due, rpc)]
    return "\n".join(rows)


def due_rows(due: dict[str, Figures], rpc: ByClients) -> list[str]:
    return [
        f"of one for whom {TODOS:,} things wait, with {INVOICES:,} invoices, {FORMS:,} forms and",
        f"{APPOINTMENTS:,} appointments, of which the feed has {IN_FEED:,}:",
        *(_row(name, figures, rpc[1]) for name, figures in due.items()),
    ]


def ratios(found: Found, before: Kept) -> str:
    """Each figure divided by the same one of an earlier run, of those that both have."""
    now = msgspec.to_builtins(kept(found), str_keys=True)
    earlier = dict(_figures(before))
    rows = [
        f"{name:<48}{figure:>10.2f}{earlier[name]:>10.2f}  ×{figure / earlier[name]:.2f}"
        for name, figure in _figures(now)
        if earlier.get(name)
    ]
    return "\n".join(["", f"{'':<48}{'now':>10}{'before':>10}", *rows])


def _figures(found: Kept, path: str = "") -> Iterator[tuple[str, float]]:
    for name, each in found.items():
        if isinstance(each, dict):
            yield from _figures(each, f"{path}{name}.")
        elif isinstance(each, int | float):
            yield f"{path}{name}", float(each)


def _cost(by_clients: ByClients) -> dict[str, float]:
    """By part, and `total` of all but those who ask."""
    parts = {name: ms for name, ms in by_clients[_USUAL].cpu_ms.items() if name != "load"}
    return {"total": round(sum(parts.values()), 2), **parts}


def _rows(name: str, by_clients: ByClients, floor: ByClients) -> list[str]:
    return [
        _row(f"{name}, {clients} clients", figures, floor[clients])
        for clients, figures in by_clients.items()
    ]


def _row(name: str, found: Figures, floor: Figures) -> str:
    times = "".join(f"{each:>9.2f}" for each in (found.p50_ms, found.p95_ms, found.p99_ms))
    return f"{name:<28}{found.per_s:>9.1f}{times}{found.p50_ms / floor.p50_ms:>9.1f}"


def _documents_rows(found: Documents) -> list[str]:
    rates = [
        f"{name}: {rate.mb_per_s} MB/s, the store alone {rate.store_mb_per_s}: {rate.share} of it"
        for name, rate in (("upload", found.upload), ("download", found.download))
    ]
    return [
        _row("small file into the store", found.put, found.put),
        _row("send with a small file", found.attachment, found.put),
        *rates,
    ]


def _cpu_row(name: str, found: Figures) -> str:
    parts = sorted(found.cpu_ms.items(), key=lambda part: -part[1])
    told = ", ".join(f"{part} {ms:.1f}" for part, ms in parts)
    total = sum(ms for part, ms in parts if part != "load")
    return f"{name:<8}{total:.1f} ms: {told}"


def _digested_rows(found: Found) -> list[str]:
    after = ", ".join(f"{each.digested_s} s" for each in found.send.values())
    crowd = found.growth.matter_200
    return [
        f"nothing was left to do of the messages of 1, 16 and 64 clients after {after}",
        f"with 200 participants after {crowd.digested_s} s: {crowd.sustained_per_s} per s for good",
    ]


def _memory_rows(found: Memory) -> list[str]:
    rows = [f"{'memory, MB':<28}{'idle':>9}{'after':>9}"]
    for name, each in found.by_process.items():
        rows.append(f"{name:<28}{each['idle']:>9.1f}{each['after']:>9.1f}")
    return [*rows, f"{'all':<28}{found.idle:>9.1f}{found.after:>9.1f}"]
