"""Where a thing stands in a list: by the day it is due, those without one last, new ones first.

One number says it, so that a page goes on from any place by an index: the day above, and below it
the seconds that are left until the last moment that there is.
"""

import datetime
import zoneinfo

from sqlalchemy import ColumnElement, SQLColumnExpression

from contracts.values import LATEST

_SECONDS = 33  # bits: from the earliest to the latest moment that there is
_END = int(LATEST.timestamp())


def of(day: datetime.date | None, since: datetime.datetime) -> int:
    """`since`: of two of one day the newer comes first."""
    return _of_day(day) + _END - int(since.timestamp())


def moved(
    place: SQLColumnExpression[int | None], day: datetime.date | None
) -> ColumnElement[int | None]:
    """The same place on another day."""
    return place.op("&")((1 << _SECONDS) - 1) + _of_day(day)


def day(
    due: datetime.date | None, starts_at: datetime.datetime | None, time_zone: str
) -> datetime.date | None:
    """The day by which something is to be done: when it is due, or begins where it takes place."""
    if due is not None or starts_at is None:
        return due
    return starts_at.astimezone(_zone(time_zone)).date()


def _of_day(day: datetime.date | None) -> int:
    return (day or datetime.date.max).toordinal() << _SECONDS


def _zone(name: str) -> datetime.tzinfo:
    """One that is not known here is taken as UTC: it decides nothing but a place in a list."""
    try:
        return zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return datetime.UTC
