"""What a child and all that it has started hold: processes, memory, room on the disk."""

import contextlib
import os
import pathlib

_PAGE = os.sysconf("SC_PAGE_SIZE")
_MOST = 1000  # entries that are looked at: who has more has too many
_AN_ENTRY = 4096  # bytes, at least, that each one takes


def below(pid: int) -> list[int]:
    """All descendants of the process, as far as they are found before they end."""
    found: list[int] = []
    waiting = [pid]
    while waiting and len(found) < _MOST:
        children = _children(waiting.pop())
        found += children
        waiting += children
    return found


def resident(pids: list[int]) -> int:
    """Bytes of memory; what several share counts for each."""
    return sum(map(_resident, pids))


def written(folder: pathlib.Path) -> int:
    """Bytes on the disk below the folder, and a block for each entry."""
    total = 0
    for place, folders, files in os.walk(folder):
        total += _AN_ENTRY * (len(folders) + len(files))
        for name in files:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_blocks * 512
    return total


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):  # ended meanwhile
        for thread in os.listdir(f"/proc/{pid}/task"):
            text = pathlib.Path(f"/proc/{pid}/task/{thread}/children").read_text()
            found += map(int, text.split())
    return found


def _resident(pid: int) -> int:
    try:
        return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except OSError:  # ended meanwhile
        return 0
