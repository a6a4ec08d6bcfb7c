"""Ends the stack, and forgets what it kept. Standard library only: works without the rest."""

import pathlib
import shutil
import time

from deploy.local import processes
from deploy.local.run import Run
from operations.supervision import Supervisor

INFRASTRUCTURE = {"epmd", "rabbitmq", "postgres", "seaweedfs", "mailbox"}

# Where SeaweedFS has gRPC beside HTTP, when it isn't told.
GRPC = 10000


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


def stop_programs(run: Run) -> None:
    """Redwell's own programs only."""
    supervisor = Supervisor(run.folder)
    supervisor.stop(set(supervisor.processes()) - INFRASTRUCTURE)


def forget(run: Run) -> None:
    """Data, logs, secrets: the next start is the first one."""
    stop(run)
    shutil.rmtree(run.folder, ignore_errors=True)


def _await_end(run: Run) -> None:
    deadline = time.monotonic() + 10
    while processes.of_stack(run.folder) and time.monotonic() < deadline:
        time.sleep(0.05)


def _remove_sockets(run: Run) -> None:
    """SeaweedFS makes them in /tmp, whatever it is told, and leaves them there."""
    weed = [port for name, port in vars(run.ports).items() if name.startswith(("s3", "weed"))]
    for port in [*weed, run.ports.weed_admin + GRPC]:
        for socket in pathlib.Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
            socket.unlink(missing_ok=True)
