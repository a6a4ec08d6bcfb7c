"""What becomes due wakes the clock that does it: after the commit, or at its moment.

Nothing here is a promise. Who dies after the commit wakes nobody; each clock looks by itself now
and then, and finds it.
"""

import datetime
import math
import time
from collections.abc import Hashable
from typing import TYPE_CHECKING

import eventlet
from eventlet.event import Event
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from backbone.runtime import State

_NOTED = "due"


def note(session: Session, rows: Hashable, at: datetime.datetime) -> None:
    """Once this has committed, some of the `rows`, a table or its model, are due at `at`."""
    noted = session.info.setdefault(_NOTED, {})
    noted[rows] = min(at, noted.get(rows, at))


def wake(state: "State", session: Session) -> None:
    """Set the clocks of this process by what the session, now committed, made due."""
    for rows, at in session.info.pop(_NOTED, {}).items():
        seconds = (at - state.clock()).total_seconds()
        for alarm in state.alarms.get(rows, ()):
            alarm.ring_within(seconds)


class Alarm:
    """The moment of a clock's next turn; whoever makes something due sets it earlier."""

    def __init__(self) -> None:
        self._at = math.inf  # of time.monotonic
        self._not_before = -math.inf
        self._stopped = False
        self._changed = Event()

    def rang(self) -> bool:
        """Wait for the moment; False when stopped. What is set from here on is for the next turn,
        so that nothing gets lost between that turn's question and its end."""
        while not self._stopped and (left := self.seconds_left()) > 0:
            self._changed = Event()
            with eventlet.Timeout(left, False):
                self._changed.wait()
        self._at = math.inf
        return not self._stopped

    def ring_within(self, seconds: float) -> None:
        """In that many seconds at the latest."""
        at = time.monotonic() + seconds
        if at < self._at:
            self._at = at
            self._change()

    def rest(self, seconds: float) -> None:
        """In that many seconds, and nothing wakes it before."""
        self._not_before = time.monotonic() + seconds
        self.ring_within(seconds)

    def seconds_left(self) -> float:
        """Until the moment, negative once it is over."""
        return max(self._at, self._not_before) - time.monotonic()

    def stop(self) -> None:
        self._stopped = True
        self._change()

    def _change(self) -> None:
        if not self._changed.ready():
            self._changed.send()
