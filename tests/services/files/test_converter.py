"""A converter of its own, as in containers: without a network, it opens what the worker may not."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import pytest

from backbone.confined.children import NotConfined
from backbone.testing import REPOSITORY, wait_for
from services.files.converting import report, showing
from services.files.converting.conversing import There
from tests.services.files import making

SILENT = "the converter does not answer"


@pytest.fixture
def folder() -> Iterator[pathlib.Path]:
    made = pathlib.Path(tempfile.mkdtemp(prefix="redwell-"))
    yield made
    shutil.rmtree(made)


def serve(folder: pathlib.Path, *around: str, **environment: str) -> "subprocess.Popen[bytes]":
    """Where it finds no bubblewrap."""
    command = [*around, sys.executable, "-m", "services.files.converting.serving", str(folder)]
    own = {"PATH": "/nowhere", **environment}
    process = subprocess.Popen(command, cwd=REPOSITORY, env=own)
    wait_for(lambda: There(folder).confinement().why != SILENT)
    return process


def end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture
def converter(folder: pathlib.Path) -> Iterator[There]:
    process = serve(folder, "/usr/bin/unshare", "--user", "--map-root-user", "--net")
    yield There(folder)
    end(process)


def job(folder: pathlib.Path, content: bytes) -> pathlib.Path:
    own = pathlib.Path(tempfile.mkdtemp(dir=folder))
    (own / "in").write_bytes(content)
    return own


def test_it_opens_files_in_the_folder_that_is_shared(
    converter: There, folder: pathlib.Path
) -> None:
    assert converter.confinement().kind == "surroundings"
    own = job(folder, making.sideways_photo())
    assert showing.look(converter, own, "in") == "image/jpeg"
    shown = showing.show(converter, own, "in", "image/jpeg", 1)
    assert shown.shown_as == "image"
    with report.opened(own, "view.jpg") as file:
        assert file.read(3) == b"\xff\xd8\xff"


def test_what_ends_a_child_does_not_end_it(converter: There, folder: pathlib.Path) -> None:
    sparse = making.xlsx({"A1": "x", "XFD1048576": "y"})
    own = job(folder, sparse)
    media_type = showing.look(converter, own, "in")
    assert showing.show(converter, own, "in", media_type, len(sparse)).shown_as == "none"
    assert showing.look(converter, job(folder, making.pdf(1)), "in") == "application/pdf"


def test_where_it_has_a_network_it_refuses(folder: pathlib.Path) -> None:
    process = serve(folder)
    try:
        assert "network" in There(folder).confinement().why
        with pytest.raises(NotConfined):
            showing.look(There(folder), job(folder, b"x"), "in")
    finally:
        end(process)


def test_where_it_was_told_secrets_it_refuses(folder: pathlib.Path) -> None:
    around = ("/usr/bin/unshare", "--user", "--map-root-user", "--net")
    process = serve(folder, *around, REDWELL_STORE_SECRET_KEY="the-key")
    try:
        assert "secret" in There(folder).confinement().why
    finally:
        end(process)


def test_without_one_nothing_is_opened(folder: pathlib.Path) -> None:
    there = There(folder)
    assert there.confinement().why == SILENT
    with pytest.raises(NotConfined):
        showing.look(there, job(folder, b"x"), "in")
    assert os.listdir(folder)
