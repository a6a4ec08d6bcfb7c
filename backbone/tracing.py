"""One trace from the browser to the last event, by the W3C `traceparent`."""

import re
import secrets
from contextvars import ContextVar

import structlog

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
_current: ContextVar[str] = ContextVar("traceparent", default="")


def start(traceparent: str | None = "") -> str:
    """Continue the given trace here, or begin a new one; log lines carry its id from now on."""
    match = _TRACEPARENT.fullmatch(traceparent or "")
    trace_id = match[1] if match else secrets.token_hex(16)
    here = f"00-{trace_id}-{secrets.token_hex(8)}-01"
    _current.set(here)
    structlog.contextvars.bind_contextvars(trace_id=trace_id)
    return here


def current() -> str:
    """The `traceparent` to send along, empty where nothing was started."""
    return _current.get()
