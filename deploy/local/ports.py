"""Every port of a stack, as an offset from one base: the only place that names them."""

import dataclasses
import os

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
