"""Calls to the matters service."""

import uuid

import msgspec

from contracts.calls.caller import Caller
from contracts.calls.messaging import Cursor, Limit
from contracts.events.envelope import Moment
from contracts.events.firm import Kind


class ListMatters(msgspec.Struct, frozen=True, kw_only=True):
    """The caller's matters: open ones first, then by title."""

    caller: Caller
    cursor: Cursor = ""
    limit: Limit = 50


class GetMatter(msgspec.Struct, frozen=True, kw_only=True):
    """Raises NotFound where the caller is no participant."""

    caller: Caller
    matter_id: uuid.UUID


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    person_id: uuid.UUID
    name: str
    kind: Kind
    role: str
    from_date: Moment


class MatterSummary(msgspec.Struct, frozen=True, kw_only=True):
    id: uuid.UUID
    firm_id: str
    firm_name: str
    title: str
    number: str
    closed: bool
    role: str


class MatterPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[MatterSummary]
    next: str | None


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    summary: MatterSummary
    participants: list[Participant]
