"""Appointments written as calendars read them: one in a file of its own, or many in a feed."""

import datetime
import functools
import uuid
from collections.abc import Iterable
from typing import NamedTuple

import icalendar
import msgspec

from calendars import zones
from contracts.values import AppointmentState

PRODUCT = "-//Redwell//Redwell//EN"
NEUTRAL = "Appointment"  # what it is called where others may look
HOUR = datetime.timedelta(hours=1)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a calendar is told of an appointment.

    `first_day`, `last_day`: of one that has days and no times. `link`: where it is in the portal.
    """

    id: uuid.UUID
    sequence: int
    changed_at: datetime.datetime
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    time_zone: str
    first_day: datetime.date | None
    last_day: datetime.date | None
    state: AppointmentState
    summary: str
    location: str = ""
    description: str = ""
    link: str = ""


def calendar(entries: Iterable[Entry], *, name: str = "", link: str = "") -> str:
    """A whole calendar (METHOD:PUBLISH); with a name it is one to subscribe to (RFC 7986)."""
    made = begun("PUBLISH")
    if name:
        made.add("name", name)
        made.add("x-wr-calname", name)
        # Each is heard by some calendars, and neither by all.
        made.add("refresh-interval", HOUR, parameters={"value": "DURATION"})
        made.add("x-published-ttl", "PT1H")
    if link:
        made.add("url", link)
    events = [_written(each) for each in entries]
    for zone in sorted({each.zone for each in events} - {""}):
        made.add_component(zones.component(zone))
    whole: str = made.to_ical().decode()
    return whole.removesuffix(_END) + "".join(each.text for each in events) + _END


def begun(method: str) -> icalendar.Calendar:
    """One without entries; what is to be done with them is `method` (RFC 5546)."""
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    return made


def event(entry: Entry) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", f"{entry.id}@redwell")
    made.add("sequence", entry.sequence)
    made.add("dtstamp", entry.changed_at)
    made.add("last-modified", entry.changed_at)
    for name, when in zip(("dtstart", "dtend"), _times(entry), strict=True):
        made.add(name, when)
    made.add("summary", entry.summary)
    made.add("status", "CANCELLED" if entry.state == "cancelled" else "CONFIRMED")
    for name in ("location", "description"):
        if text := getattr(entry, name):
            made.add(name, text)
    if entry.link:
        made.add("url", entry.link)
    return made


def _times(entry: Entry) -> tuple[datetime.date, datetime.date]:
    """Of days the second is the one after the last. Both are in the zone, or both in UTC.

    What is cancelled is in UTC: Outlook takes nothing out by a zone that it does not know itself.
    """
    if entry.first_day is not None and entry.last_day is not None:
        return entry.first_day, entry.last_day + datetime.timedelta(days=1)
    both = [zones.written(each, entry.time_zone) for each in (entry.starts_at, entry.ends_at)]
    if entry.state == "cancelled" or any(each.tzinfo is datetime.UTC for each in both):
        both = [each.astimezone(datetime.UTC) for each in both]
    return both[0], both[1]


class _Written(NamedTuple):
    """`zone`: in which it is told, empty for UTC and for days."""

    zone: str
    text: str


# A feed is read again and again, and little of it is new: 1,000 entries take 220 ms of a processor
# the first time and 2 ms from then on. An entry takes about a kilobyte here.
@functools.lru_cache(maxsize=10_000)
def _written(entry: Entry) -> _Written:
    made = event(entry)
    zone = made["dtstart"].params.get("TZID", "")
    return _Written(str(zone), made.to_ical().decode())


_END = "END:VCALENDAR\r\n"
