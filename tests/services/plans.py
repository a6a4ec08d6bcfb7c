"""The plans of the statements that somebody runs, as PostgreSQL makes them."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event


def plans(engine: sa.Engine, act: Callable[[], object]) -> list[str]:
    """The plan of each statement that `act` runs by this engine, in order."""
    seen: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return [_plan(engine, *one) for one in seen]


def _plan(engine: sa.Engine, statement: str, parameters: Any) -> str:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars().all()
    return "\n".join(rows)
