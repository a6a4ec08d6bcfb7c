"""The rule in a table: a row for each thing of each person, and facts merged into the rows."""

import functools
import uuid
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Executable,
    Text,
    Uuid,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from backbone.postgres.given import GivenRows
from contracts.events.facts import About
from contracts.values import Thing
from waiting.rule import Wait, Waits


class WaitRow:
    """Columns for a model that keeps what waits; its others are null or have a default."""

    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    about_kind: Mapped[Thing] = mapped_column(Text, primary_key=True)
    about_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    opened: Mapped[int] = mapped_column(BigInteger)
    closed: Mapped[int] = mapped_column(BigInteger)

    @hybrid_property
    def waits(self) -> bool:
        return self.opened > self.closed

    @property
    def about(self) -> About:
        return About(self.about_kind, self.about_id)


R = TypeVar("R", bound=WaitRow)


def merge(session: Session, table: type[R], waits: Waits) -> list[tuple[R, Wait]]:
    """Merge `waits` into the table, with rows made where they are missing.

    Those that changed, with what stood there when the statement began: what it was before where the
    caller holds that no other changes them. One statement, however many they are: in a large matter
    one fact concerns everyone. It locks the rows in one order, so that no two of them wait for each
    other.
    """
    if not waits:
        return []
    rows = sorted(
        (person, about.kind, about.id, wait.opened, wait.closed)
        for (person, about), wait in waits.items()
    )
    changed = session.execute(_merging(table), _GIVEN.of(rows))  # type: ignore[arg-type]
    return [(row, Wait(opened or 0, closed or 0)) for row, opened, closed in changed]


_GIVEN = GivenRows(
    "given",
    person_id=Uuid,
    about_kind=Text,
    about_id=Uuid,
    opened=BigInteger,
    closed=BigInteger,
)
_KEY = ("person_id", "about_kind", "about_id")


@functools.cache
def _merging(table: type[Any]) -> Executable:
    new = insert(table).from_select(_GIVEN.c.keys(), select(_GIVEN.table))
    merging = new.on_conflict_do_update(
        index_elements=[table.person_id, table.about_kind, table.about_id],
        set_={
            "opened": func.greatest(table.opened, new.excluded.opened),
            "closed": func.greatest(table.closed, new.excluded.closed),
        },
        where=or_(new.excluded.opened > table.opened, new.excluded.closed > table.closed),
    )
    merged = merging.returning(table).cte()
    changed, before = aliased(table, merged), aliased(table)
    same = and_(*(getattr(before, name) == merged.c[name] for name in _KEY))
    return (
        select(changed, before.opened, before.closed)
        .outerjoin(before, same)
        .execution_options(populate_existing=True)
    )
