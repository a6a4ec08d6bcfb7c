"""What is written for calendars means the same to two of them that share no code with ours.

Both go by the zones that stand in it, and by no list of their own.
"""

import datetime
import io
import random
import uuid
import zoneinfo

import pytest
from dateutil import tz

from calendars import rules, writing
from calendars.writing import Entry
from tests.calendars.readers import begins_as_ical_js_reads

FIRST = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
YEARS = 8
TIMES, A_CALENDAR = 10_000, 500
HALF_HOUR = datetime.timedelta(minutes=30)


def entry(zone: str, at: datetime.datetime) -> Entry:
    return Entry(
        id=uuid.uuid4(),
        sequence=0,
        changed_at=FIRST,
        starts_at=at,
        ends_at=at + HALF_HOUR,
        time_zone=zone,
        first_day=None,
        last_day=None,
        state="scheduled",
        summary="Meeting",
    )


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """In all zones of places, at half hours of eight years, each as likely as any other; and a
    fifth of them within three hours of a change of the clocks."""
    chosen = random.Random(20261127)
    zones = sorted(each for each in zoneinfo.available_timezones() if "/" in each)
    found = []
    for number in range(TIMES):
        zone = chosen.choice(zones)
        at = FIRST + HALF_HOUR * chosen.randrange(YEARS * 365 * 48)
        rule = rules.of(zone)
        onset = rule and chosen.choice([rule.standard, rule.daylight or rule.standard]).onset
        if number % 5 == 0 and onset:
            clock = onset.in_year(at.year).replace(tzinfo=zoneinfo.ZoneInfo(zone))
            at = clock.astimezone(datetime.UTC) + HALF_HOUR * chosen.randrange(-6, 7)
        found.append(entry(zone, at))
    return found


@pytest.fixture(scope="module")
def calendars(entries: list[Entry]) -> list[str]:
    starts = range(0, TIMES, A_CALENDAR)
    return [writing.calendar(entries[at : at + A_CALENDAR], name="Appointments") for at in starts]


@pytest.fixture(scope="module")
def meant(entries: list[Entry]) -> dict[str, int]:
    return {str(each.id): int(each.starts_at.timestamp()) for each in entries}


def test_ical_js_reads_ten_thousand_times_as_they_were_meant(
    calendars: list[str], meant: dict[str, int]
) -> None:
    told = begins_as_ical_js_reads(calendars)
    read = {uid.removesuffix("@redwell"): at for uid, at in told.items()}
    assert wrong(read, meant) == []


def test_dateutil_reads_ten_thousand_times_as_they_were_meant(
    calendars: list[str], meant: dict[str, int]
) -> None:
    read: dict[str, int] = {}
    for calendar in calendars:
        known = tz.tzical(io.StringIO(calendar.replace("\r\n", "\n")))
        for event in calendar.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
            lines = dict(line.split(":", 1) for line in event.splitlines() if ":" in line)
            begins = next(name for name in lines if name.startswith("DTSTART"))
            clock = datetime.datetime.strptime(lines[begins].rstrip("Z"), "%Y%m%dT%H%M%S")
            zone = known.get(begins.partition("TZID=")[2]) if "TZID" in begins else datetime.UTC
            uid = lines["UID"].removesuffix("@redwell")
            read[uid] = int(clock.replace(tzinfo=zone).timestamp())
    assert wrong(read, meant) == []


def test_most_are_told_in_their_zone_and_the_doubled_hour_in_utc(calendars: list[str]) -> None:
    text = "".join(calendars)
    assert text.count("DTSTART;TZID=") > 0.9 * TIMES
    twice = datetime.datetime(2027, 11, 7, 6, 30, tzinfo=datetime.UTC)
    assert "DTSTART:20271107T063000Z" in writing.calendar([entry("America/Chicago", twice)])


def test_a_zone_without_a_rule_is_told_in_utc() -> None:
    text = writing.calendar([entry("Asia/Jerusalem", FIRST)])
    assert "VTIMEZONE" not in text
    assert "DTSTART:20260101T000000Z" in text


def wrong(read: dict[str, int], meant: dict[str, int]) -> list[tuple[str, int]]:
    """Those that are missing or begin at another moment, with how many seconds later."""
    return [(uid, read.get(uid, 0) - at) for uid, at in meant.items() if read.get(uid) != at]
