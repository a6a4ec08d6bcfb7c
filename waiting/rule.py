"""A thing waits for a person while it was opened further than it was closed.

Both numbers only rise at their source, and each is merged by max: facts that come late, twice or
in another order lead to the same.
"""

import dataclasses
import uuid
from collections.abc import Iterable

from contracts.events.facts import About, Waiting


@dataclasses.dataclass(frozen=True)
class Wait:
    """How one thing stands with one person."""

    opened: int = 0
    closed: int = 0

    @property
    def waits(self) -> bool:
        return self.opened > self.closed

    def merge(self, other: "Wait") -> "Wait":
        return Wait(max(self.opened, other.opened), max(self.closed, other.closed))


Waits = dict[tuple[uuid.UUID, About], Wait]  # by person and thing


def merged(said: Iterable[Waiting]) -> Waits:
    """What was said, with each person and thing in it once."""
    waits: Waits = {}
    for each in said:
        wait = Wait(each.opened, each.closed)
        for person in each.persons:
            waits[person, each.about] = waits.get((person, each.about), Wait()).merge(wait)
    return waits
