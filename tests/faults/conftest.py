"""A whole stack of the fault tests' own: here programs are killed, stopped and starved."""

from collections.abc import Iterator

import pytest

from deploy.local.run import REPOSITORY
from tests.faults.office import Office
from tests.own_stack import Stack


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    stack = Stack.at(REPOSITORY / ".run-faults", 400)
    stack.command("reset")
    stack.up()
    yield stack
    stack.command("reset")


@pytest.fixture
def office(stack: Stack, request: pytest.FixtureRequest) -> Office:
    """A firm of the test's own."""
    firm_id = request.node.name.removeprefix("test_")[:20].strip("_").replace("_", "-")
    stack.redwell("firm", "add", firm_id, "--name", "Hartley & Rowe")
    return Office(stack, firm_id)
