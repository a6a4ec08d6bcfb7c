"""What every test may ask for: a broker of its own, a portal, and a clean machine afterwards."""

from collections.abc import Iterator

import pytest

from backbone import testing
from tests.portal import Portal, running_portal

pytest_plugins = ["tests.timing", "tests.workers"]


@pytest.fixture
def broker() -> str:
    """The AMQP address of a fresh virtual host."""
    return testing.fresh_vhost()


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """One for all tests that need the whole of it; each has firms and people of its own in it."""
    with running_portal() as portal:
        yield portal


@pytest.fixture(scope="session", autouse=True)
def _clean_up() -> Iterator[None]:
    yield
    testing.clean_up()
