"""A stack of some tests' own, which they may stop, kill and starve without disturbing others."""

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import urllib.parse
from typing import Any

from backbone.testing import stack
from deploy.local import ports
from deploy.local.run import REPOSITORY, Run
from operations.supervision import Supervisor

_REDWELL = pathlib.Path(sys.executable).with_name("redwell")


@dataclasses.dataclass(frozen=True)
class Stack:
    """`base`: of its ports; `infrastructure`: without Redwell's own programs."""

    run: Run
    base: int
    infrastructure: bool = False

    @classmethod
    def at(cls, folder: pathlib.Path, beside: int, *, infrastructure: bool = False) -> "Stack":
        """`beside`: how far its ports are from those of the test stack."""
        base = beside + (urllib.parse.urlsplit(stack()["portal"]).port or 0)
        return cls(Run(folder, ports.from_base(base)), base, infrastructure)

    def up(self) -> str:
        return self.command("start", *(["--infrastructure"] if self.infrastructure else []))

    def command(self, *arguments: str) -> str:
        """What `python -m deploy.local …` prints; raises when it fails."""
        return self._output(sys.executable, "-m", "deploy.local", *arguments)

    def fail(self, *arguments: str) -> str:
        """What `python -m deploy.local …` says when it cannot."""
        done = self._done(sys.executable, "-m", "deploy.local", *arguments)
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stderr

    def refusal(self, *arguments: str) -> str:
        """The same in plain words, when it will not."""
        said = self.fail(*arguments)
        assert "Traceback" not in said
        return said

    def redwell(self, *arguments: str) -> str:
        """What `redwell …` prints; raises when it fails."""
        return self._output(str(_REDWELL), *arguments)

    def status(self, *options: str) -> tuple[int, str]:
        """The exit code of `redwell status`, and what it prints."""
        done = self._done(str(_REDWELL), "status", *options)
        return done.returncode, done.stdout + done.stderr

    @property
    def environment(self) -> dict[str, str]:
        own = {"REDWELL_RUN": str(self.run.folder), "REDWELL_PORT_BASE": str(self.base)}
        return {**os.environ, **own}

    def pids(self) -> dict[str, int]:
        """Of the programs that run."""
        processes = Supervisor(self.run.folder).processes()
        return {name: process["pid"] for name, process in processes.items() if process["pid"]}

    @property
    def addresses(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run.stack_file.read_text())
        return found

    def _output(self, *command: str) -> str:
        done = self._done(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _done(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            cwd=REPOSITORY,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
