"""Keeps the logs from growing without end: supervisord loads this, and its ticks call it.

Each program appends to its own file. What went through supervisord instead would be read, looked at
and written a second time, at a third of a millisecond for each message that is sent.
"""

import contextlib
import os
import pathlib
import shutil
from typing import Any

from supervisor import events

MOST = 10_000_000  # bytes of a file, looked at every five seconds
KEPT = 3  # of each, beside it


class _Nothing:
    """What supervisord offers of this to others."""


def begin(supervisord: Any, folder: str) -> _Nothing:
    """A `supervisor.rpcinterface_factory`: the only way in that needs no process of its own."""

    def look(_: object) -> None:
        try:
            rotate(pathlib.Path(folder))
        except OSError as error:  # a full disk: what watches over all the others must go on
            supervisord.options.logger.warn(f"The logs cannot be rotated: {error}")

    events.subscribe(events.Tick5Event, look)
    return _Nothing()


def rotate(folder: pathlib.Path) -> None:
    """Put aside what is too large. What is written at this very moment may be lost."""
    for log in folder.glob("*.log"):
        if log.stat().st_size > MOST:
            for number in range(KEPT, 1, -1):
                with contextlib.suppress(FileNotFoundError):
                    _aside(log, number - 1).replace(_aside(log, number))
            shutil.copyfile(log, _aside(log, 1))
            os.truncate(log, 0)  # who appends goes on at its beginning


def _aside(log: pathlib.Path, number: int) -> pathlib.Path:
    return log.with_name(f"{log.name}.{number}")
