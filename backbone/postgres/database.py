"""Engines and sessions, set up so that nothing waits for ever and no log shows a parameter."""

from typing import Any

import psycopg
import sqlalchemy
from sqlalchemy import exc
from sqlalchemy.engine import URL, Engine
from sqlalchemy.orm import Session, sessionmaker

_OPTIONS = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "jit": "off",  # it takes 30 ms to spare one, where the planner thinks a statement long
        "timezone": "UTC",  # moments leave as they are kept, wherever the server stands
        "statement_timeout": 10_000,  # milliseconds
        "lock_timeout": 5_000,
        "idle_in_transaction_session_timeout": 60_000,
    }.items()
)
# What only reads is planned once, and not anew for each execution from some table sizes on. Not so
# what changes something: it often needs to know a parameter, as for an index of some states alone.
_READING = " -c default_transaction_read_only=on -c plan_cache_mode=force_generic_plan"
# The server or the way to it is gone or going: classes 08, 53 and 57P of PostgreSQL's appendix A.
_AWAY = ("08", "53", "57P")
# What somebody else held it up for, and the next try may get: classes 40, 55 and 57 there.
_HELD_UP = ("40", "55P03", "57014")


def engine_for(url: str | URL, pool_size: int = 10, *, reading: bool = False) -> Engine:
    """An engine on `postgresql://…`; statements end after 10 s, waits for a lock after 5 s.

    `reading`: on its connections nothing can be changed, and no statement is part of a transaction.
    A connection that broke while idle is found out by its first use, and all others with it.
    """
    return sqlalchemy.create_engine(
        driver_url(url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        pool_use_lifo=True,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT" if reading else None,
        skip_autocommit_rollback=reading,  # nor is there one to end
        connect_args={
            "options": _OPTIONS + _READING if reading else _OPTIONS,
            "connect_timeout": 5,
            # A host that vanishes without a word is given up after 15 s, sending or waiting.
            "tcp_user_timeout": 15_000,  # milliseconds
            "keepalives_idle": 5,
            "keepalives_interval": 5,
            "keepalives_count": 2,
            "cursor_factory": _Cursor,
        },
    )


class _Cursor(psycopg.Cursor[Any]):
    """Describes columns by name and type alone: all that SQLAlchemy uses.

    It asks for every result's; psycopg's own answer takes a tenth of a short statement's time.
    """

    @property
    def description(self) -> Any:
        result = self.pgresult
        if not result or not result.nfields:
            return super().description
        names = [(result.fname(n) or b"").decode() for n in range(result.nfields)]
        return [(name, result.ftype(n), *_UNTOLD) for n, name in enumerate(names)]


_UNTOLD = (None,) * 5  # the rest of what PEP 249 has


def driver_url(url: str | URL) -> URL:
    """The same address for SQLAlchemy, by way of psycopg 3."""
    return sqlalchemy.make_url(url).set(drivername="postgresql+psycopg")


def sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


def is_away(error: BaseException) -> bool:
    """Whether the database could not be reached, as against having refused something."""
    if isinstance(error, exc.TimeoutError):
        return True
    if not isinstance(error, exc.DBAPIError):
        return False
    code = getattr(error.orig, "sqlstate", None)
    if code is None:
        return isinstance(error.orig, (psycopg.OperationalError, psycopg.InterfaceError))
    return bool(code.startswith(_AWAY))


def is_held_up(error: BaseException) -> bool:
    """Whether a statement waited too long, or gave way to somebody else's."""
    code = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    return isinstance(error, exc.DBAPIError) and code.startswith(_HELD_UP)
