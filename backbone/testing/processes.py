"""Services and relays as the real processes that they are."""

import contextlib
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from backbone.calls.asking import ask
from backbone.testing.parts import REPOSITORY
from backbone.testing.waiting import wait_for
from contracts.calls.operations import CheckHealth
from contracts.errors import Unavailable


@dataclasses.dataclass(frozen=True)
class Running:
    """A process of ours. What it logged is shown by pytest beside a failure."""

    process: subprocess.Popen[bytes]
    log: pathlib.Path

    def lines(self) -> list[dict[str, Any]]:
        """What it has logged so far."""
        whole = [line for line in self.log.open() if line[:1] == "{" and line[-1:] == "\n"]
        return [json.loads(line) for line in whole]


@contextlib.contextmanager
def running(
    service: str, database_url: str, amqp_url: str, **settings: object
) -> Iterator[Running]:
    """The service as a real process that answers calls: `running("notify", …, alert_delay=0.2)`.

    `service` is a name, or the full name of the module that holds one (and is named like it).
    """
    own = {"amqp_url": amqp_url, "database_url": database_url, **settings}
    with running_program("backbone.run", service, **own) as process:
        name = service.rpartition(".")[2]
        wait_for(lambda: answers(process, amqp_url, name), within=90)
        yield process


@contextlib.contextmanager
def running_relay(amqp_url: str, *database_urls: str, **settings: object) -> Iterator[Running]:
    """A relay as a real process, for these databases."""
    own = {"amqp_url": amqp_url, "databases": " ".join(database_urls), **settings}
    with running_program("backbone.outbox.relay", **own) as process:
        yield process


@contextlib.contextmanager
def running_program(module: str, *arguments: str, **settings: object) -> Iterator[Running]:
    """`python -m module …` with these settings in its environment, until the block ends."""
    environment = {f"REDWELL_{name.upper()}": str(value) for name, value in settings.items()}
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [sys.executable, "-m", module, *arguments],
                cwd=REPOSITORY,
                env={**os.environ, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            yield Running(process, log)
        finally:
            _end(process)
            print("".join(log.open().readlines()[-200:]))  # pytest shows it beside a failure


def answers(running: Running, amqp_url: str, service: str) -> bool:
    """Whether the service answers calls and hears events; raises when its process has ended."""
    assert running.process.poll() is None, f"{service} ended with {running.process.returncode}"
    with contextlib.suppress(Unavailable):
        return ask(amqp_url, CheckHealth(), of=service, deadline=1).listening
    return False


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
