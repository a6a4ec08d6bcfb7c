"""Every program of Redwell knows the zones of the pinned `tzdata`, whatever its machine has."""

import os
import pathlib
import subprocess
import sys
from importlib import resources

import pytest

PROGRAMS = [
    "backbone.run",
    "backbone.outbox.relay",
    "gateway.program",
    "services.files.worker.__main__",
    "operations.main",
    "firm.__main__",
]
# Of the clocks in Vancouver in January, which were eight hours behind before the law of 2026.
ASK = (
    "import {program}, datetime, zoneinfo;"
    "at = datetime.datetime(2027, 1, 15, tzinfo=zoneinfo.ZoneInfo('America/Vancouver'));"
    "print(at.utcoffset().total_seconds() / 3600, len(zoneinfo.available_timezones()) > 500)"
)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """What a machine may have in place of the zones: of Vancouver it says what is true in Tokyo."""
    folder = tmp_path_factory.mktemp("zones")
    (folder / "America").mkdir()
    tokyo = resources.files("tzdata") / "zoneinfo" / "Asia" / "Tokyo"
    (folder / "America" / "Vancouver").write_bytes(tokyo.read_bytes())
    return folder


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_goes_by_the_pinned_zones(program: str, elsewhere: pathlib.Path) -> None:
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK.format(program=program)],
        env=os.environ | {"PYTHONTZPATH": str(elsewhere)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert told.stdout.split() == ["-7.0", "True"]
