"""How much processor time a program has used."""

import os
import pathlib

from operations.memory import family

_TICKS = os.sysconf("SC_CLK_TCK")


def spent(pid: int) -> float:
    """Seconds in user and system mode of the process and its living children (proc(5), stat)."""
    return sum(map(_ticks, family(pid))) / _TICKS


def _ticks(pid: int) -> int:
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:  # ended meanwhile
        return 0
    user, system = stat.rpartition(")")[2].split()[11:13]
    return int(user) + int(system)
