"""Calls that want the same row wait here for each other, not at its lock with a connection each.

Else a few that write in one place would hold all connections of the process, and all others wait.
Other processes are held off by the lock, as ever.
"""

from collections import deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from eventlet.event import Event

from contracts.errors import Unavailable

# Less than the calls that a process takes at once: those for other things come through.
MOST = 128


class Turns:
    """Who waits for what; what nobody waits for is forgotten."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, deque[Event]] = {}

    @contextmanager
    def of(self, key: Hashable) -> Iterator[bool]:
        """Alone with this key within the block, in the order of coming; whether it had to wait.

        Raises Unavailable where too many wait.
        """
        waited = self._enter(key)
        try:
            yield waited
        finally:
            self._leave(key)

    def _enter(self, key: Hashable) -> bool:
        line = self._lines.get(key)
        if line is None:
            self._lines[key] = deque()
            return False
        if len(line) >= MOST:
            raise Unavailable("Too many want the same at once.")
        turn = Event()
        line.append(turn)
        try:
            turn.wait()
        except BaseException:  # the worker is ended
            if turn in line:
                line.remove(turn)
            else:
                self._leave(key)
            raise
        return True

    def _leave(self, key: Hashable) -> None:
        if line := self._lines[key]:
            line.popleft().send()
        else:
            del self._lines[key]
