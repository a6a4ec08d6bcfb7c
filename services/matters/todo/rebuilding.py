"""The list is made anew from what all owners say, compared, and put in the place of the old one.

Facts that come meanwhile go into both. Where the new one says another thing of somebody who takes
part, that is mended, and told; what is done and nobody says anything of stays as history.
"""

import uuid
from typing import Any, NamedTuple

from sqlalchemy import (
    DateTime,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    false,
    func,
    not_,
    null,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from backbone import restating
from backbone.work import Work
from contracts.calls.todo_operations import (
    BeginRebuild,
    Difference,
    EndRebuild,
    RebuildBegun,
    RebuildState,
)
from contracts.errors import NotFound
from contracts.events.waiting import ThingRestated
from roster.models import Participant
from services.matters.models import Rebuild, ShadowThing, ShadowTodo, Thing, Todo
from services.matters.todo import places, telling
from services.matters.todo.lists import author_of


class Standing(NamedTuple):
    """In the order of the columns of `_DIFFERENT`."""

    kind: str
    id: uuid.UUID
    person_id: uuid.UUID
    matter_id: uuid.UUID | None
    waited: bool
    waits: bool


SHOWN = 20  # differences
_BARE = {"synchronize_session": False}


def begin(work: Work, call: BeginRebuild) -> RebuildBegun:
    """An empty list, and the request that fills it."""
    run = restating.ask_owners(work, [ThingRestated], itself=True)
    for shadow in (ShadowTodo, ShadowThing, Rebuild):
        work.session.execute(delete(shadow), execution_options=_BARE)
    work.session.add(Rebuild(run=run, begun_at=work.now, heard=0))
    return RebuildBegun(run=run)


def end(work: Work, call: EndRebuild) -> RebuildState:
    """Swap, once all is there; until then, how much is. Nobody follows facts meanwhile."""
    this = select(Rebuild).where(Rebuild.run == call.run).with_for_update()
    rebuild = work.session.scalar(this)
    if rebuild is None:
        raise NotFound()
    if rebuild.heard < call.facts or rebuild.ended_at is not None:
        return _state(rebuild, 0, [])
    compared = work.session.scalars(select(func.count()).select_from(ShadowTodo)).one()
    different = work.session.execute(_DIFFERENT).all()
    work.session.execute(_WORDS)
    work.session.execute(_STANDING, {"now": work.now})
    work.session.execute(_MISSING)
    work.session.execute(_OVER, {"now": work.now})
    work.session.expire_all()
    telling.tell(work, [Standing(*row) for row in different if row.person_id is not None])
    rebuild.ended_at = work.now
    return _state(rebuild, compared, different)


def _state(rebuild: Rebuild, compared: int, different: Any) -> RebuildState:
    return RebuildState(
        heard=rebuild.heard,
        ended=rebuild.ended_at is not None,
        compared=compared,
        differences=len(different),
        shown=[
            Difference(
                kind=row.kind,
                id=row.id,
                person_id=row.person_id,
                waited=row.waited,
                waits=row.waits,
            )
            for row in different[:SHOWN]
        ],
    )


_todos: Any = Todo.__table__
_now = bindparam("now", type_=DateTime(timezone=True))
_no_one = cast(None, Uuid)
_same_thing = and_(
    ShadowThing.about_kind == Thing.about_kind, ShadowThing.about_id == Thing.about_id
)
_same = and_(
    ShadowTodo.person_id == Todo.person_id,
    ShadowTodo.about_kind == Todo.about_kind,
    ShadowTodo.about_id == Todo.about_id,
)
_waited = Todo.opened > Todo.closed
_waits = ShadowTodo.opened > ShadowTodo.closed
# Of who takes part no longer the owners say nothing, and nobody sees it.
_sees_it = exists().where(
    Participant.matter_id == Todo.matter_id,
    Participant.person_id == Todo.person_id,
    Participant.removed_at.is_(None),
    Participant.from_date <= Todo.since,
)
_words = [
    column.name
    for column in Thing.__table__.columns
    if not column.primary_key and column.name not in ("matter_id", "number")
]
# What is read by them counts of an author's name and id.
_read_alike = [name for name in _words if not name.startswith("author")]
_other_words = or_(
    *(getattr(Thing, name).is_distinct_from(getattr(ShadowThing, name)) for name in _read_alike),
    author_of(Thing).is_distinct_from(author_of(ShadowThing)),
)
_still_waits = exists().where(
    ShadowTodo.about_kind == ShadowThing.about_kind,
    ShadowTodo.about_id == ShadowThing.about_id,
    _waits,
)
_DIFFERENT = union_all(
    select(
        func.coalesce(ShadowTodo.about_kind, Todo.about_kind).label("kind"),
        func.coalesce(ShadowTodo.about_id, Todo.about_id).label("id"),
        func.coalesce(ShadowTodo.person_id, Todo.person_id).label("person_id"),
        func.coalesce(ShadowTodo.matter_id, Todo.matter_id).label("matter_id"),
        func.coalesce(_waited, false()).label("waited"),
        func.coalesce(_waits, false()).label("waits"),
    )
    .select_from(Todo)
    .join(ShadowTodo, _same, full=True)
    .where(
        func.coalesce(_waited, false()) != func.coalesce(_waits, false()),
        or_(ShadowTodo.person_id.is_not(None), _sees_it),
    ),
    select(Thing.about_kind, Thing.about_id, _no_one, Thing.matter_id, true(), true())
    .join(ShadowThing, _same_thing)
    .where(_other_words, _still_waits),
)


def _into(table: Any, shadow: Any) -> Any:
    """Insert all rows of the shadow that are not there."""
    names = [column.name for column in shadow.__table__.columns]
    return insert(table.__table__).from_select(names, select(*shadow.__table__.columns))


_new_things = _into(Thing, ShadowThing)
_WORDS = _new_things.on_conflict_do_update(
    index_elements=[Thing.about_kind, Thing.about_id],
    set_={name: _new_things.excluded[name] for name in ("number", *_words)},
)
_newly = and_(_waits, not_(_waited))
_other = _waits != _waited
_STANDING = (
    update(_todos)
    .where(_same, or_(_other, places.differ(Todo.place, ShadowTodo.place)))
    .values(
        opened=case((_other, ShadowTodo.opened), else_=Todo.opened),
        closed=case((_other, ShadowTodo.closed), else_=Todo.closed),
        since=case((_newly, ShadowTodo.since), else_=Todo.since),
        place=case(
            (_newly, ShadowTodo.place), else_=places.on_the_day_of(Todo.place, ShadowTodo.place)
        ),
        ended_at=case((_waits, null()), (_waited, _now), else_=Todo.ended_at),
    )
)
_MISSING = _into(Todo, ShadowTodo).on_conflict_do_nothing()
_OVER = (
    update(_todos)
    .where(_waited, _sees_it, ~exists().where(_same))
    .values(closed=Todo.opened, ended_at=_now)
)
