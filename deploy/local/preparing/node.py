"""The Node packages of the web client and of the mailbox, in the versions their files pin."""

import os
import pathlib

from deploy.local.announce import run, step
from deploy.local.preparing import stamp
from deploy.local.preparing.python import ENVIRONMENT, program
from deploy.local.run import REPOSITORY

WEB = REPOSITORY / "web"
MAILBOX = REPOSITORY / "deploy/local/mailbox"

# Neither asks the network for news nor leaves a cache in /tmp.
QUIET = {"NO_UPDATE_NOTIFIER": "1", "NODE_DISABLE_COMPILE_CACHE": "1"}


def install(folder: pathlib.Path) -> None:
    wanted = stamp.digest([folder / "package.json"])
    done = folder / "node_modules" / ".prepared"
    if stamp.is_current(done, wanted):
        return
    step(f"Installing the Node packages of {folder.relative_to(REPOSITORY)} …")
    # No lock file: it would name the registry that one machine happened to use.
    npm = [program("npm"), "install", "--no-package-lock", "--no-audit", "--no-fund"]
    run(npm, "The Node packages could not be installed.", cwd=folder, env=environment())
    done.write_text(wanted)


def environment() -> dict[str, str]:
    """With our own Node first: scripts of packages call `node` by its name."""
    path = f"{ENVIRONMENT / 'bin'}{os.pathsep}{os.environ.get('PATH', '/usr/bin:/bin')}"
    return {**os.environ, "PATH": path, **QUIET}
