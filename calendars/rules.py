"""When the clocks of a zone are put forward and back from now on: its rule in the pinned `tzdata`.

Each zone file ends with such a rule for all years to come (RFC 9636, 3.3), as in POSIX:
`EST5EDT,M3.2.0,M11.1.0`. One that counts days otherwise, or hours beyond a day's, is none here.
"""

import datetime
import functools
import re
from importlib import resources
from typing import NamedTuple

_DAY = r"M(\d+)\.(\d)\.(\d)(?:/(\d+(?::\d+)*))?"
_NAME = r"(<[^>]+>|[A-Za-z]+)"
_OFFSET = r"([+-]?\d+(?::\d+)*)"
_RULE = re.compile(rf"{_NAME}{_OFFSET}(?:{_NAME}{_OFFSET}?,{_DAY},{_DAY})?")
_HOUR = datetime.timedelta(hours=1)
_WHOLE_DAY = datetime.timedelta(days=1)


class Onset(NamedTuple):
    """On the `week`-th such weekday of the month (0: Sunday; 5: the last one) at this time."""

    month: int
    week: int
    weekday: int
    at: datetime.timedelta

    def in_year(self, year: int) -> datetime.datetime:
        """As clocks show it before they are moved."""
        first = datetime.date(year, self.month, 1)
        day = first + datetime.timedelta(days=(self.weekday - first.isoweekday()) % 7)
        day += datetime.timedelta(weeks=self.week - 1)
        if day.month != self.month:
            day -= datetime.timedelta(weeks=1)
        return datetime.datetime.combine(day, datetime.time()) + self.at


class Period(NamedTuple):
    """Clocks are by `offset` ahead of UTC from the onset on; always, where there is none."""

    name: str
    offset: datetime.timedelta
    onset: Onset | None = None


class Rule(NamedTuple):
    standard: Period
    daylight: Period | None = None

    def offset(self, clock: datetime.datetime) -> datetime.timedelta:
        """Of what clocks show (without a zone), where they show it once."""
        if self.daylight is None or self.daylight.onset is None or self.standard.onset is None:
            return self.standard.offset
        forward = self.daylight.onset.in_year(clock.year)
        back = self.standard.onset.in_year(clock.year)
        north = forward < back
        within = forward <= clock < back if north else not back <= clock < forward
        return (self.daylight if within else self.standard).offset


@functools.cache
def of(zone: str) -> Rule | None:
    """The zone's rule, or None where it has none that says it all."""
    text = resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    found = _RULE.fullmatch(text.rstrip(b"\n").rpartition(b"\n")[2].decode())
    if found is None:
        return None
    name, offset, other, ahead, *days = found.groups()
    standard = Period(_plain(name), -_span(offset))
    if other is None:
        return Rule(standard)
    forward, back = _onset(*days[:4]), _onset(*days[4:])
    if max(forward.at, back.at) >= _WHOLE_DAY:
        return None
    summer = -_span(ahead) if ahead else standard.offset + _HOUR
    return Rule(standard._replace(onset=back), Period(_plain(other), summer, forward))


def _onset(month: str, week: str, weekday: str, at: str | None) -> Onset:
    return Onset(int(month), int(week), int(weekday), _span(at or "2"))


def _span(text: str) -> datetime.timedelta:
    """`-3:30` as hours and minutes; POSIX counts them west of Greenwich."""
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds, *_ = [*map(int, text.lstrip("+-").split(":")), 0, 0]
    return sign * datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _plain(name: str) -> str:
    return name.strip("<>")
