"""How a run is shared out among workers (pytest-xdist): what takes long goes first.

Every worker has databases, virtual hosts and a browser of its own on the one test stack; who stops
or starves a stack has another one. So at the end nobody waits for what could have begun before.
"""

import pytest
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

# Folders with one stack, one portal or one firm's name between them: one worker does it all.
TOGETHER = (
    ("tests/faults/",),
    ("tests/stack/",),
    ("tests/security/", "tests/gateway/"),
    ("tests/firm/",),
)
# Folders in which each test begins anew and takes long: any worker does any of them.
APART = ("tests/journeys/",)
# In this order; what is not named comes afterwards, file by file.
FIRST = (*TOGETHER[:3], APART, ("tests/backbone/",))


class Sharing(LoadScopeScheduling):  # type: ignore[misc]
    """A piece goes to one worker, whole."""

    def _split_scope(self, nodeid: str) -> str:
        return piece(nodeid)


def piece(nodeid: str) -> str:
    if nodeid.startswith(APART):
        return nodeid
    file = nodeid.partition("::")[0]
    return next((folders[0] for folders in TOGETHER if file.startswith(folders)), file)


def turn(nodeid: str) -> int:
    return [nodeid.startswith(folders) for folders in (*FIRST, "")].index(True)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing:
    config.option.loadscopereorder = False  # it would let the pieces of most tests go first
    return Sharing(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):  # one alone takes them as they stand
        items.sort(key=lambda item: turn(item.nodeid))
