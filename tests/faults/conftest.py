"""A whole stack of the fault tests' own: here programs are killed, stopped and starved."""

from collections.abc import Iterator

import pytest

from bench.people import Client, open_matter, sign_in_all
from deploy.local.run import REPOSITORY
from tests.faults.office import Office
from tests.own_stack import Stack

CLIENTS = 5


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


@pytest.fixture
def clients(office: Office) -> list[Client]:
    """Clients who signed in by e-mail and authenticator, each in a matter of their own."""
    places = {f"client-{number}": f"m-{number}" for number in range(CLIENTS)}
    with office.publisher() as publisher:
        for contact, matter in places.items():
            open_matter(publisher, matter, [contact])
    return sign_in_all(office.town, office.firm_id, places)
