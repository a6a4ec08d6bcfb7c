"""How things are put in the list, by what their owners told last.

Whoever changes how a thing stands, with anyone, holds its row: so no two changes cross.
"""

import functools
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, Text, Uuid, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backbone.postgres.given import GivenRows
from contracts.events.facts import About, Item
from services.matters.todo import places
from services.matters.todo.lists import AnyThing, List
from services.matters.todo.said import Said

_UNTOLD = msgspec.structs.asdict(Item(number=0))


Known = dict[About, AnyThing]


def take(session: Session, into: List, said: Sequence[Said]) -> Known:
    """All things that are spoken of, as they are put from now on; held until the commit."""
    matters = {wait.about: each.matter_id for each in said for wait in each.waits}
    matters |= {each.about: each.matter_id for each in said}
    known = _hold(session, into, matters)
    if missing := matters.keys() - known.keys():
        _make(session, into, {about: matters[about] for about in missing})
        known = _hold(session, into, matters)
    for each in said:
        if each.item is not None and each.item.number > known[each.about].number:
            _put(session, into, known[each.about], each.item)
    return known


def _hold(session: Session, into: List, wanted: Mapping[About, uuid.UUID]) -> Known:
    given = _WANTED.of((each.kind, each.id) for each in wanted)
    return {thing.about: thing for thing in session.scalars(_holding(into), given)}


def _make(session: Session, into: List, missing: Mapping[About, uuid.UUID]) -> None:
    rows = [
        {"about_kind": about.kind, "about_id": about.id, "matter_id": matter_id, **_UNTOLD}
        for about, matter_id in sorted(missing.items(), key=lambda each: _order(each[0]))
    ]
    session.execute(insert(into.things).values(rows).on_conflict_do_nothing())


def _order(about: About) -> tuple[uuid.UUID, str]:
    return about.id, about.kind


def _put(session: Session, into: List, thing: AnyThing, item: Item) -> None:
    """Where its day changes by that, it moves in everybody's list."""
    before = thing.day
    for name, value in msgspec.structs.asdict(item).items():
        setattr(thing, name, value)
    if thing.day != before:
        todo = into.todos
        session.execute(
            update(todo)
            .where(todo.about_id == thing.about_id, todo.about_kind == thing.about_kind)
            .values(place=places.moved(todo.place, thing.day)),
            execution_options={"synchronize_session": False},
        )


_WANTED = GivenRows("wanted", kind=Text, id=Uuid)


@functools.cache
def _holding(into: List) -> Select[Any]:
    thing = into.things
    return (
        select(thing)
        .where(tuple_(thing.about_kind, thing.about_id).in_(select(_WANTED.table)))
        .order_by(thing.about_id, thing.about_kind)
        .with_for_update(of=thing)
        .execution_options(populate_existing=True)
    )
