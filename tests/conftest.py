"""What every test may ask for: a broker of its own, and a clean machine afterwards."""

from collections.abc import Iterator

import pytest

from backbone import testing

pytest_plugins = ["tests.timing"]


@pytest.fixture
def broker() -> str:
    """The AMQP address of a fresh virtual host."""
    return testing.fresh_vhost()


@pytest.fixture(scope="session", autouse=True)
def _clean_up() -> Iterator[None]:
    yield
    testing.clean_up()
