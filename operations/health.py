"""Whether a part of the stack is healthy, proven by speaking to it."""

import contextlib
import json
import os
import smtplib
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import kombu
import msgspec
import psycopg

from operations.object_store import ObjectStore

PATIENCE = 3.0  # seconds for one probe


class NotHealthy(Exception):
    """What a part answered, or that it didn't."""


def probe(part: str, address: Any) -> None:
    """`address` as `stack.json` has it. Raises NotHealthy."""
    try:
        PROBES[part](address)
    except NotHealthy:
        raise
    except Exception as error:
        # Each client library has errors of its own; whichever it is, the part didn't answer.
        raise NotHealthy(f"{type(error).__name__}: {error}".splitlines()[0]) from error


def wait_for(parts: Mapping[str, Any], patience: float = 90.0) -> None:
    """Until all are healthy. Raises NotHealthy with the first one's last answer."""
    deadline = time.monotonic() + patience
    for part, address in parts.items():
        while True:
            try:
                probe(part, address)
                break
            except NotHealthy as error:
                if time.monotonic() > deadline:
                    raise NotHealthy(f"{part}: {error}") from error
            time.sleep(0.1)


def _amqp(url: str) -> None:
    with kombu.Connection(url, connect_timeout=PATIENCE) as connection:
        connection.ensure_connection(max_retries=1, timeout=PATIENCE)
        connection.default_channel.basic_qos(0, 1, False)


def _postgres(url: str) -> None:
    with psycopg.connect(url, connect_timeout=round(PATIENCE)) as connection:
        connection.execute("SELECT 1")


def _s3(access: Mapping[str, str]) -> None:
    msgspec.convert(access, ObjectStore).client("s3", PATIENCE).list_buckets()


def _files(url: str) -> None:
    """By way of the proxy to the store, which refuses what nobody has signed."""
    try:
        _http(f"{url}/?X-Amz-Signature=none")
    except urllib.error.HTTPError as error:
        if error.code not in (400, 403):
            raise


def _clamd(address: str) -> None:
    """Through a descriptor: the path of a Unix socket may have 107 bytes only."""
    folder, name = os.path.split(address.removeprefix("unix:"))
    descriptor = os.open(folder, os.O_PATH)
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as line:
        try:
            line.settimeout(PATIENCE)
            line.connect(f"/proc/self/fd/{descriptor}/{name}")
        finally:
            os.close(descriptor)
        line.sendall(b"zPING\0")
        if line.recv(16) != b"PONG\0":
            raise NotHealthy("does not answer as it should")


def _smtp(url: str) -> None:
    address = urlsplit(url)
    with smtplib.SMTP(address.hostname or "", address.port or 25, timeout=PATIENCE) as server:
        server.noop()


def _http(url: str) -> bytes:
    address = urlsplit(url)
    opener = urllib.request.build_opener()
    request = urllib.request.Request(url)  # noqa: S310 - our own address
    if address.username:
        handler = urllib.request.HTTPPasswordMgrWithPriorAuth()
        plain = url.replace(f"{address.username}:{address.password}@", "")
        handler.add_password(None, plain, address.username, address.password or "", True)
        opener.add_handler(urllib.request.HTTPBasicAuthHandler(handler))
        request = urllib.request.Request(plain)  # noqa: S310
    with opener.open(request, timeout=PATIENCE) as answer:
        body: bytes = answer.read()
        return body


def _mailbox(url: str) -> None:
    _http(f"{url}/api/healthz")


def _gateway(url: str) -> None:
    _http(f"{url}/v1/health")


def _ready(url: str) -> None:
    try:
        answer = json.loads(_http(f"{url}/v1/ready"))
    except urllib.error.HTTPError as error:  # 503 names the parts that are away
        answer = json.loads(error.read())
    if away := [part["name"] for part in answer["parts"] if part["state"] != "ready"]:
        raise NotHealthy(f"away: {', '.join(away)}")


def _rabbitmq_api(url: str) -> None:
    if json.loads(_http(f"{url}/health/checks/local-alarms"))["status"] != "ok":
        raise NotHealthy("an alarm is raised: it takes no messages")


PROBES: dict[str, Callable[[Any], object]] = {
    "amqp": _amqp,
    "postgres": _postgres,
    "s3": _s3,
    "files": _files,
    "clamd": _clamd,
    "smtp": _smtp,
    "mailbox": _mailbox,
    "rabbitmq_api": _rabbitmq_api,
    "gateway": _gateway,
    "ready": _ready,
}
