"""Calls to the matters service about the private calendar feed of an account."""

from typing import Annotated

import msgspec
from msgspec import Meta

from contracts.calls.caller import Caller
from contracts.calls.matters import MattersCall
from contracts.values import Moment

Secret = Annotated[str, Meta(max_length=100)]


class CalendarFeed(msgspec.Struct, frozen=True, kw_only=True):
    """`full`: it says what each appointment is and where; else only when. `fetched_by`: which
    calendar read it last, as far as it says. `secret`: the end of its address, told once, by
    whoever makes it.
    """

    active: bool
    full: bool = False
    made_at: Moment | None = None
    fetched_at: Moment | None = None
    fetched_by: str = ""
    secret: str = ""


class GetCalendarFeed(MattersCall[CalendarFeed], frozen=True, kw_only=True):
    """The caller's feed; not active where there is none."""

    caller: Caller


class MakeCalendarFeed(MattersCall[CalendarFeed], frozen=True, kw_only=True):
    """A feed under an address of its own; the one before ends."""

    caller: Caller
    full: bool = False


class ChangeCalendarFeed(MattersCall[CalendarFeed], frozen=True, kw_only=True):
    """What the feed says. Raises NotFound where there is none."""

    caller: Caller
    full: bool


class EndCalendarFeed(MattersCall[CalendarFeed], frozen=True, kw_only=True):
    """Nothing is read under its address any more."""

    caller: Caller


class FeedText(msgspec.Struct, frozen=True, kw_only=True):
    """A whole calendar (RFC 5545); without `text` where the reader has it, by its `etag`."""

    text: str
    etag: str


class ReadFeed(MattersCall[FeedText], frozen=True, kw_only=True):
    """For whoever has the address. `portal`: where appointments are shown. Raises NotFound."""

    secret: Secret
    portal: str
    agent: str = ""
    known: Annotated[str, Meta(max_length=1000)] = ""
