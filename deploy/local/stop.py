"""Ends the stack, and forgets what it kept. Standard library only: works without the rest."""

import contextlib
import pathlib
import shutil
import socket
import time
from collections.abc import Collection

from deploy.local import processes
from deploy.local.announce import NotPossible
from deploy.local.run import Run
from operations.supervision import Supervisor

INFRASTRUCTURE = {"epmd", "rabbitmq", "postgres", "seaweedfs", "mailbox", "nginx", "clamd"}


def stop(run: Run) -> bool:
    """Redwell's programs first, so that each can finish; whether anything was running."""
    found = bool(processes.of_stack(run.folder))
    supervisor = Supervisor(run.folder)
    if supervisor.alive():
        supervisor.stop(set(supervisor.processes()) - INFRASTRUCTURE)
        supervisor.stop(INFRASTRUCTURE - {"epmd"})
        supervisor.shut_down()
        _await_end(run)
    processes.end(run.folder)
    _remove_sockets(run)
    return found


def stop_all_but(run: Run, names: Collection[str]) -> None:
    """What ran before goes on; with none left, the supervisor ends too."""
    supervisor = Supervisor(run.folder)
    if not names:
        stop(run)
    elif supervisor.alive():
        supervisor.stop(set(supervisor.processes()) - set(names))


def forget(run: Run) -> None:
    """Data, logs, secrets: the next start is the first one. Raises NotPossible."""
    run.require_own()
    stop(run)
    try:
        shutil.rmtree(run.folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise NotPossible(f"{error.filename} cannot be removed: {error.strerror}.") from error


def _await_end(run: Run) -> None:
    deadline = time.monotonic() + 10
    while processes.of_stack(run.folder) and time.monotonic() < deadline:
        time.sleep(0.05)


def _remove_sockets(run: Run) -> None:
    """SeaweedFS makes them in /tmp, whatever it is told, and leaves them there.

    One on which somebody listens is of another stack on the same ports.
    """
    for name, port in vars(run.ports).items():
        if name.startswith(("s3", "weed")):
            for path in pathlib.Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                _remove_if_dead(path)


def _remove_if_dead(path: pathlib.Path) -> None:
    with contextlib.suppress(FileNotFoundError), socket.socket(socket.AF_UNIX) as attempt:
        try:
            attempt.settimeout(1)
            attempt.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
        except OSError:  # it may be alive, or another user's
            return
