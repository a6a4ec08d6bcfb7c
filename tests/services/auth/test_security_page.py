"""docs/security.md names tests that are there."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PAGE = ROOT / "docs" / "security.md"


def test_every_test_that_the_security_page_names_exists():
    named = set(re.findall(r"`((?:\w+/)*test_\w+\.py)::(test_\w+)`", PAGE.read_text()))
    missing = [
        f"{file}::{test}"
        for file, test in sorted(named)
        if f"def {test}(" not in (ROOT / file if "/" in file else HERE / file).read_text()
    ]

    assert len(named) > 60
    assert missing == []
