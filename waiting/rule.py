"""A thing waits for a person while it was opened further than it was closed.

Both numbers only rise at their source, and each is merged by max: facts that come late, twice or
in another order lead to the same.
"""

import dataclasses
import uuid
from collections.abc import Container, Iterable, Mapping

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


def merged(said: Iterable[Waiting], persons: Container[uuid.UUID] | None = None) -> Waits:
    """What was said, with each person and thing in it once; of these persons alone, or of all."""
    waits: Waits = {}
    for each in said:
        wait = Wait(each.opened, each.closed)
        for person in each.persons:
            if persons is not None and person not in persons:
                continue
            before = waits.get((person, each.about))
            if before is None:
                waits[person, each.about] = wait
            elif wait.opened > before.opened or wait.closed > before.closed:
                waits[person, each.about] = before.merge(wait)
    return waits


def grouped(about: About, stands: Mapping[uuid.UUID, Wait]) -> list[Waiting]:
    """How a thing stands with each person, said of all at once with whom it stands alike."""
    alike: dict[Wait, list[uuid.UUID]] = {}
    for person, wait in stands.items():
        alike.setdefault(wait, []).append(person)
    return [
        Waiting(persons=sorted(persons), about=about, opened=wait.opened, closed=wait.closed)
        for wait, persons in alike.items()
    ]
