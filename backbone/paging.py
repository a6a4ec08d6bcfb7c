"""Cursors: opaque text for a place in a list. Foreign text is refused, never guessed at."""

import datetime
import re
import uuid

from contracts.errors import InvalidInput

_POSITION = re.compile(r"[0-9]{1,18}", re.ASCII)
# 17 digits of microseconds last until the year 3169, and no number of them overflows.
_MOMENT = re.compile(r"([0-9]{1,17})\.([0-9a-f]{32})", re.ASCII)
_NUMBER = re.compile(r"([0-9]{1,18})\.([0-9a-f]{32})", re.ASCII)
_TWO_IDS = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})", re.ASCII)
_BEFORE_ALL = uuid.UUID(int=0)
_EPOCH = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)


def of_position(position: int) -> str:
    """The place of what is counted, as a message in its conversation."""
    return str(position)


def position(cursor: str, field: str) -> int:
    """The position that the cursor names; raises InvalidInput naming `field`."""
    if not _POSITION.fullmatch(cursor):
        raise _foreign(field)
    return int(cursor)


def of_moment(at: datetime.datetime, id: uuid.UUID) -> str:
    """The place of what is sorted by a moment, as conversations by their last activity."""
    return f"{(at - _EPOCH) // _MICROSECOND}.{id.hex}"


def moment(cursor: str, field: str) -> tuple[datetime.datetime, uuid.UUID]:
    """The moment and the id that the cursor names; raises InvalidInput naming `field`."""
    found = _MOMENT.fullmatch(cursor)
    if found is None:
        raise _foreign(field)
    return _EPOCH + int(found[1]) * _MICROSECOND, uuid.UUID(found[2])


def of_number(number: int, id: uuid.UUID) -> str:
    """The place of what is sorted by a number of its own, as what waits for somebody."""
    return f"{number}.{id.hex}"


def number(cursor: str, field: str) -> tuple[int, uuid.UUID]:
    """The number and the id that the cursor names; raises InvalidInput naming `field`."""
    found = _NUMBER.fullmatch(cursor)
    if found is None:
        raise _foreign(field)
    return int(found[1]), uuid.UUID(found[2])


def id_(cursor: str, field: str) -> uuid.UUID:
    """The id that the cursor is; raises InvalidInput naming `field`."""
    try:
        return uuid.UUID(cursor)
    except ValueError as error:
        raise _foreign(field) from error


def of_two_ids(first: uuid.UUID, second: uuid.UUID) -> str:
    """The place of what is sorted by two ids, as people within their matters."""
    return f"{first.hex}.{second.hex}"


def two_ids(cursor: str, field: str) -> tuple[uuid.UUID, uuid.UUID]:
    """The ids that the cursor names, those before all others where it is empty.

    Raises InvalidInput naming `field`.
    """
    if not cursor:
        return _BEFORE_ALL, _BEFORE_ALL
    found = _TWO_IDS.fullmatch(cursor)
    if found is None:
        raise _foreign(field)
    return uuid.UUID(found[1]), uuid.UUID(found[2])


def _foreign(field: str) -> InvalidInput:
    return InvalidInput(f"The cursor in '{field}' is none of ours.", field=field)
