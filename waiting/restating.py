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


def as_labelled(row: AnyRow) -> Item:
    """What of the row is labelled as a member of `Item`."""
    said = row._asdict()
    return Item(**{name: said[name] for name in Item.__struct_fields__ if name in said})


def said_again(
    kind: Thing,
    things: Select[*tuple[Any, ...]],
    key: SQLColumnExpression[uuid.UUID],
    stands: Callable[[Work, Sequence[uuid.UUID]], Stands],
    item: Callable[[AnyRow], Item] = as_labelled,
) -> Facts:
    """All things of a kind, in the order of their ids, which are in `key`.

    `things`: a row each, with `id`, `firm_id`, `matter_ref`, `at` and what `item` puts in a list.
    """
    after = bindparam("after", type_=Uuid)
    next_ones = things.where(key > after).order_by(key).limit(BATCH)

    def facts(work: Work, asked: Asked, place: str) -> list[Fact]:
        given = {"after": uuid.UUID(place) if place else uuid.UUID(int=0)}
        rows = work.session.execute(next_ones, given).all()
        standing = stands(work, [row.id for row in rows])
        return [
            Fact(row.firm_id, restated(row, standing.get(row.id, {}), asked), str(row.id))
            for row in rows
        ]

    def restated(row: AnyRow, waits: dict[uuid.UUID, Wait], asked: Asked) -> ThingRestated:
        about = About(kind, row.id)
        return ThingRestated(
            to=asked.to,
            run=asked.run,
            matter_ref=row.matter_ref,
            about=about,
            item=item(row),
            waits=rule.grouped(about, waits),
            at=row.at,
        )

    return Facts(ThingRestated, facts)
