"""What one fact says of a thing: how it is put, and for whom it waits, or waits no longer."""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence

from contracts.events.facts import About, Item, Waiting


@dataclasses.dataclass(frozen=True)
class Said:
    """`at`: when that was."""

    about: About
    matter_id: uuid.UUID
    at: datetime.datetime
    item: Item | None
    waits: Sequence[Waiting]
