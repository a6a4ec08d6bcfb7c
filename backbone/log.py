"""Structured logs: one JSON object a line, with trace id, firm and event id, never content.

A request has its one line at the gateway; what the services did of it is told at DEBUG.

Exceptions are logged as their type and the places they passed, without their message: it may quote
what a person wrote.
"""

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

import msgspec
import psycopg
import structlog
from structlog.typing import EventDict, WrappedLogger

from backbone import tracing

_FRAMES = 12
# One for all: it is put together once, not for each line.
_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


def configure(service: str, level: str = "INFO") -> None:
    """Log to standard output as `service`, and take what libraries warn of along."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _name(service),
            _explain,
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.BytesLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[_Forward(logging.WARNING)], level=logging.WARNING, force=True)


def get() -> structlog.typing.FilteringBoundLogger:
    return _log


def bind(*, traceparent: str = "", **ids: str) -> None:
    """Begin a piece of work: its lines carry the trace and these ids, and nothing from before."""
    structlog.contextvars.clear_contextvars()
    tracing.start(traceparent)
    structlog.contextvars.bind_contextvars(**ids)


def cause(error: BaseException) -> dict[str, Any]:
    """What may be said of an exception: its type, the database's code, and where it passed."""
    facts: dict[str, Any] = {"error": type(error).__name__}
    origin = getattr(error, "orig", None) or error
    if isinstance(origin, psycopg.Error):
        facts |= {"sqlstate": origin.sqlstate, "constraint": origin.diag.constraint_name}
    return facts | {"frames": _frames(error.__traceback__)}


def _frames(trace: TracebackType | None) -> list[str]:
    steps = traceback.extract_tb(trace)[-_FRAMES:]
    return [f"{step.filename}:{step.lineno} {step.name}" for step in steps]


def _name(service: str) -> structlog.typing.Processor:
    def add(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
        return {"service": service, **line}

    return add


def _explain(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    return {**line, **cause(error)} if isinstance(error, BaseException) else line


def _json(line: EventDict, **_: Any) -> bytes:
    return msgspec.json.encode(line, enc_hook=str)


class _Forward(logging.Handler):
    """Library messages go out without their arguments, which may hold content or secrets."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        get().log(record.levelno, str(record.msg), logger=record.name, exc_info=error)
