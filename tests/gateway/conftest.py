"""One portal for all tests of the gateway that need real services; two clients of one firm."""

from collections.abc import Iterator

import pytest

from backbone import testing
from tests.gateway import cast
from tests.gunicorn import Gateway, running_gateway
from tests.portal import Portal, running_portal


@pytest.fixture(scope="package")
def portal() -> Iterator[Portal]:
    with running_portal() as portal:
        yield portal


@pytest.fixture(scope="package")
def firm(portal: Portal) -> str:
    return cast.register(portal)


@pytest.fixture(scope="package")
def ana(portal: Portal, firm: str) -> cast.Client:
    return cast.client(portal, firm, "ana", "Ana Duarte")


@pytest.fixture(scope="package")
def ben(portal: Portal, firm: str) -> cast.Client:
    return cast.client(portal, firm, "ben", "Ben Okafor")


@pytest.fixture(scope="package")
def lonely() -> Iterator[Gateway]:
    """A gateway with a broker, but no service behind it."""
    with running_gateway(testing.fresh_vhost()) as gateway:
        yield gateway
