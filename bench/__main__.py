"""`python -m bench`: measures a fresh stack of its own, prints a table, writes .run-bench.json."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import kombu
import msgspec
import uvloop

from backbone import log
from bench import floors, portal, report
from bench.cpu import spent
from bench.people import Client, Town, open_matter, sign_in_all
from contracts import topology
from contracts.topology import SERVICES
from deploy.local import ports
from deploy.local.run import REPOSITORY, Run
from firm import settings
from firm.publisher import Publisher
from operations import memory
from operations.provision import Stack
from operations.supervision import Supervisor

RUN = Run(REPOSITORY / ".run-bench", ports.from_base(8700))
RESULT = REPOSITORY / ".run-bench.json"
FIRM = "bench"
SENDERS = 16
QUIET = 10.0  # seconds: what was started has settled by then


def main() -> None:
    log.configure("bench", "ERROR")  # that the echo service is still starting is no news
    with _fresh_stack():
        clients = _clients()
        time.sleep(QUIET)
        idle = _resident()
        found = uvloop.run(_measured(clients))
        found["rss_mb"] = report.memory(idle, _resident())
    RESULT.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
    print(report.table(found))
    print(f"\nWritten to {RESULT.relative_to(REPOSITORY)}.")


async def _measured(clients: list[Client]) -> report.Found:
    """Floors first; nothing else runs meanwhile but the stack."""
    sender, listener, *others = clients
    url = _town().portal
    database = settings.read_environment_file(RUN.folder / "env" / "messaging.env")
    database_url = database["REDWELL_DATABASE_URL"]
    _say("floors")
    floor = {
        "rpc": await floors.calls(_stack().amqp, database_url),
        "insert": await floors.inserts(database_url),
    }
    _say("delivery to an idle portal")
    delivery = {"idle": await portal.delivery(url, sender, listener)}
    _say("sending")
    send = await portal.send(url, others, _processor_time)
    _say("waiting until all of it has been digested")
    catch_up_s = _digested()
    _say("reading")
    read = await portal.read(url, others, _processor_time)
    _say("delivery beside 16 senders")
    delivery["busy"] = await portal.delivery(url, sender, listener, others)
    return {
        "floor": floor,
        "send": send,
        "read": read,
        "delivery": delivery,
        "catch_up_s": catch_up_s,
    }


def _clients() -> list[Client]:
    """Signed in: one who sends to one who listens in the same matter, and 16 in one each."""
    _say("signing in")
    _command("redwell", "firm", "add", FIRM, "--name", "Bench & Partners")
    places = {"sender": "shared", "listener": "shared"}
    places |= {f"client-{number}": f"own-{number}" for number in range(SENDERS)}
    access = settings.read_environment_file(RUN.folder / "firms" / f"{FIRM}.env")
    with Publisher(access["REDWELL_FIRM_AMQP_URL"], FIRM) as publisher:
        open_matter(publisher, "shared", ["sender", "listener"])
        for contact, matter in list(places.items())[2:]:
            open_matter(publisher, matter, [contact])
    return sign_in_all(_town(), FIRM, places)


@contextmanager
def _fresh_stack() -> Iterator[None]:
    _say("starting a stack")
    local = ("python", "-m", "deploy.local")
    _command(*local, "reset")
    _command(*local, "start", "--quiet")
    try:
        yield
    finally:
        _command(*local, "reset")


def _command(program: str, *arguments: str) -> None:
    own = {"REDWELL_RUN": str(RUN.folder), "REDWELL_PORT_BASE": str(RUN.ports.base)}
    command = [os.path.join(os.path.dirname(sys.executable), program), *arguments]
    subprocess.run(command, env={**os.environ, **own}, check=True, stdout=subprocess.DEVNULL)


def _stack() -> Stack:
    return msgspec.json.decode(RUN.stack_file.read_bytes(), type=Stack)


def _town() -> Town:
    return msgspec.convert(msgspec.json.decode(RUN.stack_file.read_bytes()), Town)


def _resident() -> dict[str, float]:
    """Megabytes by program, each with its children; shared pages are counted once."""
    processes = Supervisor(RUN.folder).processes()
    return {name: memory.resident(each["pid"]) for name, each in processes.items() if each["pid"]}


def _digested() -> float:
    """Wait until no event waits in a service's inbox; returns how many seconds that took."""
    started = time.monotonic()
    inboxes = [topology.inbox(service) for service in SERVICES]
    with kombu.Connection(_stack().amqp) as connection:
        channel = connection.default_channel
        while any(channel.queue_declare(each, passive=True).message_count for each in inboxes):
            time.sleep(0.5)
    return round(time.monotonic() - started, 1)


def _processor_time() -> dict[str, float]:
    """Seconds that each program and its children have used, except of those long gone."""
    processes = Supervisor(RUN.folder).processes()
    return {name: spent(each["pid"]) for name, each in processes.items() if each["pid"]}


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
