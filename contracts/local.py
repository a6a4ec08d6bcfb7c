"""Days and times as clocks on a wall show them: `2026-12-01`, or `2026-12-01T10:00`."""

import datetime
from typing import Annotated

from msgspec import Meta

from contracts.values import END, is_possible


def form(text: str) -> str:
    """The text itself; raises ValueError where no calendar has such a day, or no clock the time."""
    try:
        when = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError("is no day or time that there is") from error
    if not is_possible(when.date()):
        raise ValueError("lies outside the years 1970 to 2199")
    return text


def is_day(text: str) -> bool:
    return "T" not in text


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text[:10])


Local = Annotated[
    str,
    Meta(
        pattern=rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(T[0-9]{{2}}:[0-9]{{2}})?{END}",
        examples=["2026-12-01T10:00"],
        extra={"form": form},
    ),
]
