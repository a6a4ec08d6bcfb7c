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


def store_settings() -> dict[str, str]:
    """What whoever works with the object store is told in tests, by the names of its settings."""
    where = stack()
    return {
        "files_url": where["files"],
        "store_url": where["s3"]["endpoint"],
        "store_access_key": where["s3"]["access_key"],
        "store_secret_key": where["s3"]["secret_key"],
    }


def clean_up() -> None:
    """Remove every database and virtual host that was made here."""
    while undo:
        with contextlib.suppress(psycopg.Error, httpx.HTTPError):
            undo.pop()()
