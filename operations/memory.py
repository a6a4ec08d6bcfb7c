"""How much memory a process and its children hold."""

import os
import pathlib

PROC = pathlib.Path("/proc")


def resident(pid: int) -> float:
    """Megabytes of the process and all below it; a page that several share is counted once."""
    return round(sum(map(_share, family(pid))) / 1024, 1)


def family(pid: int) -> list[int]:
    """The process and all its descendants."""
    found = [pid]
    for thread in _threads(pid):
        for child in _read(PROC / f"{pid}/task/{thread}/children").split():
            found += family(int(child))
    return found


def _threads(pid: int) -> list[str]:
    try:
        return os.listdir(PROC / f"{pid}/task")
    except OSError:  # ended meanwhile
        return []


def _share(pid: int) -> int:
    """Kilobytes: the proportional share where we may see it, else the resident size."""
    rollup = _read(PROC / str(pid) / "smaps_rollup") or _read(PROC / str(pid) / "status")
    sizes = dict(line.split(":", 1) for line in rollup.splitlines() if ":" in line)
    return int((sizes.get("Pss") or sizes.get("VmRSS") or "0").split()[0])


def _read(path: pathlib.Path) -> str:
    try:
        return path.read_text()
    except OSError:  # ended meanwhile, or another user's
        return ""
