"""The statements that something runs, and how PostgreSQL runs them."""

import re
from collections.abc import Callable
from typing import Any

import sqlalchemy
from sqlalchemy import event

from backbone.testing.scene import Scene

Statement = tuple[str, Any]  # with its parameters


def plans(scene: Scene, act: Callable[[], object], how: str = "EXPLAIN") -> list[str]:
    """The plan of each statement that `act` runs, in order."""
    return [_explained(scene, how, *each) for each in run_by(scene, act)]


def pages_read(scene: Scene, act: Callable[[], object]) -> int:
    """How many pages of tables and indexes the statements look at that `act` runs."""
    how = "EXPLAIN (ANALYZE, BUFFERS)"
    all_plans = [_explained(scene, how, *each) for each in run_by(scene, act)]
    totals = [re.search(r"Buffers: shared (.*)", plan) for plan in all_plans]
    return sum(int(n) for found in totals if found for n in re.findall(r"\d+", found[1]))


def run_by(scene: Scene, act: Callable[[], object]) -> list[Statement]:
    """The statements that `act` runs, in order."""
    seen: list[Statement] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        seen.append((statement, parameters))

    for engine in _engines(scene):
        event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        for engine in _engines(scene):
            event.remove(engine, "before_cursor_execute", note)
    return seen


def _engines(scene: Scene) -> list[sqlalchemy.Engine]:
    runtime = scene.service.runtime
    return [sessions.kw["bind"] for sessions in (runtime.sessions, runtime.reading)]


def _explained(scene: Scene, how: str, statement: str, parameters: Any) -> str:
    with _engines(scene)[0].connect() as connection:
        rows = connection.exec_driver_sql(f"{how} {statement}", parameters).scalars().all()
    return "\n".join(rows)
