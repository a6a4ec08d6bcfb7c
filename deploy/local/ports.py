"""Every port of a stack, as an offset from one base: the only place that names them."""

import dataclasses
import os
import socket

DEFAULT_BASE = 8000


@dataclasses.dataclass(frozen=True)
class Ports:
    """The defaults are the offsets. All of them listen on 127.0.0.1 only."""

    portal: int = 0
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


def from_base(base: int) -> Ports:
    return Ports(**{name: base + offset for name, offset in dataclasses.asdict(Ports()).items()})


def chosen() -> Ports:
    """From `REDWELL_PORT_BASE`."""
    return from_base(int(os.environ.get("REDWELL_PORT_BASE") or DEFAULT_BASE))


def taken(ports: Ports) -> list[int]:
    """Those on which another program listens already."""
    return sorted(port for port in dataclasses.astuple(ports) if not _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        # As servers do: what a connection of before still occupies counts as free.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
