"""Calls that want the same row wait here for each other, not at its lock with a connection each.

Else a few that write in one place would hold all connections of the process, and all others wait.
Other processes are held off by the lock, as ever. Whether a caller may have what they want is found
out only in their turn, so each has few places: nobody holds up others, and least of all a stranger.
"""

from collections import deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from eventlet.event import Event

from contracts.errors import Unavailable

# Less than the calls that a process takes at once: those for other things come through.
MOST = 128
OWN = 4  # of one caller


class Place(NamedTuple):
    """Where a call waits, and who takes this place."""

    line: Hashable
    caller: Hashable


class Turns:
    """Who waits for what; what nobody waits for is forgotten."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, deque[tuple[Hashable, Event]]] = {}

    @contextmanager
    def of(self, key: Hashable, caller: Hashable) -> Iterator[bool]:
        """Alone with this key within the block, in the order of coming; whether it had to wait.

        Raises Unavailable where too many wait, or too many of this caller.
        """
        waited = self._enter(key, caller)
        try:
            yield waited
        finally:
            self._leave(key)

    def _enter(self, key: Hashable, caller: Hashable) -> bool:
        line = self._lines.get(key)
        if line is None:
            self._lines[key] = deque()
            return False
        own = sum(each == caller for each, _ in line)
        if len(line) >= MOST or own >= OWN:
            raise Unavailable("Too many want the same at once.")
        turn = Event()
        place = (caller, turn)
        line.append(place)
        try:
            turn.wait()
        except BaseException:  # the worker is ended
            if place in line:
                line.remove(place)
            else:
                self._leave(key)
            raise
        return True

    def _leave(self, key: Hashable) -> None:
        if line := self._lines[key]:
            line.popleft()[1].send()
        else:
            del self._lines[key]
