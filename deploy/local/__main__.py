"""The stack's commands; `make help` shows how they are called."""

import argparse
import os
import subprocess
import sys

from deploy.local import ports, preparing, run, stop
from deploy.local.announce import NotPossible
from deploy.local.preparing import debian
from deploy.local.preparing.python import PYTHON


def main() -> None:
    options = _options()
    try:
        COMMANDS[options.command](run.chosen(), options)
    except ports.NoBase as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except NotPossible as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. `make up` goes on from here, `make down` stops what runs.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--tests", action="store_true", help="prepare: for the tests too")
    parser.add_argument(
        "--with", dest="parts", default="", help="up: optional parts, installed too"
    )
    parser.add_argument("--infrastructure", action="store_true", help="up: without Redwell itself")
    parser.add_argument("--quiet", action="store_true", help="up: without the words at the end")
    return parser.parse_args()


def _parts(text: str) -> list[str]:
    """Raises NotPossible for what there is not."""
    parts = text.split()
    if unknown := set(parts) - set(debian.OPTIONAL):
        known = " and ".join(debian.OPTIONAL)
        raise NotPossible(f"There is no part {' '.join(sorted(unknown))}; there are {known}.")
    return parts


def _prepare(_chosen: run.Run, options: argparse.Namespace) -> None:
    preparing.prepare(for_tests=options.tests)


def _up(_chosen: run.Run, options: argparse.Namespace) -> None:
    preparing.prepare(parts=_parts(options.parts))
    flags = [f"--{name}" for name in ("infrastructure", "quiet") if vars(options)[name]]
    os.execv(PYTHON, [str(PYTHON), "-m", "deploy.local", "start", *flags])


def _start(chosen: run.Run, options: argparse.Namespace) -> None:
    from deploy.local import start, welcome  # with packages that `up` has just installed

    start.start(chosen, infrastructure_only=options.infrastructure)
    if not options.quiet and not options.infrastructure:
        print(welcome.text(chosen))


def _down(chosen: run.Run, _options: argparse.Namespace) -> None:
    print("Redwell is stopped." if stop.stop(chosen) else "Redwell was not running.")


def _restart(chosen: run.Run, _options: argparse.Namespace) -> None:
    preparing.prepare()
    stop.stop_all_but(chosen, stop.INFRASTRUCTURE)
    # Starting anew also brings the databases up to date with the changed code.
    os.execv(PYTHON, [str(PYTHON), "-m", "deploy.local", "start", "--quiet"])


def _reset(chosen: run.Run, _options: argparse.Namespace) -> None:
    stop.forget(chosen)
    print("Everything that Redwell kept is gone. `make up` starts anew.")


def _logs(chosen: run.Run, _options: argparse.Namespace) -> None:
    files = sorted(map(str, chosen.log.glob("*.log")))
    if not files:
        raise NotPossible("There are no logs yet: Redwell has not been started here.")
    subprocess.run(["tail", "-n", "5", "-F", *files])


COMMANDS = {
    "prepare": _prepare,
    "up": _up,
    "start": _start,
    "restart": _restart,
    "down": _down,
    "reset": _reset,
    "logs": _logs,
}

if __name__ == "__main__":
    main()
