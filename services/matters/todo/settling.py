"""Where things stand in people's lists, and since when, or when that ended."""

import datetime
import functools
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from backbone.postgres.given import GivenRows
from contracts.values import Thing
from services.matters.models import Todo
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
        session.execute(_settling(into), _SETTLED.of(settled))


_SETTLED = GivenRows("settled", **{name: getattr(Todo, name).type for name in Settled._fields})
_KEY = ("person_id", "about_kind", "about_id")


@functools.cache
def _settling(into: List) -> Update:
    return (
        update(into.todos)
        .where(*(getattr(into.todos, name) == _SETTLED.c[name] for name in _KEY))
        .values({name: _SETTLED.c[name] for name in Settled._fields if name not in _KEY})
        .execution_options(synchronize_session=False)
    )
