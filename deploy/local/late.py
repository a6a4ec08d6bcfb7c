"""A service added to a portal that was there before learns what it missed."""

import os
from collections.abc import Iterable

from deploy.local.announce import run as run_quietly
from deploy.local.announce import step
from deploy.local.preparing.python import program
from deploy.local.run import REPOSITORY, Run

UNTOLD = "untold-"  # begins the names of files, one for each service that has yet to be told


def note(run: Run, services: Iterable[str]) -> None:
    """These are to be told, by this start or, should it be interrupted, by the next one."""
    for service in services:
        (run.data / f"{UNTOLD}{service}").touch()


def tell(run: Run) -> None:
    """Returns when all that was before has been said again to each. Raises NotPossible."""
    for noted in sorted(run.data.glob(f"{UNTOLD}*")):
        service = noted.name.removeprefix(UNTOLD)
        step(f"Telling the service {service} what was before it …")
        run_quietly(
            [program("redwell"), "restate", "--to", service],
            f"The service {service} could not be told what was before it.",
            cwd=REPOSITORY,
            env={**os.environ, "REDWELL_RUN": str(run.folder)},
        )
        noted.unlink()
