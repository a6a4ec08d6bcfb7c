"""A fresh stack to measure, and what it has used so far."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import kombu
import msgspec

from bench.cpu import busy, spent
from bench.people import Town
from contracts import topology
from contracts.topology import SERVICES
from deploy.local import ports
from deploy.local.run import REPOSITORY, Run
from firm import settings
from operations import memory
from operations.object_store import ObjectStore
from operations.provision import Stack
from operations.supervision import Supervisor

RUN = Run(REPOSITORY / ".run-bench", ports.from_base(8700))
_LOOK_EVERY = 0.1  # seconds


@contextmanager
def fresh() -> Iterator[None]:
    local = ("python", "-m", "deploy.local")
    command(*local, "reset")
    command(*local, "start", "--quiet")
    try:
        yield
    finally:
        command(*local, "reset")


def command(program: str, *arguments: str) -> None:
    """Run it for this stack; raises CalledProcessError when it fails."""
    own = {"REDWELL_RUN": str(RUN.folder), "REDWELL_PORT_BASE": str(RUN.ports.base)}
    line = [os.path.join(os.path.dirname(sys.executable), program), *arguments]
    subprocess.run(line, env={**os.environ, **own}, check=True, stdout=subprocess.DEVNULL)


def town() -> Town:
    return msgspec.convert(msgspec.json.decode(RUN.stack_file.read_bytes()), Town)


def object_store() -> ObjectStore:
    return msgspec.json.decode(RUN.stack_file.read_bytes(), type=Stack).s3


def amqp_url() -> str:
    return msgspec.json.decode(RUN.stack_file.read_bytes(), type=Stack).amqp


def database_url(service: str = "messaging") -> str:
    path = RUN.folder / "env" / f"{service}.env"
    return settings.read_environment_file(path)["REDWELL_DATABASE_URL"]


def firm_amqp_url(firm_id: str) -> str:
    path = RUN.folder / "firms" / f"{firm_id}.env"
    return settings.read_environment_file(path)["REDWELL_FIRM_AMQP_URL"]


def resident() -> dict[str, float]:
    """Megabytes by program, each with its children; shared pages are counted once."""
    return {name: memory.resident(pid) for name, pid in _programs().items()}


class Meter:
    """`bench.load.Meter` of the stack, with the program that watches over the others."""

    def used(self) -> dict[str, float]:
        by_program = {name: spent(pid) for name, pid in _programs().items()}
        own = spent(Supervisor(RUN.folder).rpc.getPID(), alone=True)
        return {**by_program, "supervisord": own, "machine": busy()}

    async def digested(self) -> float:
        """Until no event waits in a service's inbox, twice in a row: one may be on its way."""
        started, empty, since = time.monotonic(), 0, 0.0
        with kombu.Connection(amqp_url()) as connection:
            channel = connection.default_channel
            while empty < 2:
                waiting = sum(
                    channel.queue_declare(topology.inbox(service), passive=True).message_count
                    for service in SERVICES
                )
                empty = 0 if waiting else empty + 1
                since = since if empty > 1 else time.monotonic() - started
                await asyncio.sleep(_LOOK_EVERY)
        return round(since, 1)


def _programs() -> dict[str, int]:
    processes = Supervisor(RUN.folder).processes()
    return {name: each["pid"] for name, each in processes.items() if each["pid"]}
