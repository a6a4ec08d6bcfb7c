"""Calendars as a program reads them that shares no code with ours: ical.js, as in Thunderbird."""

import json
import subprocess
from collections.abc import Iterable

from backbone.testing import REPOSITORY

NODE = REPOSITORY / ".venv/bin/node"
ICAL = REPOSITORY / "web/node_modules/ical.js/dist/ical.js"
READER = REPOSITORY / "tests/calendars/reader.mjs"


def begins_as_ical_js_reads(calendars: Iterable[str]) -> dict[str, int]:
    """When each entry begins, by its UID: seconds since 1970."""
    lines = "".join(f"{json.dumps(each)}\n" for each in calendars)
    told = subprocess.run(
        [NODE, READER, ICAL], input=lines, capture_output=True, text=True, check=True, timeout=300
    )
    read: dict[str, int] = {}
    for line in told.stdout.splitlines():
        read |= json.loads(line)
    return read
