"""A broker channel on which every publish is confirmed, refused, or given up by a given moment.

kombu's own wait for the confirm has no such end: it starts its timeout anew with every heartbeat
frame, so under a memory alarm it waits for good; and a polite close waits for a broker that is not
answering. Here each frame is read against the clock and the connection is simply dropped. See
docs/decisions/0004-publish-against-the-clock.md.
"""

import ssl
import time
import urllib.parse
from typing import Any

import amqp
import kombu
from amqp.exceptions import (
    AMQPError,
    IrrecoverableChannelError,
    IrrecoverableConnectionError,
    RecoverableConnectionError,
)

# TCP connect, three frames of handshake, channel open, confirm select.
_STEPS_TO_CONNECT = 6


class NotPublished(Exception):
    """The broker did not confirm. `retryable`: the same event may simply be published again."""

    retryable = True


class Unroutable(NotPublished):
    """No queue takes such an event: Redwell never ran on this broker, or the queue is gone."""

    retryable = False


class Refused(NotPublished):
    """The broker forbids it: wrong password, another firm's prefix, a forged user, no exchange."""

    retryable = False


class ConfirmingChannel:
    """One connection with one channel in confirm mode; for one thread, one publish at a time.

    After any NotPublished but Unroutable the channel is of no use any more: close it.
    """

    def __init__(self, amqp_url: str, *, heartbeat: int, until: float) -> None:
        """Connect by `until` (seconds of time.monotonic); raises NotPublished or Refused."""
        self._acked = self._returned = self._blocked = False
        self._connection: Any = None
        try:
            self._open(amqp_url, heartbeat, _left(until) / _STEPS_TO_CONNECT)
        except (AMQPError, OSError) as error:
            self.close()
            raise translated(error) from error

    def publish(self, body: bytes, *, exchange: str, key: str, until: float, **props: Any) -> None:
        """Return once the broker has safely queued the message; raises NotPublished by `until`."""
        self._acked = self._returned = False
        try:
            message = amqp.Message(body, delivery_mode=2, **props)
            self._channel.basic_publish(
                message, exchange, key, mandatory=True, timeout=_left(until)
            )
            while not self._acked:
                self._connection.blocking_read(_left(until))
        except TimeoutError as error:
            raise NotPublished(self._why_silent()) from error
        except (AMQPError, OSError) as error:
            raise translated(error) from error
        if self._returned:
            raise Unroutable(f"No queue takes '{key}' from the exchange '{exchange}'.")

    def close(self) -> None:
        """Drop the connection without a word."""
        if self._connection is not None:
            self._connection.collect()

    def _open(self, amqp_url: str, heartbeat: int, patience: float) -> None:
        self._connection = connected(amqp_url, heartbeat, patience)
        self._connection.on_blocked = self._on_blocked
        self._connection.on_unblocked = self._on_unblocked
        self._channel = self._connection.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)

    def _why_silent(self) -> str:
        if self._blocked:
            return "The broker is short of memory or disk and takes nothing right now."
        return "The broker does not answer."

    def _on_ack(self, _tag: int, _multiple: bool) -> None:
        self._acked = True

    def _on_nack(self, _tag: int, _multiple: bool) -> None:
        raise RecoverableConnectionError("the queue could not take it")

    def _on_return(self, *_: Any) -> None:
        self._returned = True  # the acknowledgement follows it

    def _on_blocked(self, _reason: str) -> None:
        self._blocked = True

    def _on_unblocked(self) -> None:
        self._blocked = False


def connected(amqp_url: str, heartbeat: int, patience: float) -> Any:
    """An open connection (of py-amqp), where no single step may take over `patience` seconds.

    By `amqps` the broker's certificate is checked, and that it is of the host that was asked for.
    """
    address = urllib.parse.urlsplit(amqp_url)
    client = kombu.Connection(
        amqp_url,
        ssl={"server_hostname": address.hostname} if address.scheme == "amqps" else None,
        heartbeat=heartbeat,
        connect_timeout=patience,
        transport_options={"read_timeout": patience, "write_timeout": patience},
    )
    return client.transport.establish_connection()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def translated(error: Exception) -> NotPublished:
    """What the broker, or the way to it, answered, in words and by whether trying again helps."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Refused(f"The broker's certificate does not hold: {error.verify_message}")
    if isinstance(error, IrrecoverableChannelError | IrrecoverableConnectionError):
        return Refused(f"The broker refuses: {error}")
    return NotPublished(f"The broker cannot be reached: {error or 'no answer'}")
