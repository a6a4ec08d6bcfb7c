"""How a firm names a message: what it posted by its own id, what others wrote by Redwell's."""

import contextlib
import uuid
from collections.abc import Iterator

from contracts import ids


def ids_of(firm_id: str, ref: str) -> Iterator[uuid.UUID]:
    """What it may be, the firm's own first."""
    yield ids.message_id(firm_id, ref)
    with contextlib.suppress(ValueError):
        yield uuid.UUID(ref)
