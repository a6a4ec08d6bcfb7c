"""Two clients of one firm, and a gateway that nobody stands behind."""

from collections.abc import Iterator

import pytest

from backbone import testing
from tests.gateway import cast
from tests.gunicorn import Gateway, running_gateway
from tests.portal import Portal


@pytest.fixture(scope="session")
def firm(portal: Portal) -> str:
    return cast.register(portal)


@pytest.fixture(scope="session")
def ana(portal: Portal, firm: str) -> cast.Client:
    return cast.client(portal, firm, "ana", "Ana Duarte")


@pytest.fixture(scope="session")
def ben(portal: Portal, firm: str) -> cast.Client:
    return cast.client(portal, firm, "ben", "Ben Okafor")


@pytest.fixture(scope="session")
def lonely() -> Iterator[Gateway]:
    """A gateway with a broker, but no service behind it."""
    with running_gateway(testing.fresh_vhost()) as gateway:
        yield gateway
