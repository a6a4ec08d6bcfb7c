"""Runs one child, with an end to all it may take: memory, time, processes, room on disk."""

import contextlib
import dataclasses
import os
import pathlib
import signal
import subprocess
import time

from backbone.confined import confinement, tree

MB = 1024**2
_LOOKS_EVERY = 0.05  # seconds
_FILES = 256  # open at a time
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "OMP_NUM_THREADS": "1"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Limits:
    """`memory`, `output` in bytes; `cpu`, `wall` in seconds; `processes`, its threads included.

    `memory` is what each of its processes may map, and what all together may hold; `output` is what
    is written beside what the folder held before.
    """

    memory: int
    cpu: int
    wall: float
    output: int
    processes: int = 64


class NotConfined(Exception):
    """There is nothing that would keep a child in, so none is run."""


class TookTooMuch(Exception):
    """The child came to one of its limits, which the message names, and was ended."""


class Broke(Exception):
    """The child ended as no child should."""


def run(
    command: list[str], folder: pathlib.Path, limits: Limits, *, must_be_confined: bool = True
) -> None:
    """Run the command in `folder`, the only place where it may write. Blocks until it has ended.

    Unless it must be confined it is run in any case, where nothing keeps it in by its limits alone.
    Raises NotConfined, TookTooMuch, Broke.
    """
    confined = confinement.found()
    if not confined and must_be_confined:
        raise NotConfined(confined.why)
    before = tree.written(folder)
    process = subprocess.Popen(  # noqa: S603 - commands are ours; what strangers sent is a file
        confined.around([*_limited(limits), *command], folder),
        cwd=folder,
        # Without ours, which may be secret; bubblewrap itself can be seen from within.
        env={**_ENVIRONMENT, "HOME": str(folder), "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _watch(process, folder, limits, before)
    finally:
        _end(process)
    if process.returncode:
        raise _reason(process.returncode)


def _limited(limits: Limits) -> list[str]:
    """By a program that becomes the command: between fork and exec no Python may run in threads."""
    bounds = {
        "as": limits.memory,
        "cpu": f"{limits.cpu}:{limits.cpu + 2}",  # told first, as a signal of its own
        "fsize": limits.output,
        "nofile": _FILES,
        "core": 0,
        "nproc": limits.processes,  # not held to by root, so they are counted besides
    }
    return ["/usr/bin/prlimit", *(f"--{name}={value}" for name, value in bounds.items()), "--"]


def _watch(
    process: "subprocess.Popen[bytes]", folder: pathlib.Path, limits: Limits, before: int
) -> None:
    until = time.monotonic() + limits.wall
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_LOOKS_EVERY)
            return
        if time.monotonic() > until:
            raise TookTooMuch("time")
        below = tree.below(process.pid)
        if len(below) > limits.processes:
            raise TookTooMuch("processes")
        if tree.resident(below) > limits.memory:
            raise TookTooMuch("memory")
        if tree.written(folder) > before + limits.output:
            raise TookTooMuch("output")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """The child and all that it has started.

    Under bubblewrap all end with the first; otherwise each is in its session, or was found below.
    """
    below = tree.below(process.pid)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for pid in below:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _reason(code: int) -> Exception:
    """Shells, and bubblewrap, tell of a signal by 128 and its number."""
    number = -code if code < 0 else code - 128
    if number == signal.SIGXCPU:
        return TookTooMuch("cpu")
    if number == signal.SIGXFSZ:
        return TookTooMuch("output")
    return Broke(f"It ended with {code}.")
