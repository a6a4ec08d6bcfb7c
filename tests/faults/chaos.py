"""The ways in which parts of the stack fail here: killed, stopped, short of memory."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import httpx
import psycopg

from backbone.testing import wait_for
from contracts.topology import SERVICES
from firm.settings import read_environment_file
from operations import memory
from operations.supervision import Supervisor
from tests.own_stack import Stack

RABBITMQCTL = "/usr/lib/rabbitmq/bin/rabbitmqctl"
STOPPED_FOR = 20.0  # seconds
ALARM_FOR = 8.0

Fault = Callable[[Stack], None]


def killed(name: str) -> Fault:
    """SIGKILL for the program and all its processes; it must come back by itself."""

    def kill(stack: Stack) -> None:
        pid = stack.pids()[name]
        for each in memory.family(pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        wait_for(lambda: _runs_anew(stack, name, pid), within=60)

    kill.__name__ = f"{name} killed"
    return kill


def database_killed(stack: Stack) -> None:
    """SIGKILL for PostgreSQL and all its processes; it must recover by itself."""
    killed("postgres")(stack)
    wait_for(lambda: _takes_connections(stack), within=60)


def broker_stopped(stack: Stack) -> None:
    """SIGSTOP for the broker: connections stay open and nothing answers any more."""
    pid = stack.pids()["rabbitmq"]
    os.kill(pid, signal.SIGSTOP)
    try:
        time.sleep(STOPPED_FOR)  # the fault itself, not a wait for anything
    finally:
        os.kill(pid, signal.SIGCONT)


def broker_short_of_memory(stack: Stack) -> None:
    """A memory alarm: the broker reads nothing more from whoever publishes."""
    with memory_alarm(stack):
        time.sleep(ALARM_FOR)  # the fault itself


@contextlib.contextmanager
def memory_alarm(stack: Stack) -> Iterator[None]:
    _control(stack, "set_vm_memory_high_watermark", "absolute", "10MB")
    try:
        wait_for(lambda: _alarmed(stack), within=20)
        yield
    finally:
        _control(stack, "set_vm_memory_high_watermark", "absolute", "1GB")


FAULTS: list[Fault] = [
    *map(killed, (*SERVICES, "files-worker", "seaweedfs", "relay", "gateway", "rabbitmq")),
    broker_stopped,
    broker_short_of_memory,
]


def _runs_anew(stack: Stack, name: str, old: int) -> bool:
    process = Supervisor(stack.run.folder).processes()[name]
    return bool(process["statename"] == "RUNNING" and process["pid"] != old)


def _takes_connections(stack: Stack) -> bool:
    try:
        psycopg.connect(stack.addresses["postgres"]).close()
    except psycopg.OperationalError:
        return False
    return True


def _alarmed(stack: Stack) -> bool:
    api = stack.addresses["rabbitmq_api"]
    return httpx.get(f"{api}/health/checks/local-alarms", timeout=20).is_error


def _control(stack: Stack, *arguments: str) -> None:
    node = read_environment_file(stack.run.folder / "env" / "rabbitmq.env")
    subprocess.run(
        [RABBITMQCTL, *arguments],
        env={**os.environ, **node},
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=60,
    )
