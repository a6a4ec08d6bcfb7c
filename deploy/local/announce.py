"""What starting says while it works: a line a step, and details only of what failed."""

import pathlib
import subprocess
from collections.abc import Iterable, Mapping


class NotPossible(Exception):
    """A step failed; the message says what to do about it."""


def step(sentence: str) -> None:
    print(f"  {sentence}", flush=True)


def run(
    command: Iterable[object],
    failure: str,
    *,
    cwd: pathlib.Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """Runs it quietly; raises NotPossible with `failure` and the end of what the command said."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        said = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise NotPossible(f"{failure}\n\n{said}")
