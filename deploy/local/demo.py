"""The demo firm: published once per run folder; what people did with it since then stays."""

import json
import os
import time
import urllib.request

from deploy.local.announce import run as run_quietly
from deploy.local.announce import step
from deploy.local.preparing.python import program
from deploy.local.run import REPOSITORY, Run

PATIENCE = 20.0  # seconds until the invitation has come


def publish(run: Run) -> None:
    """Returns when its first e-mail is in the mailbox. Raises NotPossible."""
    done = run.data / "demo"
    if done.exists():
        return
    step("Letting the demo firm publish its cases …")
    run_quietly(
        [program("redwell"), "firm", "demo"],
        "The demo firm could not publish.",
        cwd=REPOSITORY,
        env={**os.environ, "REDWELL_RUN": str(run.folder)},
    )
    done.touch()
    _await_email(f"http://localhost:{run.ports.mailbox}/api/email")


def _await_email(url: str) -> None:
    """Whoever opens the mailbox at once shall find something; after some seconds they will."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with urllib.request.urlopen(url, timeout=5) as answer:
            if json.load(answer):
                return
        time.sleep(0.2)
