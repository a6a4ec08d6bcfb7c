"""A service added to a portal that was there before learns what it missed."""

import os
from collections.abc import Iterable

from deploy.local.preparing.announce import run as run_quietly
from deploy.local.preparing.announce import step
from deploy.local.preparing.python import program
from deploy.local.run import REPOSITORY, Run


def tell(run: Run, services: Iterable[str]) -> None:
    """Returns when all that was before has been said again to each. Raises NotPossible."""
    for service in services:
        step(f"Telling the service {service} what was before it …")
        run_quietly(
            [program("redwell"), "restate", "--to", service],
            f"The service {service} could not be told what was before it.",
            cwd=REPOSITORY,
            env={**os.environ, "REDWELL_RUN": str(run.folder)},
        )
