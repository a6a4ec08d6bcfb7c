"""Finds and ends a stack's own processes, whoever lost sight of them."""

import os
import pathlib
import signal
import time

# Set for supervisord and so inherited by all that it starts, and by their children.
MARK = "REDWELL_STACK"


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
