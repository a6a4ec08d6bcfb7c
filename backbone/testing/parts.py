"""Where the test stack is, and what a test run made there and must take away again."""

import contextlib
import functools
import json
import os
import pathlib
from collections.abc import Callable
from typing import Any

import httpx
import psycopg

REPOSITORY = pathlib.Path(__file__).parent.parent.parent
undo: list[Callable[[], object]] = []


@functools.cache
def stack() -> dict[str, Any]:
    """The addresses of the running test stack, from its `stack.json`."""
    run = os.environ.get("REDWELL_TEST_RUN") or REPOSITORY / ".run-test"
    found: dict[str, Any] = json.loads((pathlib.Path(run) / "stack.json").read_text())
    return found


def clean_up() -> None:
    """Remove every database and virtual host that was made here."""
    while undo:
        with contextlib.suppress(psycopg.Error, httpx.HTTPError):
            undo.pop()()
