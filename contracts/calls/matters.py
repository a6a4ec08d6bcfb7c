"""Calls to the matters service."""

import uuid

import msgspec

from contracts.calls.call import A, Call
from contracts.calls.caller import Caller
from contracts.calls.paging import Cursor, Limit
from contracts.values import Kind, Moment


class MattersCall(Call[A], frozen=True, kw_only=True):
    service = "matters"


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


class ListMatters(MattersCall[MatterPage], frozen=True, kw_only=True):
    """The caller's matters: open ones first, then by title."""

    caller: Caller
    cursor: Cursor = ""
    limit: Limit = 50


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    person_id: uuid.UUID
    name: str
    kind: Kind
    role: str
    from_date: Moment


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    summary: MatterSummary
    participants: list[Participant]


class GetMatter(MattersCall[Matter], frozen=True, kw_only=True):
    """Raises NotFound where the caller is no participant."""

    caller: Caller
    matter_id: uuid.UUID
