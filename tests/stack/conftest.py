"""A stack of these tests' own, without Redwell's programs: here it is stopped and killed."""

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.local import ports
from deploy.local.run import REPOSITORY, Run
from operations.supervision import Supervisor

BASE = 8300


@dataclasses.dataclass(frozen=True)
class Stack:
    run: Run

    def command(self, *arguments: str) -> str:
        """What `python -m deploy.local …` prints; raises when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "deploy.local", *arguments],
            cwd=REPOSITORY,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        own = {"REDWELL_RUN": str(self.run.folder), "REDWELL_PORT_BASE": str(BASE)}
        return {**os.environ, **own}

    def up(self) -> str:
        return self.command("start", "--infrastructure")

    def pids(self) -> dict[str, int]:
        """Of the programs that run."""
        processes = Supervisor(self.run.folder).processes()
        return {name: process["pid"] for name, process in processes.items() if process["pid"]}

    @property
    def addresses(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run.stack_file.read_text())
        return found


@pytest.fixture(scope="package")
def _stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    # Deep on purpose: no path of the stack may depend on how long the run folder's is.
    folder = tmp_path_factory.mktemp("stack") / ("a-folder-with-a-long-name-" * 4) / "run"
    _let_others_through(folder.parent)
    stack = Stack(Run(folder, ports.from_base(BASE)))
    yield stack
    stack.command("reset")


@pytest.fixture
def own_stack(_stack: Stack) -> Stack:
    """Up and healthy, whatever the test before did to it."""
    _stack.up()
    return _stack


def _let_others_through(folder: pathlib.Path) -> None:
    """pytest's folders are closed; the database's own user must reach its folder below them."""
    folder.mkdir(parents=True)
    for each in (folder, *folder.parents):
        if each.stat().st_uid == os.geteuid() and each != pathlib.Path("/"):
            each.chmod(each.stat().st_mode | 0o011)
