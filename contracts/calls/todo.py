"""Calls to the matters service about what waits for the caller."""

import datetime
import uuid
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts.calls.caller import Caller
from contracts.calls.matters import MattersCall
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.values import Moment, Thing

COUNT_MOST = 100  # no list of what waits is counted further

TodoTab = Literal["open", "done"]


class TodoAbout(msgspec.Struct, frozen=True, kw_only=True):
    """What waits: the thing that the item leads to."""

    kind: Thing
    id: uuid.UUID


class TodoItem(msgspec.Struct, frozen=True, kw_only=True):
    """`title`: what it is called, empty for a matter's main conversation. `author`: from whom.

    `due`: the last day; `starts_at`: the moment, in the firm's zone `time_zone`. `amount`: a
    decimal number as text, in `currency` (ISO 4217). `since`: from when it is. `ended_at`: since
    when it waits no longer, for what is done.
    """

    about: TodoAbout
    matter_id: uuid.UUID
    matter_title: str
    firm_id: str
    firm_name: str
    title: str
    author: str
    due: datetime.date | None
    starts_at: Moment | None
    time_zone: str
    amount: str
    currency: str
    since: Moment
    ended_at: Moment | None


class TodoPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[TodoItem]
    next: str | None


class ListTodo(MattersCall[TodoPage], frozen=True, kw_only=True):
    """What waits for the caller, over all matters and firms, or in the ones that are given.

    By day, what has none last, of one day the newest first; what is done: the last done first.
    """

    caller: Caller
    tab: TodoTab = "open"
    firm_id: FirmChosen = ""
    matter_id: uuid.UUID | None = None
    cursor: Cursor = ""
    limit: Limit = 50


class TodoCount(msgspec.Struct, frozen=True, kw_only=True):
    """`count`: no further than 100, which means more than 99."""

    count: Annotated[int, Meta(ge=0, le=COUNT_MOST)]


class CountTodo(MattersCall[TodoCount], frozen=True, kw_only=True):
    """How much waits for the caller."""

    caller: Caller
