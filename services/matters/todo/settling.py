"""Where things stand in people's lists, and since when, or when that ended."""

import datetime
import functools
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, BigInteger, DateTime, Text, Update, Uuid, bindparam, func, update
from sqlalchemy.orm import Session

from contracts.values import Thing
from services.matters.todo.lists import List


class Settled(NamedTuple):
    """How one thing stands in one person's list: the columns of `TodoColumns`."""

    person_id: uuid.UUID
    about_kind: Thing
    about_id: uuid.UUID
    matter_id: uuid.UUID
    since: datetime.datetime | None
    place: int | None
    ended_at: datetime.datetime | None


def settle(session: Session, into: List, settled: Sequence[Settled]) -> None:
    """Keep them, in one statement however many they are."""
    if settled:
        columns = map(list, zip(*settled, strict=True))
        given = dict(zip(_GIVEN, columns, strict=True))
        session.execute(_settling(into), given)


_MOMENT = DateTime(timezone=True)
_TYPES: tuple[Any, ...] = (Uuid, Text, Uuid, Uuid, _MOMENT, BigInteger, _MOMENT)
_GIVEN = [f"given_{name}" for name in Settled._fields]
_KEY = ("person_id", "about_kind", "about_id")


@functools.cache
def _settling(into: List) -> Update:
    columns = zip(_GIVEN, _TYPES, strict=True)
    given = (
        func.unnest(*(bindparam(name, type_=ARRAY(kind)) for name, kind in columns))
        .table_valued(*Settled._fields, name="settled")
        .render_derived()
    )
    return (
        update(into.todos)
        .where(*(getattr(into.todos, name) == given.c[name] for name in _KEY))
        .values({name: given.c[name] for name in Settled._fields if name not in _KEY})
        .execution_options(synchronize_session=False)
    )
