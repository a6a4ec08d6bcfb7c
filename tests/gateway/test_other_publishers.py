"""Whoever has nothing but docs/firm-systems.md can publish, and hears what becomes of it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from backbone import testing
from contracts import handbook
from contracts.events.firms import FirmRegistered
from operations.provision import FirmAccess, Stack, broker_api, provision
from tests.portal import Portal

SAMPLE = re.findall(r"```python\n(.*?)```", handbook.FILE.read_text(), re.DOTALL)[0]
FIRM = "by-the-page"


@pytest.fixture(scope="module")
def access(portal: Portal) -> Iterator[FirmAccess]:
    stack = msgspec.convert(testing.stack(), Stack)
    stack = msgspec.structs.replace(stack, amqp=portal.amqp_url)
    portal.send(FIRM, FirmRegistered(name="By the Page LLP"))
    yield provision(stack, FIRM)
    with broker_api(stack) as api:
        api.delete(f"/users/firm.{FIRM}")


def said(access: FirmAccess, folder: Path, sample: str) -> str:
    """What the sample prints, run where nothing of ours can be imported."""
    own = {"REDWELL_FIRM_ID": FIRM, "REDWELL_FIRM_AMQP_URL": access.firm_amqp_url}
    done = subprocess.run(
        [sys.executable, "-c", sample],
        cwd=folder,
        env=own,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_sample_of_the_page_is_applied(access: FirmAccess, tmp_path: Path) -> None:
    assert "contracts" not in SAMPLE
    assert len(SAMPLE.splitlines()) < 45
    assert said(access, tmp_path, SAMPLE) == "message.sent"


def test_the_sample_hears_why_its_event_is_rejected(access: FirmAccess, tmp_path: Path) -> None:
    empty = SAMPLE.replace("We filed it today.", "")
    reason = "The data of 'message.posted' is not as promised: 'body' must not be empty."
    assert said(access, tmp_path, empty) == f"event.rejected {reason}"


def test_the_sample_without_the_firms_id_is_rejected_in_words(
    access: FirmAccess, tmp_path: Path
) -> None:
    nameless = SAMPLE.replace('"firmid": firm, ', "")
    heard = said(access, tmp_path, nameless)
    assert heard.endswith("This is not a CloudEvent 1.0 in JSON: 'firmid' is missing.")
