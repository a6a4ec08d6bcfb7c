"""Every port of a stack, as an offset from one base: the only place that names them."""

import dataclasses
import errno
import os
import socket
from collections.abc import Collection

DEFAULT_BASE = 8000
VARIABLE = "REDWELL_PORT_BASE"
# `localhost` leads to either.
LOOPBACKS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


class NoBase(ValueError):
    """What was asked for is no number from which a stack can count; the message says why."""


@dataclasses.dataclass(frozen=True)
class Ports:
    """The defaults are the offsets. All of them listen on the loopback only."""

    portal: int = 0
    files: int = 10
    mailbox: int = 25
    smtp: int = 26
    s3: int = 33
    postgres: int = 54
    epmd: int = 69
    amqp: int = 72
    rabbitmq_api: int = 73
    erlang: int = 74
    weed_master: int = 80
    weed_volume: int = 81
    weed_filer: int = 82
    weed_admin: int = 83
    weed_master_grpc: int = 84
    weed_volume_grpc: int = 85
    weed_filer_grpc: int = 86
    weed_s3_grpc: int = 87
    weed_admin_grpc: int = 88

    @property
    def base(self) -> int:
        return self.portal


OFFSETS = dataclasses.asdict(Ports())
LOWEST = 1024  # below it only the system's own programs may listen
HIGHEST = 65535 - max(OFFSETS.values())


def from_base(base: int) -> Ports:
    return Ports(**{name: base + offset for name, offset in OFFSETS.items()})


def asked() -> int | None:
    """The base in `REDWELL_PORT_BASE`, or None where it says nothing; raises NoBase."""
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and LOWEST <= int(text[:6]) <= HIGHEST):
        wanted = f"a whole number from {LOWEST} to {HIGHEST}, for example 9000"
        raise NoBase(f"{VARIABLE} is {text[:40]!r}, and must be {wanted}.")
    return int(text)


def taken(ports: Ports, ours: Collection[int]) -> list[int]:
    """Those on which a program listens already, less `ours`."""
    return sorted(port for port in dataclasses.astuple(ports) if not _is_free(port, ours))


def _is_free(port: int, ours: Collection[int]) -> bool:
    return port in ours or all(_can_listen(*where, port) for where in LOOPBACKS)


def _can_listen(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family) as attempt:
            # As servers do: what a connection of before still occupies counts as free.
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind((host, port))
    except OSError as error:
        return error.errno != errno.EADDRINUSE  # anything else: there is no such loopback here
    return True
