"""Lets py-amqp read messages whose properties or keys are no proper UTF-8.

A publisher may put any bytes there. py-amqp's own reading raises and takes the connection down; the
broker then brings the same message again, and the service would never get past it.
"""

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
    """From now on improper text is read with replacement characters in it."""
    serialization.pstr_t = _to_text
    abstract_channel.loads = _loads


def _to_text(value: bytes | str) -> str:
    return value if isinstance(value, str) else bytes(value).decode("utf-8", "replace")


def _loads(format: Any, buffer: Any, offset: int) -> Any:
    try:
        return _strict_loads(format, buffer, offset)
    except UnicodeDecodeError:
        return _strict_loads(format, _Text(buffer), offset)
