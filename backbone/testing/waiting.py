"""Tests wait for conditions and never just sleep."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_for(condition: Callable[[], T], within: float = 30.0) -> T:
    """The first truthy value of `condition`; raises AssertionError when none came in time."""
    until = time.monotonic() + within
    while not (found := condition()):
        if time.monotonic() > until:
            raise AssertionError(f"Nothing came of it within {within} s.")
        time.sleep(0.02)
    return found
