"""psycopg's waiting for the database, made for eventlet: other greenlets run meanwhile.

psycopg can wait in threads, asyncio and gevent. Of its own ways only `wait_selector` lets greenlets
run, at several times the price: a selector, timers and closures for each statement.
"""

import os
from time import monotonic
from typing import Any, TypeVar

import eventlet
from eventlet import patcher
from eventlet.hubs import trampoline
from psycopg import errors, waiting
from psycopg.abc import PQGen, PQGenConn
from psycopg.waiting import READY_R, READY_W, WAIT_R, WAIT_RW

_select: Any = patcher.original("select")
_LOOK_EVERY = 1.0
# Seconds between two looks at a connection whose buffers are full.
_GLANCE_EVERY = 0.05

T = TypeVar("T")


def install() -> None:
    """From now on all connections of this process wait like this."""
    waiting.wait, waiting.wait_conn = wait, wait_conn
    eventlet.spawn_n(_look_after_all)


def wait(gen: PQGen[T], fileno: int, interval: float = 0.0, timeout: float | None = None) -> T:
    """What `gen` returns in the end, which yields what it wants of `fileno`: to be read, written.

    As `psycopg.waiting.wait` promises: raises OperationalError once `fileno` is closed, and
    psycopg's own timeout after `timeout` seconds. `interval` is for signals, which the hub gets.
    """
    deadline = None if timeout is None else monotonic() + timeout
    try:
        wanted = next(gen)
        while True:
            wanted = gen.send(_ready(fileno, wanted, deadline))
            _check(deadline)
    except StopIteration as ended:
        result: T = ended.value
        return result


def wait_conn(gen: PQGenConn[T], interval: float = 0.0, timeout: float | None = None) -> T:
    """The same while connecting, where `gen` yields the descriptor too: it may change."""
    deadline = None if timeout is None else monotonic() + timeout
    try:
        fileno, wanted = next(gen)
        while True:
            fileno, wanted = gen.send(_ready(fileno, wanted, deadline))
            _check(deadline)
    except StopIteration as ended:
        result: T = ended.value
        return result


def _ready(fileno: int, wanted: int, deadline: float | None) -> int:
    """Wait, and say what of `wanted` the descriptor is ready for; nothing at the deadline."""
    seconds = None if deadline is None else max(0.0, deadline - monotonic())
    if wanted == WAIT_RW:
        # Two listeners on one descriptor would wake us twice, the second time from another wait.
        # It can nearly always be written to at once.
        if ready := _ready_now(fileno):
            return ready
        seconds = _GLANCE_EVERY if seconds is None else min(seconds, _GLANCE_EVERY)
    try:
        _listen(fileno, wanted == WAIT_R, seconds)
    except _NotYet:
        return _ready_now(fileno) & wanted
    except OSError as error:
        raise errors.OperationalError("connection socket closed") from error
    return READY_R if wanted == WAIT_R else READY_W


class _NotYet(Exception):
    """Nothing happened for as long as we meant to wait."""


_waiting: dict[int, Any] = {}


def _listen(fileno: int, reading: bool, seconds: float | None) -> None:
    _waiting[fileno] = eventlet.getcurrent()
    try:
        trampoline(fileno, reading, not reading, seconds, _NotYet)
    finally:
        del _waiting[fileno]


def _look_after_all() -> None:
    """Wake those whose connection another greenlet has closed: nothing else would, ever.

    A timer for each wait would do, and cost as much again as the wait.
    """
    while True:
        eventlet.sleep(_LOOK_EVERY)
        for fileno, waiter in list(_waiting.items()):
            try:
                os.fstat(fileno)
            except OSError as error:
                eventlet.kill(waiter, error)


def _ready_now(fileno: int) -> int:
    poll = _select.poll()
    poll.register(fileno, _select.POLLIN | _select.POLLOUT)
    happened = next((event for _, event in poll.poll(0)), 0)
    if happened & _select.POLLNVAL:
        raise errors.OperationalError("connection socket closed")
    # What broke counts as readable: libpq then finds out what is the matter.
    readable = READY_R if happened & ~_select.POLLOUT else 0
    return readable | (READY_W if happened & _select.POLLOUT else 0)


def _check(deadline: float | None) -> None:
    if deadline is not None and monotonic() >= deadline:
        raise errors._WaitTimeout("wait timeout expired")
