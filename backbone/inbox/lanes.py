"""Which events are taken together: those of one firm that wait, in the order they came."""

import dataclasses
from collections import deque
from typing import Any

from backbone.inbox.arrival import Arrival

# A piece is small enough to hold up neither the rows that it changes nor other firms for long.
EVENTS = 32  # of which one function hears many at once, and of others fewer
APART = 16
BYTES = 4_000_000
PAUSE = 0.1  # seconds that events wait for more where only such came as are heard together


@dataclasses.dataclass(frozen=True)
class Delivery:
    """An event in hand, until it is acknowledged. `together`: it is heard with others at once."""

    message: Any
    arrival: Arrival
    together: bool

    @property
    def tag(self) -> int:
        return int(self.message.delivery_tag)


class Lane:
    """The events of one firm that are in hand: one piece of them is at work at any time.

    `busy`: there is one. `timer`: what begins the next, unless something else does before.
    """

    def __init__(self, firm_id: str) -> None:
        self.firm_id = firm_id
        self.busy = False
        self.timer: Any = None
        self._waiting: deque[Delivery] = deque()
        self._one_by_one = 0

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, delivery: Delivery) -> None:
        self._waiting.append(delivery)

    def piece(self) -> list[Delivery]:
        """What is to be taken next: the oldest, and what may go with it."""
        piece: list[Delivery] = []
        apart = size = 0
        for delivery in self._waiting:
            apart += not delivery.together
            size += len(delivery.arrival.body)
            if piece and (self._one_by_one or apart > APART or size > BYTES):
                break
            piece.append(delivery)
            if len(piece) == EVENTS:
                break
        return piece

    def done(self, piece: list[Delivery]) -> None:
        for _ in piece:
            self._waiting.popleft()
        self._one_by_one = max(0, self._one_by_one - len(piece))

    def take_apart(self, piece: list[Delivery]) -> None:
        """They could not be taken together."""
        self._one_by_one = len(piece)

    def may_wait(self) -> bool:
        """Whether more may come before the next piece is taken."""
        if self._one_by_one or len(self._waiting) >= EVENTS:
            return False
        return all(delivery.together for delivery in self._waiting)
