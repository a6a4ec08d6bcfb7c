"""The private calendar feed: its owner's settings, and what a calendar reads."""

from litestar import Response
from litestar.params import FromPath

from contracts.calls.calendar_feed import (
    CalendarFeed,
    ChangeCalendarFeed,
    EndCalendarFeed,
    GetCalendarFeed,
    MakeCalendarFeed,
    ReadFeed,
)
from gateway.bodies import FromBody
from gateway.calendar import Calendar
from gateway.doors import anyone, signed_in
from gateway.request import PortalRequest

KEPT = "private, max-age=900"  # seconds: a calendar that asks more often learns nothing


@signed_in.get("/calendar-feed")
async def get_calendar_feed(request: PortalRequest) -> Response[CalendarFeed]:
    """Whether there is one, what it says, and who read it last."""
    return await request.ask(GetCalendarFeed)


@signed_in.post("/calendar-feed")
async def make_calendar_feed(
    request: PortalRequest, data: FromBody[MakeCalendarFeed]
) -> Response[CalendarFeed]:
    """A feed at `/v1/feeds/SECRET.ics`, told this once; the one before ends."""
    return await request.ask(data)


@signed_in.put("/calendar-feed")
async def change_calendar_feed(
    request: PortalRequest, data: FromBody[ChangeCalendarFeed]
) -> Response[CalendarFeed]:
    """What the feed says, under the same address."""
    return await request.ask(data)


@signed_in.delete("/calendar-feed")
async def end_calendar_feed(request: PortalRequest) -> Response[CalendarFeed]:
    """Nothing is read under its address any more."""
    return await request.ask(EndCalendarFeed)


@anyone.get("/feeds/{name:str}", media_type="text/calendar")
async def read_feed(request: PortalRequest, name: FromPath[str]) -> Calendar:
    """The appointments of whose address it is, for their calendar; 304 where it has them."""
    known = request.headers.get("if-none-match", "")[:1000]
    secret = name.removesuffix(".ics")[:100]
    portal = str(request.parts.origin)
    read = await request.call(ReadFeed, secret=secret, portal=portal, known=known)
    headers = {"ETag": read.etag, "Cache-Control": KEPT}
    return Calendar(read.text, status_code=200 if read.text else 304, headers=headers)
