"""How a firm names what is here: its own by its own ids, what others made by Redwell's."""

import contextlib
import uuid
from collections.abc import Iterator

from contracts import ids


def messages(firm_id: str, ref: str) -> Iterator[uuid.UUID]:
    """Which message it may be: one that the firm posted first."""
    yield ids.message_id(firm_id, ref)
    yield from _redwells(ref)


def documents(firm_id: str, ref: str) -> Iterator[uuid.UUID]:
    """Which document it may be: one that the firm shared first."""
    yield ids.document_id(firm_id, ref)
    yield from _redwells(ref)


def _redwells(ref: str) -> Iterator[uuid.UUID]:
    with contextlib.suppress(ValueError):
        yield uuid.UUID(ref)
