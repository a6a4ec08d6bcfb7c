"""Asks ClamAV's daemon, while the bytes go by (clamd(8), INSTREAM)."""

import contextlib
import os
import socket
import time
from typing import Literal
from urllib.parse import urlsplit

Verdict = Literal["clean", "not_checked", "virus"]

_AT_ONCE = 5.0  # seconds to connect
_FOR_A_CHUNK = 60.0
_LONGEST = 1024  # bytes of an answer
_CHUNK = 1024**2
# What it could not look into, or not wholly, is nothing that it has found.
_NOT_LOOKED_INTO = ("Heuristics.Limits.Exceeded", "Heuristics.Encrypted")


class Away(Exception):
    """Nobody answers where it should be."""


class Scan:
    """One stream. `address`: as of clamd's socket, `unix:/run/clamav/clamd.ctl` or `tcp://host:3310`.

    Raises Away. What goes wrong later ends as `not_checked`.
    """

    def __init__(self, address: str, within: float) -> None:
        self._until = time.monotonic() + within
        self._broken = False
        try:
            self._line = _connected(address)
            self._line.sendall(b"zINSTREAM\0")
        except OSError as error:
            raise Away("clamd does not answer") from error

    def feed(self, chunk: bytes) -> None:
        """Does nothing any more once clamd has had enough, or time is up."""
        for begin in range(0, len(chunk), _CHUNK):
            part = chunk[begin : begin + _CHUNK]
            self._send(len(part).to_bytes(4, "big") + part)

    def verdict(self) -> Verdict:
        """What it says of all that it was fed; waits for it."""
        self._send(bytes(4))
        with contextlib.closing(self._line):
            return _meaning(b"" if self._broken else self._answer())

    def close(self) -> None:
        self._line.close()

    def _send(self, data: bytes) -> None:
        left = self._until - time.monotonic()
        if self._broken or left <= 0:
            self._broken = True
            return
        self._line.settimeout(min(left, _FOR_A_CHUNK))
        try:
            self._line.sendall(data)
        except OSError:  # it hangs up when a stream is too long for it
            self._broken = True

    def _answer(self) -> bytes:
        answer = b""
        with contextlib.suppress(OSError):
            while b"\0" not in answer and len(answer) < _LONGEST:
                self._line.settimeout(max(0.001, self._until - time.monotonic()))
                if not (more := self._line.recv(_LONGEST)):
                    break
                answer += more
        return answer


def ask_version(address: str) -> str:
    """Which ClamAV it is, with the date of its database. Raises Away."""
    try:
        with contextlib.closing(_connected(address)) as line:
            line.sendall(b"zVERSION\0")
            return line.recv(_LONGEST).rstrip(b"\0\n").decode("utf-8", "replace")
    except OSError as error:
        raise Away("clamd does not answer") from error


def _connected(address: str) -> socket.socket:
    if address.startswith("unix:"):
        return _connected_here(*os.path.split(address.removeprefix("unix:")))
    where = urlsplit(address)
    return socket.create_connection((where.hostname or "", where.port or 3310), _AT_ONCE)


def _connected_here(folder: str, name: str) -> socket.socket:
    """Through a descriptor: the path of a Unix socket may have 107 bytes only."""
    descriptor = os.open(folder, os.O_PATH)
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(_AT_ONCE)
        line.connect(f"/proc/self/fd/{descriptor}/{name}")
    except OSError:
        line.close()
        raise
    finally:
        os.close(descriptor)
    return line


def _meaning(answer: bytes) -> Verdict:
    """`stream: OK`, `stream: <name> FOUND`, or an error."""
    said = answer.rstrip(b"\0\n").decode("utf-8", "replace").removeprefix("stream: ")
    if said == "OK":
        return "clean"
    if said.endswith(" FOUND") and not said.startswith(_NOT_LOOKED_INTO):
        return "virus"
    return "not_checked"
