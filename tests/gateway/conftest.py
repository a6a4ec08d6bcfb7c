"""One portal for all tests of the gateway that need real services."""

from collections.abc import Iterator

import pytest

from tests.portal import Portal, running_portal


@pytest.fixture(scope="package")
def portal() -> Iterator[Portal]:
    with running_portal() as portal:
        yield portal
