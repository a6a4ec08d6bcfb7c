"""Calls that every service answers, for the people who run Redwell."""

import uuid
from typing import Literal

import msgspec

from contracts.calls.call import Call
from contracts.calls.paging import Cursor, Limit
from contracts.values import Moment


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """`listening`: its inbox is bound, so it hears what is published from now on."""

    service: str
    version: str
    listening: bool = True


class CheckHealth(Call[Health], frozen=True, kw_only=True):
    """Answered only when the service reaches its database."""


class KeptEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that could not be applied by `service`, because of `reason`."""

    id: uuid.UUID
    service: str
    firm_id: str
    event_id: str
    event_type: str
    reason: str
    attempts: int


class ParkedEvent(KeptEvent, frozen=True, kw_only=True):
    """`body` is given by `show` only: it may be confidential."""

    received_at: Moment
    parked_at: Moment
    size: int
    body: str | None = None


class ParkedPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[ParkedEvent]
    next: str | None


class ListParked(Call[ParkedPage], frozen=True, kw_only=True):
    """Parked events, newest first; of one firm when `firm_id` is given."""

    firm_id: str = ""
    cursor: Cursor = ""
    limit: Limit = 50


class ShowParked(Call[ParkedEvent], frozen=True, kw_only=True):
    parked_id: uuid.UUID


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it: applied, or waiting or parked again with the reason."""

    outcome: Literal["applied", "waiting", "parked"]
    reason: str


class ReplayParked(Call[Replayed], frozen=True, kw_only=True):
    """The event is tried again at once, as if it had just come."""

    parked_id: uuid.UUID


class WaitingEvent(KeptEvent, frozen=True, kw_only=True):
    """It is tried again at `next_try_at`."""

    since: Moment
    next_try_at: Moment


class WaitingPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[WaitingEvent]
    next: str | None


class ListWaiting(Call[WaitingPage], frozen=True, kw_only=True):
    """Events in retry, the next to be tried first; of one firm when `firm_id` is given."""

    firm_id: str = ""
    cursor: Cursor = ""
    limit: Limit = 50


class Setback(msgspec.Struct, frozen=True, kw_only=True):
    """Scheduled work that fails: at `rows` rows that are set aside, or as a whole where that is 0.

    `failures`: of the row that failed most often. `reason`: the newest.
    """

    work: str
    rows: int
    failures: int
    since: Moment
    reason: str


class Setbacks(msgspec.Struct, frozen=True, kw_only=True):
    items: list[Setback]


class ShowSetbacks(Call[Setbacks], frozen=True, kw_only=True):
    """What the service's scheduled work, and its taking of events, could not do of late."""


class RestatingAsked(msgspec.Struct, frozen=True, kw_only=True):
    """`run`: by which the owners' progress is asked for; null where it keeps nothing of others'."""

    run: uuid.UUID | None


class RequestRestating(Call[RestatingAsked], frozen=True, kw_only=True):
    """The service asks the owners of facts to say again what was before it."""


class RestatingState(msgspec.Struct, frozen=True, kw_only=True):
    """How far a service has come. `owner`: whether it has anything to say again at all."""

    owner: bool
    begun: bool
    ended: bool
    facts: int


class ShowRestating(Call[RestatingState], frozen=True, kw_only=True):
    run: uuid.UUID
