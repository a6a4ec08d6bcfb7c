"""The gateway as a real process, as gunicorn runs it in production."""

import contextlib
import dataclasses
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

import httpx

from backbone import testing

CONFIGURATION = ["-c", "gateway/gunicorn.conf.py", "gateway.app:app"]
FILES_URL = "http://files.localhost"  # where nothing is looked for
COMMAND = [sys.executable, "-m", "gunicorn", *CONFIGURATION]


@dataclasses.dataclass
class Gateway:
    """The gateway as gunicorn runs it."""

    url: str
    process: "subprocess.Popen[bytes]"
    log: pathlib.Path

    def lines(self, event: str = "") -> list[dict[str, Any]]:
        """What it has logged so far; of one kind when named."""
        found = [json.loads(line) for line in self.log.read_text().splitlines() if line[:1] == "{"]
        return [line for line in found if event in ("", line["event"])]

    def workers(self) -> set[int]:
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(pid) for pid in children.read_text().split()}

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


@contextlib.contextmanager
def running_gateway(amqp_url: str, **settings: object) -> Iterator[Gateway]:
    """The gateway alone, alive: gunicorn with its own configuration on a free port."""
    port = _free_port()
    url = f"http://localhost:{port}"
    own: dict[str, object] = {"amqp_url": amqp_url, "public_url": url, "files_url": FILES_URL}
    own |= {"bind": f"127.0.0.1:{port}", "workers": 2} | settings
    environment = {f"REDWELL_{name.upper()}": str(value) for name, value in own.items()}
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                COMMAND,
                cwd=testing.REPOSITORY,
                env={**os.environ, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            testing.wait_for(lambda: _alive(process, url), within=90)
            yield Gateway(url, process, log)
        finally:
            process.terminate()
            process.wait(timeout=30)
            print(log.read_text())  # pytest shows it where a test failed


def _alive(process: "subprocess.Popen[bytes]", url: str) -> bool:
    assert process.poll() is None, f"The gateway ended with {process.returncode}"
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"{url}/v1/health").status_code == 200
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
