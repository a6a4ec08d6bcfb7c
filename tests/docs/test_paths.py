"""What the documents name in the repository is there: files, folders, tests, links."""

import functools
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from deploy.local.run import REPOSITORY

DOCUMENTS = [
    *(REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted((REPOSITORY / "docs").rglob("*.md")),
]
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\s]+)`")
LINKED = re.compile(r"\]\(([^):#]+)")
FILE = re.compile(r"\.(py|md|ya?ml|toml|json|ts|svelte|sh|env|lock|j2)$")
MADE = {"node_modules", "build", "__pycache__"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_that_is_named_is_there(document: Path) -> None:
    text = FENCED.sub("", document.read_text())
    named = [word for word in QUOTED.findall(text) if is_path(word)]
    assert [word for word in named if not is_there(word)] == []
    links = [document.parent / link for link in LINKED.findall(text)]
    assert [link for link in links if not link.exists()] == []


@pytest.mark.parametrize(
    ("word", "there"),
    [
        ("services/auth/walk.py", True),
        ("services/auth/run.py", False),
        ("servces/auth/walk.py", False),
        ("services/auth", True),
        ("service/auth/", False),
        ("walk.py", True),
        ("alk.py", False),
        ("services/<name>/service.py", True),
        ("services/<name>/nothing.py", False),
        ("docs/decisions/0007", True),
        ("docs/decisions/9999", False),
        ("web/src/routes/(portal)/msgs/[id=id]/Composer.svelte", True),
        ("tests/docs/test_paths.py::test_what_is_named_is_found", True),
        ("tests/docs/test_paths.py::test_what_is_named", False),
    ],
)
def test_what_is_named_is_found(word: str, there: bool) -> None:
    assert is_path(word)
    assert is_there(word) == there


@pytest.mark.parametrize(
    "word",
    [
        "/v1/live",
        ".run/log",
        "<run>/firms/calder.env",
        "application/json",
        "message.sent",
        "smtp://",
    ],
)
def test_other_words_are_no_paths(word: str) -> None:
    assert not is_path(word)


def is_path(word: str) -> bool:
    """A file's name, a folder with its slash, or what begins with a folder of the repository's.

    Below `.run`, `.venv` and `<run>` stands only what was made by running something.
    """
    if word.startswith(("/", ".", "<")) or "://" in word:
        return False
    path, _, _ = word.partition("::")
    inside = "/" in path and (REPOSITORY / path.partition("/")[0]).is_dir()
    return inside or path.endswith("/") or bool(FILE.search(path))


def is_there(word: str) -> bool:
    """`walk.py` may stand anywhere; `docs/decisions/0007` begins a name, `<name>` is any."""
    path, _, test = word.partition("::")
    pattern = re.sub(r"<\w+>", "*", re.sub(r"([\[?])", r"[\1]", path.rstrip("/")))
    found = [each for each in tree() if fnmatchcase(each, pattern)]
    found = found or [each for each in tree() if fnmatchcase(each, f"*/{pattern}")]
    if test:
        return any(f"def {test}(" in (REPOSITORY / each).read_text() for each in found)
    return bool(found) or any(fnmatchcase(each, f"{pattern}-*") for each in tree())


@functools.cache
def tree() -> list[str]:
    return sorted(_walk())


def _walk() -> Iterator[str]:
    """Every folder and file of the repository, from its top."""
    for folder, inside, files in os.walk(REPOSITORY):
        inside[:] = [name for name in inside if name not in MADE and name[0] != "."]
        for name in (*inside, *files):
            yield str((Path(folder) / name).relative_to(REPOSITORY))
