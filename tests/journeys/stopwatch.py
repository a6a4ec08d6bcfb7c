"""How long a person waits between the button of an e-mail and what it leads to.

Counted is everything in between: the pages, the portal's answers, the way of a code by e-mail. A
browser that is driven reads and types in no time, so a person's own time comes on top. Not counted
is what only a test does, looking closely at pages, and the wait for an authenticator's next code.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self._started, self._not_counted = time.monotonic(), 0.0

    @contextmanager
    def stopped(self) -> Iterator[None]:
        since = time.monotonic()
        yield
        self._not_counted += time.monotonic() - since

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started - self._not_counted
