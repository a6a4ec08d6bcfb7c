"""Finds and ends a stack's own processes, whoever lost sight of them."""

import contextlib
import os
import pathlib
import signal
import time
from collections.abc import Iterator

# Set for supervisord and so inherited by all that it starts, and by their children.
MARK = "REDWELL_STACK"

# All TCP sockets with their states (proc(5)).
TABLES = (pathlib.Path("/proc/net/tcp"), pathlib.Path("/proc/net/tcp6"))
LISTENS = "0A"


def of_stack(folder: pathlib.Path) -> list[int]:
    """The pids of everything that was started for the stack in this run folder."""
    mark = f"{MARK}={folder}".encode()
    return [
        int(entry.name)
        for entry in pathlib.Path("/proc").iterdir()
        if entry.name.isdigit() and mark in _environment(entry)
    ]


def _environment(process: pathlib.Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:  # ended meanwhile, or another user's
        return []


def listening(folder: pathlib.Path) -> set[int]:
    """The TCP ports on which the stack's own processes listen."""
    sockets = {target for pid in of_stack(folder) for target in _descriptors(pid)}
    rows = [line.split() for table in TABLES for line in _lines(table)[1:]]
    return {
        int(row[1].rpartition(":")[2], 16)
        for row in rows
        if row[3] == LISTENS and f"socket:[{row[9]}]" in sockets
    }


def _descriptors(pid: int) -> Iterator[str]:
    """What the process has open, as the kernel names it."""
    try:
        found = list(os.scandir(f"/proc/{pid}/fd"))
    except OSError:  # ended meanwhile
        return
    for descriptor in found:
        with contextlib.suppress(OSError):  # closed meanwhile
            yield os.readlink(descriptor.path)


def _lines(table: pathlib.Path) -> list[str]:
    return table.read_text().splitlines() if table.exists() else []


def end(folder: pathlib.Path, patience: float = 15.0) -> int:
    """Asks them to leave, then makes them; says how many there were."""
    first = of_stack(folder)
    _signal(first, signal.SIGTERM)
    _signal(first, signal.SIGCONT)  # a stopped process hears nothing else
    deadline = time.monotonic() + patience
    while (left := of_stack(folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    while left:
        _signal(left, signal.SIGKILL)
        time.sleep(0.1)
        left = of_stack(folder)
    return len(first)


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
