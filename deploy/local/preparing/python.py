"""The virtual environment, with exactly the packages that requirements.lock names."""

import itertools
import pathlib
import re
import subprocess
import sys
import tempfile

from deploy.local.announce import NotPossible, run, step
from deploy.local.preparing import stamp
from deploy.local.run import REPOSITORY

ENVIRONMENT = REPOSITORY / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOCK = REPOSITORY / "requirements.lock"
STAMP = ENVIRONMENT / ".prepared"
FAILURE = "The Python packages could not be installed."


def install() -> None:
    """An environment that somebody made otherwise is kept, and brought up to date."""
    wanted = stamp.digest([LOCK, REPOSITORY / "pyproject.toml"])
    if PYTHON.exists() and stamp.is_current(STAMP, wanted):
        return
    if sys.version_info < (3, 11):  # noqa: UP036 - the one place that an older one reaches
        raise NotPossible(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    step("Installing the Python packages …")
    if not PYTHON.exists():
        run([sys.executable, "-m", "venv", ENVIRONMENT], "The environment could not be made.")
    _install_packages()
    STAMP.write_text(wanted)


def _install_packages() -> None:
    """By uv, which is quick; by pip where uv finds no way to the packages but pip does."""
    pip: list[object] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(_locked("uv"))
        file.flush()
        run([*pip, "--require-hashes", "-r", file.name], FAILURE)
    uv: list[object] = [ENVIRONMENT / "bin/uv", "pip", "install", "--quiet", "--python", PYTHON]
    uv += ["--compile-bytecode"]
    locked: list[object] = ["--require-hashes", "-r", LOCK]
    if subprocess.run(list(map(str, [*uv, *locked])), capture_output=True).returncode:
        run([*pip, *locked], FAILURE)
    run([*pip, "--no-deps", "--no-build-isolation", "-e", REPOSITORY], FAILURE)


def _locked(package: str) -> str:
    """The lines of the lock that are about one package: its version and its hashes."""
    lines = LOCK.read_text().splitlines(keepends=True)
    starts = re.compile(rf"{re.escape(package)}==")
    rest = itertools.dropwhile(lambda line: not starts.match(line), lines)
    first = next(rest)
    return first + "".join(itertools.takewhile(lambda line: line.startswith(" "), rest))


def program(name: str) -> pathlib.Path:
    """Of the environment: `ruff`, `npm`, …"""
    return ENVIRONMENT / "bin" / name
