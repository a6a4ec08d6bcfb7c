"""Calls to the matters service for the people who run Redwell, about the list of what waits."""

import uuid

import msgspec

from contracts.calls.matters import MattersCall
from contracts.values import Thing


class RebuildBegun(msgspec.Struct, frozen=True, kw_only=True):
    """`run`: by which the owners' progress is asked for."""

    run: uuid.UUID


class BeginRebuild(MattersCall[RebuildBegun], frozen=True, kw_only=True):
    """Make the list of what waits anew, beside the one that people see.

    One that was begun before and has not ended is given up. Raises Unavailable before the service
    hears events.
    """


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """`waited`: whether it did in the list that people saw; `waits`: whether it does by its owner.

    Where both say the same, it was put in other words, or on another day.
    """

    kind: Thing
    id: uuid.UUID
    person_id: uuid.UUID | None
    waited: bool
    waits: bool


class RebuildState(msgspec.Struct, frozen=True, kw_only=True):
    """`heard`: facts that have come. `ended`: the new list stands in the place of the old one.

    `differences`: how many were mended, the first of them are in `shown`.
    """

    heard: int
    ended: bool
    compared: int
    differences: int
    shown: list[Difference]


class EndRebuild(MattersCall[RebuildState], frozen=True, kw_only=True):
    """Compare and swap, once so many facts have come. Raises NotFound for another run."""

    run: uuid.UUID
    facts: int
