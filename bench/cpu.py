"""How much processor time a program, or the machine, has used."""

import os
import pathlib

from operations.memory import family

_TICKS = os.sysconf("SC_CLK_TCK")


def spent(pid: int, *, alone: bool = False) -> float:
    """Seconds in user and system mode of the process and its living children (proc(5), stat).

    `alone`: without the children.
    """
    return sum(map(_ticks, [pid] if alone else family(pid))) / _TICKS


def busy() -> float:
    """Seconds that the machine's cores were not idle, all together (proc(5), stat)."""
    times = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, times)
    return (user + nice + system + irq + softirq + steal) / _TICKS


def _ticks(pid: int) -> int:
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:  # ended meanwhile
        return 0
    user, system = stat.rpartition(")")[2].split()[11:13]
    return int(user) + int(system)
