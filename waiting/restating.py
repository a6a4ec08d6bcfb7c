"""How an owner's things stand with people, said again to a list, some hundred of them at a time."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row, Select, SQLColumnExpression, Uuid, bindparam

from backbone.restating import BATCH, Asked, Fact, Facts
from backbone.work import Work
from contracts.events.facts import About, Item
from contracts.events.waiting import ThingRestated
from contracts.values import Thing
from waiting import rule
from waiting.rule import Wait

Stands = dict[uuid.UUID, dict[uuid.UUID, Wait]]  # by thing and person
AnyRow = Row[*tuple[Any, ...]]


def said_again(
    kind: Thing,
    things: Select[*tuple[Any, ...]],
    key: SQLColumnExpression[uuid.UUID],
    stands: Callable[[Work, Sequence[uuid.UUID]], Stands],
) -> Facts:
    """All things of a kind, in the order of their ids, which are in `key`.

    `things`: a row each, with `id`, `firm_id`, `matter_ref`, `at` and members of `Item`.
    """
    after = bindparam("after", type_=Uuid)
    next_ones = things.where(key > after).order_by(key).limit(BATCH)

    def facts(work: Work, asked: Asked, place: str) -> list[Fact]:
        given = {"after": uuid.UUID(place) if place else uuid.UUID(int=0)}
        rows = work.session.execute(next_ones, given).all()
        standing = stands(work, [row.id for row in rows])
        return [
            Fact(row.firm_id, _restated(kind, row, standing.get(row.id, {}), asked), str(row.id))
            for row in rows
        ]

    return Facts(ThingRestated, facts)


def _restated(
    kind: Thing, row: AnyRow, stands: dict[uuid.UUID, Wait], asked: Asked
) -> ThingRestated:
    about, said = About(kind, row.id), row._asdict()
    return ThingRestated(
        to=asked.to,
        run=asked.run,
        matter_ref=row.matter_ref,
        about=about,
        item=Item(**{name: said[name] for name in Item.__struct_fields__ if name in said}),
        waits=rule.grouped(about, stands),
        at=row.at,
    )
