"""Real parts for tests: a database and a virtual host each, and services as real processes."""

import contextlib
import dataclasses
import datetime
import functools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import amqp
import httpx
import kombu
import psycopg
from psycopg import sql

from backbone import migrations
from backbone.ask import ask
from contracts import topology
from contracts.calls.operations import CheckHealth, Health
from contracts.errors import Unavailable
from contracts.events import Event, encode
from contracts.events.envelope import CONTENT_TYPE

T = TypeVar("T")
REPOSITORY = pathlib.Path(__file__).parent.parent
_undo: list[Callable[[], object]] = []


@functools.cache
def stack() -> dict[str, Any]:
    """The addresses of the running test stack, from its `stack.json`."""
    run = os.environ.get("REDWELL_TEST_RUN") or REPOSITORY / ".run-test"
    found: dict[str, Any] = json.loads((pathlib.Path(run) / "stack.json").read_text())
    return found


def fresh_database(service: str) -> str:
    """The address of a new, migrated database for `service`; gone after `clean_up`."""
    name = f"test_{uuid.uuid4().hex[:16]}"
    _administer(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(_template(service))
        )
    )
    _undo.append(functools.partial(_drop, name))
    return _address(name)


def firm_url(amqp_url: str, firm_id: str) -> str:
    """`amqp_url` as the firm's own broker user, with the rights that a firm has."""
    parts = urllib.parse.urlsplit(amqp_url)
    user, password = topology.firm_user(firm_id), uuid.uuid4().hex
    access = f"{parts.path[1:]}/{user}"
    management("PUT", f"/users/{user}", {"password": password, "tags": ""})
    _undo.append(functools.partial(management, "DELETE", f"/users/{user}"))
    rights = {"configure": "^$", "write": "^firm$", "read": rf"^firm\.{firm_id}$"}
    management("PUT", f"/permissions/{access}", rights)
    topic = {"exchange": topology.FIRM, "write": rf"^{firm_id}\.", "read": ".*"}
    management("PUT", f"/topic-permissions/{access}", topic)
    return parts._replace(netloc=f"{user}:{password}@{parts.hostname}:{parts.port}").geturl()


def publish(amqp_url: str, exchange: str, routing_key: str, body: bytes, **properties: Any) -> None:
    """Publish one message exactly so, and wait for the broker's confirm."""
    with kombu.Connection(amqp_url, transport_options={"confirm_publish": True}) as connection:
        message = amqp.Message(body, **properties)
        connection.channel().basic_publish(message, exchange, routing_key, mandatory=True)


def send_event(amqp_url: str, firm_id: str, event: Event, event_id: str = "") -> str:
    """Publish the event as the firm itself does (see `firm_url`); returns the event's id."""
    event_id = event_id or uuid.uuid4().hex
    now = datetime.datetime.now(datetime.UTC)
    body = encode(event, id=event_id, source="test", firm_id=firm_id, time=now)
    own = {"user_id": topology.firm_user(firm_id)} if event.exchange == topology.FIRM else {}
    key = topology.routing_key(firm_id, event.type)
    publish(amqp_url, event.exchange, key, body, content_type=CONTENT_TYPE, **own)
    return event_id


def fresh_vhost() -> str:
    """The AMQP address of a new, empty virtual host; gone after `clean_up`."""
    name = f"test-{uuid.uuid4().hex[:16]}"
    user = urllib.parse.urlsplit(stack()["amqp"]).username
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    management("PUT", f"/vhosts/{name}")
    _undo.append(functools.partial(management, "DELETE", f"/vhosts/{name}"))
    management("PUT", f"/permissions/{name}/{user}", everything)
    return f"{stack()['amqp'].rstrip('/')}/{name}"


def management(method: str, path: str, body: object = None) -> Any:
    """A request to the broker's management API, as administrator."""
    address = httpx.URL(stack()["rabbitmq_api"])
    reply = httpx.request(method, f"{address}{path}", json=body, timeout=30)
    reply.raise_for_status()
    return reply.json() if reply.content else None


@dataclasses.dataclass(frozen=True)
class Running:
    """A process of ours. What it logged is shown by pytest beside a failure."""

    process: subprocess.Popen[bytes]
    log: pathlib.Path

    def lines(self) -> list[dict[str, Any]]:
        """What it has logged so far."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line[:1] == "{"]


@contextlib.contextmanager
def running(
    service: str, database_url: str, amqp_url: str, **settings: object
) -> Iterator[Running]:
    """The service as a real process that answers calls: `running("notify", …, alert_delay=0.2)`.

    `service` is a name, or the full name of the module that holds one (and is named like it).
    """
    own = {"amqp_url": amqp_url, "database_url": database_url, **settings}
    with _process("backbone.run", [service], own) as process:
        name = service.rpartition(".")[2]
        wait_for(lambda: answers(process, amqp_url, name), within=90)
        yield process


@contextlib.contextmanager
def running_relay(amqp_url: str, *database_urls: str, **settings: object) -> Iterator[Running]:
    """A relay as a real process, for these databases."""
    own = {"amqp_url": amqp_url, "databases": " ".join(database_urls), **settings}
    with _process("backbone.relay", [], own) as process:
        yield process


def answers(running: Running, amqp_url: str, service: str) -> bool:
    """Whether the service answers calls by now; raises when its process has ended."""
    assert running.process.poll() is None, f"{service} ended with {running.process.returncode}"
    with contextlib.suppress(Unavailable):
        ask(amqp_url, service, "check_health", CheckHealth(), Health, deadline=1)
        return True
    return False


def wait_for(condition: Callable[[], T], within: float = 30.0) -> T:
    """The first truthy value of `condition`; raises AssertionError when none came in time."""
    until = time.monotonic() + within
    while not (found := condition()):
        if time.monotonic() > until:
            raise AssertionError(f"Nothing came of it within {within} s.")
        time.sleep(0.02)
    return found


def clean_up() -> None:
    """Remove every database and virtual host that was made here."""
    while _undo:
        with contextlib.suppress(psycopg.Error, httpx.HTTPError):
            _undo.pop()()


@contextlib.contextmanager
def _process(module: str, arguments: list[str], settings: dict[str, object]) -> Iterator[Running]:
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


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@functools.cache
def _template(service: str) -> str:
    """A migrated database to copy: migrations run once per service and test run."""
    name = f"template_{uuid.uuid4().hex[:16]}"
    _administer(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    _undo.insert(0, functools.partial(_drop, name))
    migrations.upgrade(service, _address(name))
    return name


def _address(database: str) -> str:
    superuser = urllib.parse.urlsplit(str(stack()["postgres"]))
    return superuser._replace(path=f"/{database}").geturl()


def _drop(database: str) -> None:
    _administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _administer(statement: sql.Composed) -> None:
    with psycopg.connect(stack()["postgres"], autocommit=True) as connection:
        connection.execute(statement)
