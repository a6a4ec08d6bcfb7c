"""Events as plain JSON files: whole CloudEvents, or just their type and data.

The short form is `{"type": "matter.opened", "data": {…}}`, with `id` and `time` where wanted. What
is left out is filled in, the same each time, so that publishing a file twice is harmless.

A day may be said from the day of publishing on: `{{today+3}}` is written as `2026-11-30`, and
`{{workday+3}}` as the first day from there on that is no Saturday or Sunday. What comes after it
stays: `"{{workday+3}}T10:00"`. Published on another day, such a file is another event.
"""

import datetime
import re
import uuid
from pathlib import Path
from typing import Any

import msgspec

from contracts import topology
from contracts.errors import EventRefused
from contracts.events import decode
from contracts.events.envelope import UNREADABLE
from contracts.ids import NAMESPACE
from contracts.wording import flaw

FRIDAY = 4
_DAY = re.compile(rb"\{\{(today|workday)([+-][0-9]{1,4})?\}\}")


def read(path: Path, firm_id: str) -> bytes:
    """The event in a file, whole and checked. `time` is the file's own where it gives none."""
    changed = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)
    return completed(path.read_bytes(), firm_id, changed)


def completed(
    text: bytes, firm_id: str, time: datetime.datetime, today: datetime.date | None = None
) -> bytes:
    """The whole CloudEvent for a short or a whole form; raises EventRefused, in words.

    `today`: of this machine unless it is given.
    """
    today = today or datetime.datetime.now(datetime.UTC).astimezone().date()
    text = _DAY.sub(lambda found: _day(found, today), text)
    try:
        given = msgspec.json.decode(text, type=dict[str, Any])
    except UNREADABLE as error:
        raise EventRefused(f"This is not a JSON object: {flaw(error).sentence}") from error
    whole = _filled_in(given, firm_id, time)
    _, event = decode(msgspec.json.encode(whole), topology.FIRM)
    return msgspec.json.encode({"subject": event.subject()} | whole)


def _day(found: "re.Match[bytes]", today: datetime.date) -> bytes:
    kind, days = found.groups(default=b"0")
    day = today + datetime.timedelta(days=int(days))
    if kind == b"workday":
        while day.weekday() > FRIDAY:
            day += datetime.timedelta(days=1)
    return day.isoformat().encode()


def _filled_in(given: dict[str, Any], firm_id: str, time: datetime.datetime) -> dict[str, Any]:
    """What is given wins; the id of a short form comes from its content alone."""
    content = msgspec.json.encode(
        [firm_id, given.get("type"), given.get("time"), given.get("data")], order="deterministic"
    )
    missing = {
        "specversion": "1.0",
        "id": str(uuid.uuid5(NAMESPACE, f"event/{content.decode()}")),
        "source": f"/firms/{firm_id}",
        "firmid": firm_id,
        "time": time,
        "datacontenttype": "application/json",
    }
    return missing | given
