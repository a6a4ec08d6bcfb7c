"""One program that supervisord keeps running."""

import dataclasses
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, kw_only=True)
class Program:
    """`infrastructure`: started first, and alone by `up --infrastructure`."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    stop_signal: str = "TERM"
    stop_seconds: int = 15
    infrastructure: bool = False
