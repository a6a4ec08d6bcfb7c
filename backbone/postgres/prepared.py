"""A statement that is compiled once, for those that run with each message and each page of them.

SQLAlchemy looks up a compiled statement anew for each execution, and walks its parameters and its
columns: as much work again as psycopg's.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ARRAY, Connection, CursorResult
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

_DIALECT = psycopg.dialect()  # type: ignore[no-untyped-call]


class Prepared:
    """Raises TypeError for types that psycopg does not read and write on its own."""

    def __init__(self, statement: ClauseElement) -> None:
        compiled: Any = statement.compile(dialect=_DIALECT)
        for name, bind in compiled.binds.items():
            if bind.expanding or _is_converted(bind.type, "bind_processor", _DIALECT):
                raise TypeError(f"'{name}' is no parameter that psycopg takes as it is.")
        for column in compiled._result_columns:
            if _is_converted(column.type, "result_processor", _DIALECT, None):
                raise TypeError(f"'{column.keyname}' is no column that psycopg gives as it is.")
        self._sql = str(compiled)
        self._own = {name: value for name, value in compiled.params.items() if value is not None}

    def run(
        self, connection: Connection, given: Mapping[str, Any]
    ) -> CursorResult[*tuple[Any, ...]]:
        """What the statement finds with these parameters, by name, in its columns' names."""
        return connection.exec_driver_sql(self._sql, {**self._own, **given})


def _is_converted(type_: TypeEngine[Any], processor: str, *of: Any) -> bool:
    if isinstance(type_, ARRAY):
        type_ = type_.item_type
    return getattr(type_.dialect_impl(_DIALECT), processor)(*of) is not None
