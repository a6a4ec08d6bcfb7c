"""A stack of these tests' own, without Redwell's programs: here it is stopped and killed."""

from collections.abc import Iterator

import pytest

from deploy.local.stop import INFRASTRUCTURE
from operations.supervision import Supervisor
from tests.own_stack import Stack


@pytest.fixture(scope="package")
def _stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    # Deep, and below a folder that is closed to others: neither may matter.
    folder = tmp_path_factory.mktemp("stack") / ("a-folder-with-a-long-name-" * 4) / "run"
    stack = Stack.at(folder, 200, infrastructure=True)
    yield stack
    stack.command("reset")


@pytest.fixture
def own_stack(_stack: Stack) -> Stack:
    """Up and healthy, whatever the test before did to it."""
    if not Supervisor(_stack.run.folder).alive() or set(_stack.pids()) != INFRASTRUCTURE:
        _stack.up()
    return _stack
