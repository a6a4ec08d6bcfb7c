"""Sends what several greenlets write at about the same time in one go, and reads ahead.

py-amqp makes a system call per frame written and three per frame read. With an ack and an answer
per call those were the larger part of what a call cost.
"""

import contextlib
import socket
from typing import Any

import eventlet
from amqp.transport import TCPTransport

_READ_AHEAD = 65536


def gather(transport: Any) -> None:
    """Take over the socket of a transport that has just connected; TLS is left as it is."""
    if isinstance(transport, TCPTransport):
        transport._write = _Gathering(transport.sock).write
        # py-amqp keeps what it did not ask for, for its next read.
        transport._quick_recv = lambda _: transport.sock.recv(_READ_AHEAD)


class _Gathering:
    def __init__(self, sock: Any) -> None:
        self._socket = sock
        self._frames: list[bytes] = []
        self._sending = False

    def write(self, frame: Any) -> None:
        self._frames.append(bytes(frame))  # the caller uses its buffer again
        if not self._sending:
            self._sending = True
            eventlet.spawn_n(self._send)

    def _send(self) -> None:
        try:
            while self._frames:
                together = b"".join(self._frames)
                self._frames = []
                self._socket.sendall(together)
        except OSError:
            # Whoever reads the connection finds out that it is over.
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        finally:
            self._sending = False
