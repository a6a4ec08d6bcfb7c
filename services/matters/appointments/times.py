"""When an appointment is: the moments behind what the firm's clocks will show."""

import datetime
import zoneinfo
from typing import NamedTuple

from contracts import local, zones
from contracts.errors import EventRefused
from contracts.events.appointments import AppointmentTold

LONGEST = datetime.timedelta(days=31)
_DAY = datetime.timedelta(days=1)


class Span(NamedTuple):
    """`starts_at`, `ends_at`: in UTC; of days the midnights around them."""

    time_zone: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime


def span(event: AppointmentTold) -> Span:
    """Raises EventRefused where there is no such time, or none between begin and end."""
    zone = _zone(event.time_zone)
    if local.is_day(event.starts) != local.is_day(event.ends):
        raise EventRefused("An appointment begins and ends by the day, or both at a time.")
    if local.is_day(event.starts):
        starts_at = _midnight(local.day(event.starts), zone)
        ends_at = _midnight(local.day(event.ends) + _DAY, zone)
    else:
        starts_at, ends_at = _moment(event.starts, zone), _moment(event.ends, zone)
    if ends_at < starts_at or event.ends < event.starts:
        raise EventRefused(f"The appointment '{event.appointment_id}' ends before it begins.")
    if ends_at - starts_at > LONGEST + _DAY:
        raise EventRefused("An appointment takes 31 days at the most.")
    return Span(zone.key, starts_at, ends_at)


def _zone(name: str) -> zoneinfo.ZoneInfo:
    known = zones.iana(name)
    if known is None or "/" not in known:
        raise EventRefused(
            f"The time zone '{name}' is none: name one of a place, such as America/Chicago."
        )
    return zoneinfo.ZoneInfo(known)


def _moment(text: str, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """Of a time that comes twice the first (RFC 5545, 3.3.5)."""
    clock = datetime.datetime.fromisoformat(text)
    moment = clock.replace(tzinfo=zone).astimezone(datetime.UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != clock:
        raise EventRefused(
            f"The time {text} does not exist in {zone.key}: clocks are put forward over it."
        )
    return moment


def _midnight(day: datetime.date, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """Where clocks are put forward over it, the moment at which they are."""
    return datetime.datetime.combine(day, datetime.time(), zone).astimezone(datetime.UTC)
