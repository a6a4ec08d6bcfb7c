"""Where a thing stands in a list: by the day it is due, those without one last, new ones first.

One number says it, so that a page goes on from any place by an index: the day above, and below it
the seconds that are left until the last moment that there is.
"""

import datetime
import zoneinfo

from sqlalchemy import ColumnElement, SQLColumnExpression, func

from contracts.values import LATEST

_SECONDS = 33  # bits: from the earliest to the latest moment that there is
_WITHIN = (1 << _SECONDS) - 1  # what of a place is not its day
_END = int(LATEST.timestamp())

Place = SQLColumnExpression[int | None]


def of(day: datetime.date | None, since: datetime.datetime) -> int:
    """`since`: of two of one day the newer comes first."""
    return _of_day(day) + _END - int(since.timestamp())


def moved(
    place: SQLColumnExpression[int | None], day: datetime.date | None
) -> ColumnElement[int | None]:
    """The same place on another day."""
    return place.op("&")(_WITHIN) + _of_day(day)


def on_the_day_of(place: Place, other: Place) -> ColumnElement[int | None]:
    """The same place on the day of another one; the other where there is none."""
    return func.coalesce(place.op("&")(_WITHIN) + _day_alone(other), other)


def differ(place: Place, other: Place) -> ColumnElement[bool]:
    """Whether they are on different days."""
    return _day_alone(place).is_distinct_from(_day_alone(other))


def _day_alone(place: Place) -> ColumnElement[int | None]:
    return place - place.op("&")(_WITHIN)


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
