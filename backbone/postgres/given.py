"""Rows that are given to a statement: it stays the same, and is prepared once, for any number."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, bindparam, func


class GivenRows:
    """A table of what the statement is given, `columns` by name with their types.

    They travel as one array each, as PostgreSQL's `unnest` takes them.
    """

    def __init__(self, name: str, **columns: Any) -> None:
        self._parameters = [f"{name}_{column}" for column in columns]
        arrays = zip(self._parameters, columns.values(), strict=True)
        unnested = func.unnest(*(bindparam(each, type_=ARRAY(kind)) for each, kind in arrays))
        self.table = unnested.table_valued(*columns, name=name).render_derived()
        self.c = self.table.c

    def of(self, rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
        """The parameters for these rows, each with a value a column."""
        rows = list(rows)
        return {each: [row[at] for row in rows] for at, each in enumerate(self._parameters)}
