"""What reaches the builder of the image: all that it copies, nothing made here, nothing secret."""

import re
import subprocess
from fnmatch import fnmatchcase
from pathlib import PurePath

import pytest

from deploy.local.run import REPOSITORY

COPY = re.compile(r"^COPY (?!--from)(.+) \S+$", re.MULTILINE)


def lines(name: str) -> list[str]:
    written = (REPOSITORY / name).read_text().splitlines()
    return [line for line in written if line and not line.startswith("#")]


def ignored(path: str) -> bool:
    """As the builder reads `.dockerignore`: what is in an ignored folder is ignored."""
    places = [path, *map(str, PurePath(path).parents)][:-1]
    return any(_fits(place, pattern) for place in places for pattern in lines(".dockerignore"))


def _fits(place: str, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatchcase(PurePath(place).name, pattern[3:])
    return place.count("/") == pattern.count("/") and fnmatchcase(place, pattern)


@pytest.mark.parametrize("entry", lines(".gitignore"))
def test_what_is_not_committed_is_not_sent(entry: str) -> None:
    path = entry.rstrip("/").replace("*", "-two")
    assert ignored(f"{path}/inside")
    assert "/" in path or ignored(f"web/{path}/inside")


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".env.local",
        "web/.env",
        "calder.env",
        "operations/tls.key",
        "gateway/tls.pem",
        ".run/secrets.json",
        "secrets.json",
        ".git/config",
        "tests/portal.py",
        "deploy/local/mailbox/node_modules/maildev/index.js",
    ],
)
def test_nothing_secret_and_no_test_is_sent(path: str) -> None:
    assert ignored(path)


def test_all_that_the_image_copies_is_sent() -> None:
    dockerfile = (REPOSITORY / "deploy/Dockerfile").read_text()
    copied = [word.rstrip("/") for words in COPY.findall(dockerfile) for word in words.split()]
    assert {"contracts", "waiting", "web", "requirements.lock"} < set(copied)
    tracked = subprocess.run(
        ["git", "ls-files", *copied], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(tracked) > 200
    assert [path for path in tracked if ignored(path)] == []
