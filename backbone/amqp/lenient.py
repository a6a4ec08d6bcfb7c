"""Lets py-amqp read messages whose properties, headers or keys are not as it expects them.

A publisher may put anything there: bytes that are no UTF-8, a date in milliseconds, brackets
without end. py-amqp's own reading raises and takes the connection down, or the whole service; the
broker then brings the same message again, and the service would never get past it.
"""

import struct
from typing import Any

from amqp import abstract_channel, serialization

_strict_loads = serialization.loads


class _Text(bytes):
    """Bytes that decode whatever they hold."""

    def __getitem__(self, place: Any) -> Any:
        part = super().__getitem__(place)
        return _Text(part) if isinstance(part, bytes) else part

    def decode(self, *_: Any) -> str:
        return super().decode("utf-8", "replace")


def read_anything() -> None:
    """From now on improper text is read with replacement characters in it, headers as none."""
    serialization.pstr_t = _to_text
    serialization.loads = _headers
    abstract_channel.loads = _loads


def _to_text(value: bytes | str) -> str:
    return value if isinstance(value, str) else bytes(value).decode("utf-8", "replace")


def _loads(format: Any, buffer: Any, offset: int) -> Any:
    try:
        return _strict_loads(format, buffer, offset)
    except UnicodeDecodeError:
        return _strict_loads(format, _Text(buffer), offset)


def _headers(format: Any, buffer: Any, offset: int) -> Any:
    """The table of a message's headers; an empty one in place of one that cannot be read."""
    try:
        return _strict_loads(format, buffer, offset)
    except Exception:  # whatever it is, it must never stand in the way of other messages
        (length,) = struct.unpack_from(">I", buffer, offset)
        return [{}], offset + 4 + length
