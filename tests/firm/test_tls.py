"""A broker on another machine is spoken to by TLS, once it has shown that it is that machine."""

import contextlib
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.events.matters import MatterOpened
from firm.publisher import NotPublished, Publisher
from operations.provision import FirmAccess, Stack
from tests.firm.conftest import waiting_in

OPENED = MatterOpened(matter_id="m-1", title="Alvarez v. Lakeside")


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """One for the host, signed by itself, and its key."""
    made = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", f"/CN={host}", "-addext"]
    command += [f"subjectAltName=DNS:{host}", "-out", str(made[0]), "-keyout", str(made[1])]
    subprocess.run(command, check=True, capture_output=True)
    return made


@contextlib.contextmanager
def ending_tls(context: ssl.SSLContext, target: int) -> Iterator[int]:
    """The port of what ends TLS and passes all on to the broker's port, as a proxy does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, context, target), daemon=True).start()
        yield listener.getsockname()[1]


def _accept(listener: socket.socket, context: ssl.SSLContext, target: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            near, _ = listener.accept()
            with contextlib.suppress(ssl.SSLError):
                secure = context.wrap_socket(near, server_side=True)
                far = socket.create_connection(("127.0.0.1", target))
                for one, other in ((secure, far), (far, secure)):
                    threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := one.recv(65536):
            other.sendall(chunk)


@pytest.mark.parametrize(
    ("host", "trusted", "arrives"),
    [("localhost", True, True), ("localhost", False, False), ("elsewhere.example", True, False)],
)
def test_only_the_broker_that_was_asked_for_is_spoken_to(
    place: Stack,
    firm: FirmAccess,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    trusted: bool,
    arrives: bool,
) -> None:
    chain, key = certificate(tmp_path, host)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    url = urllib.parse.urlsplit(firm.firm_amqp_url)
    with ending_tls(context, url.port or 0) as port:
        by_tls = url._replace(scheme="amqps", netloc=url.netloc.replace(f":{url.port}", f":{port}"))
        started = time.monotonic()
        with Publisher(by_tls.geturl(), firm.firm_id) as publisher:
            if arrives:
                publisher.send(OPENED)
            else:
                with pytest.raises(NotPublished, match="certificate"):
                    publisher.send(OPENED, deadline=20.0)
                assert time.monotonic() - started < 15.0
    assert bool(waiting_in(place, "matters.inbox")) == arrives
