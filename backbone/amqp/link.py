"""A service's connection to the broker: one greenlet reads it, and it comes back by itself."""

import contextlib
import time
from collections.abc import Callable
from typing import Any

import eventlet
from amqp.exceptions import AMQPError
from kombu import Connection
from kombu.exceptions import KombuError
from nameko import config
from nameko.extensions import Extension

from backbone import log
from backbone.amqp import lenient
from backbone.amqp.gathering import gather

# What a broken or refusing connection raises through py-amqp and kombu; a reset is an OSError.
ERRORS = (AMQPError, KombuError, OSError, eventlet.Timeout)
HEARTBEAT = 10
_OPEN_WITHIN = 15  # seconds, for all that is declared when the connection opens
_CLOSE_WITHIN = 2
_LONGEST_PAUSE = 3.0
_TICK = 0.5

lenient.read_anything()


class Link(Extension):  # type: ignore[misc]
    """Calls `on_open(channel)` after each connect, then reads until told to stop.

    Nothing here waits for the broker at the start: a service starts without it.
    """

    on_open: Callable[[Any], None]

    def __init__(self) -> None:
        self.blocked = False
        self._stopping = False

    def start(self) -> None:
        self._reader = self.container.spawn_managed_thread(self._run, identifier="link")

    def stop(self) -> None:
        """Close once what is still to be acked has been; deliveries not taken go back."""
        self._stopping = True
        self._reader.wait()

    def _run(self) -> None:
        pause = 0.1
        while not self._stopping:
            try:
                connection = self._connect()
                pause = 0.1
                self._read(connection)
            except ERRORS as error:
                log.get().warning("broker away", error=type(error).__name__, pause=pause)
                eventlet.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _connect(self) -> Connection:
        self.blocked = False
        connection = Connection(
            config["AMQP_URI"],
            heartbeat=HEARTBEAT,
            connect_timeout=5,
            transport_options={
                "write_timeout": HEARTBEAT,
                "on_blocked": self._on_blocked,
                "on_unblocked": self._on_unblocked,
            },
        )
        try:
            with eventlet.Timeout(_OPEN_WITHIN):
                connection.connect()
        except ERRORS:
            connection.collect()
            raise
        gather(connection.connection.transport)
        return connection

    def _read(self, connection: Connection) -> None:
        try:
            with eventlet.Timeout(_OPEN_WITHIN):
                channel = connection.channel()
                channel.auto_decode = False  # bodies stay the bytes that came
                self.on_open(channel)
            log.get().info("broker connected")
            while not self._stopping:
                self._read_for_a_tick(connection.connection)
        finally:
            self._close(connection)

    def _read_for_a_tick(self, opened: Any) -> None:
        """`opened`: py-amqp's own connection. The way to it through kombu, and the look at the
        heartbeat, would be taken with each message."""
        until = time.monotonic() + _TICK
        with contextlib.suppress(TimeoutError):  # nothing came
            while not self._stopping and time.monotonic() < until:
                opened.drain_events(timeout=_TICK)
        opened.heartbeat_tick()

    def _close(self, connection: Connection) -> None:
        if self._stopping:  # politely, so that the last acks arrive; a broken one would not answer
            with contextlib.suppress(*ERRORS), eventlet.Timeout(_CLOSE_WITHIN):
                connection.release()
        connection.collect()

    def _on_blocked(self, reason: str) -> None:
        self.blocked = True
        log.get().warning("broker takes no messages", reason=reason)

    def _on_unblocked(self) -> None:
        self.blocked = False


def ack(message: Any, *, multiple: bool = False) -> None:
    """Acknowledge, or let it be where the connection is gone: then the broker brings a copy.

    `multiple`: with all that came before it. An ack that meets a connection reset raises OSError,
    and worse while py-amqp takes the connection apart; that must never end the process.
    """
    try:
        message.channel.basic_ack(message.delivery_tag, multiple)
    except Exception as error:
        log.get().warning("ack lost", error=type(error).__name__)
