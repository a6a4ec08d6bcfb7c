"""The figures as a table for people, each beside its floor."""

from typing import Any

from bench.load import Figures

Found = dict[str, Any]
_HEAD = f"{'':<28}{'per s':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'× floor':>9}"


def memory(idle: dict[str, float], after: dict[str, float]) -> Found:
    """Megabytes: of the whole stack, and of each program idle and after the load."""
    by_process = {
        name: {"idle": idle.get(name, 0.0), "after": after.get(name, 0.0)}
        for name in sorted(idle | after)
    }
    return {
        "idle": round(sum(idle.values()), 1),
        "after": round(sum(after.values()), 1),
        "by_process": by_process,
    }


def table(found: Found) -> str:
    """`× floor`: the median time as a multiple of the floor's with as many clients."""
    floor = found["floor"]
    rows = ["", _HEAD]
    rows += _rows("floor: empty call", floor["rpc"], floor["rpc"])
    rows += _rows("floor: durable insert", floor["insert"], floor["insert"])
    rows += _rows("send a message", found["send"], floor["rpc"])
    rows += _rows("read 50 messages", found["read"], floor["rpc"])
    for name, figures in found["delivery"].items():
        rows.append(_row(f"delivery, {name}", figures, floor["rpc"][1]))
    rows += ["", "processor time of one, with 16 clients"]
    rows += [_cpu_row(name, found[name][16]) for name in ("send", "read")]
    rows += ["", f"all services had digested the messages {found['catch_up_s']} s after the last"]
    rows += ["", *_memory_rows(found["rss_mb"])]
    return "\n".join(rows)


def _rows(name: str, by_clients: dict[int, Figures], floor: dict[int, Figures]) -> list[str]:
    return [
        _row(f"{name}, {clients} clients", figures, floor[clients])
        for clients, figures in by_clients.items()
    ]


def _row(name: str, found: Figures, floor: Figures) -> str:
    times = "".join(f"{each:>9.2f}" for each in (found.p50_ms, found.p95_ms, found.p99_ms))
    return f"{name:<28}{found.per_s:>9.1f}{times}{found.p50_ms / floor.p50_ms:>9.1f}"


def _cpu_row(name: str, found: Figures) -> str:
    parts = sorted(found.cpu_ms.items(), key=lambda part: -part[1])
    told = ", ".join(f"{part} {ms:.1f}" for part, ms in parts)
    return f"{name:<8}{sum(found.cpu_ms.values()):.1f} ms: {told}"


def _memory_rows(found: Found) -> list[str]:
    rows = [f"{'memory, MB':<28}{'idle':>9}{'after':>9}"]
    for name, each in found["by_process"].items():
        rows.append(f"{name:<28}{each['idle']:>9.1f}{each['after']:>9.1f}")
    return [*rows, f"{'all':<28}{found['idle']:>9.1f}{found['after']:>9.1f}"]
