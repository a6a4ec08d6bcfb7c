"""Time zones as all calendars understand them: each part with a yearly rule (RFC 5545, 3.6.5).

What libraries write, a list of all changes of the clocks, some calendars read the first entry of:
every summer from the second year on is an hour off in them.
"""

import datetime
import zoneinfo

import icalendar

from calendars import rules
from calendars.rules import Period, Rule

_LONG_AGO = 1970
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


def written(moment: datetime.datetime, zone: str) -> datetime.datetime:
    """The moment as a calendar is to be told it: in the zone, or in UTC.

    UTC where the zone has no rule that says what its clocks then show, and for an hour that comes
    twice, which calendars take for the second.
    """
    at = moment.astimezone(zoneinfo.ZoneInfo(zone))
    rule, clock = rules.of(zone), at.replace(tzinfo=None)
    twice = at.utcoffset() != at.replace(fold=1 - at.fold).utcoffset()
    if rule is None or twice or rule.offset(clock) != at.utcoffset():
        return moment.astimezone(datetime.UTC)
    return at


def component(zone: str) -> icalendar.Timezone:
    """The zone by its rule; raises LookupError where it has none."""
    rule = rules.of(zone)
    if rule is None:
        raise LookupError(zone)
    made = icalendar.Timezone()
    made.add("tzid", zone)
    made.add_component(_part(icalendar.TimezoneStandard(), rule.standard, rule))
    if rule.daylight is not None:
        made.add_component(_part(icalendar.TimezoneDaylight(), rule.daylight, rule))
    return made


def _part(
    part: icalendar.TimezoneStandard | icalendar.TimezoneDaylight, period: Period, rule: Rule
) -> icalendar.Component:
    """`dtstart`: the first onset, as clocks show it before they are moved."""
    before, onset = period.offset, period.onset
    start = datetime.datetime(_LONG_AGO, 1, 1)  # noqa: DTZ001
    if onset is not None and rule.daylight is not None:
        before = rule.daylight.offset if period is rule.standard else rule.standard.offset
        start = onset.in_year(_LONG_AGO)
        week = -1 if onset.week == 5 else onset.week
        day = f"{week}{_WEEKDAYS[onset.weekday]}"
        part.add("rrule", {"freq": "yearly", "bymonth": onset.month, "byday": day})
    part.add("dtstart", start)
    part.add("tzname", period.name)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", period.offset)
    return part
