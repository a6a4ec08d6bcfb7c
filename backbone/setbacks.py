"""Scheduled work takes its rows one by one: one that raises is set aside, and the others go on.

What could not be done stands in a table until it is done, or until nobody fails at it any more.
"""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from backbone import log
from backbone.postgres.database import is_away
from backbone.postgres.tables import setbacks
from backbone.work import Work
from contracts.calls.operations import Setback, Setbacks, ShowSetbacks

if TYPE_CHECKING:
    from backbone.service import Service

BATCH, AGAIN = 100, 10
LONGEST = datetime.timedelta(hours=1)
SECOND = datetime.timedelta(seconds=1)
# After its next try was due: who does not fail again meanwhile fails no more.
_OVER_AFTER = datetime.timedelta(minutes=1)

W = TypeVar("W", bound=Work)
K = TypeVar("K")


class _Row(NamedTuple, Generic[K]):
    """A row that is due in so many seconds; whether it was set aside."""

    key: K
    seconds: float
    failed: bool


def one_by_one(
    service: "Service",
    due: Callable[[W], sa.Select[K, Any]],
    do: Callable[[W, K], bool],
) -> float | None:
    """Do each row that is due in a transaction of its own, until none is left.

    Returns in how many seconds the next one is due, so far as is known; None without one.

    `due` selects keys and when each is due, perhaps ahead, the earliest first: what else cannot
    even be read shows in `do`, which locks the row, and answers False when it is no longer due or
    in another process's hands. A row at which it raises is left alone for a while that grows up to
    an hour. Raises only while the database is away.
    """
    while True:
        rows = _rows(service, due, do.__name__)
        done = [_done(service, do, row) for row in rows if row.seconds <= 0]
        if service.runtime.stopping or not any(done):
            return min((row.seconds for row in rows), default=None)


def note(
    service: "Service", name: str, key: str, reason: str, pause: datetime.timedelta | None = None
) -> None:
    """Remember that this could not be done, again at the soonest in `pause`; one that grows."""
    now = service.runtime.clock()
    first = {"work": name, "key": key, "since": now, "reason": reason}
    doubled = sa.func.power(2, sa.func.least(setbacks.c.failures, 20)) * SECOND
    kept = insert(setbacks).values(first | {"due_at": now + (pause or SECOND)})
    again = {
        "failures": setbacks.c.failures + 1,
        "due_at": now + (pause or sa.func.least(doubled, LONGEST)),
        "reason": reason,
    }
    with service.transaction() as session:
        session.execute(kept.on_conflict_do_update(index_elements=["work", "key"], set_=again))


def show(work: Work, call: ShowSetbacks) -> Setbacks:
    """What this service could not do of late and has not done since, one entry for each work."""
    query = (
        sa.select(
            setbacks.c.work,
            sa.func.count().filter(setbacks.c.key != "").label("rows"),
            sa.func.max(setbacks.c.failures).label("failures"),
            sa.func.min(setbacks.c.since).label("since"),
            _newest_reason.label("reason"),
        )
        .where(setbacks.c.due_at > work.now - _OVER_AFTER)
        .group_by(setbacks.c.work)
        .order_by(setbacks.c.work)
    )
    return Setbacks(items=[Setback(**row) for row in work.session.execute(query).mappings()])


def forget(work: Work) -> None:
    """Forget what nobody failed at again."""
    work.session.execute(sa.delete(setbacks).where(setbacks.c.due_at <= work.now - _OVER_AFTER))


def _rows(service: "Service", due: Callable[[W], sa.Select[K, Any]], name: str) -> list[_Row[K]]:
    """The first rows by when they are due, those that were set aside last.

    These are few, so that others need not wait for them. Moments are compared by the database:
    there are some that cannot be read.
    """
    with service.turn() as work:
        rows = due(work)
        key, at = rows.selected_columns
        left = _seconds(at, work.now)
        this = (setbacks.c.work == name) & (setbacks.c.key == sa.cast(key, sa.Text))
        again = sa.func.greatest(left, _seconds(setbacks.c.due_at, work.now))
        fresh = rows.with_only_columns(key, left, sa.false()).where(~sa.exists().where(this))
        aside = rows.join(setbacks, this).with_only_columns(key, again, sa.true())
        aside = aside.order_by(None).order_by(setbacks.c.due_at)
        both = sa.union_all(fresh.limit(BATCH), aside.limit(AGAIN))
        return [_Row(*row) for row in work.session.execute(both)]


def _seconds(moment: sa.ColumnElement[Any], now: datetime.datetime) -> sa.ColumnElement[float]:
    return sa.cast(sa.extract("epoch", moment), sa.Double) - now.timestamp()


def _done(service: "Service", do: Callable[[W, K], bool], row: _Row[K]) -> bool:
    name, key = do.__name__, str(row.key)
    log.bind()
    try:
        with service.turn() as work:
            done = do(work, row.key)
            if done and row.failed:
                this = (setbacks.c.work == name, setbacks.c.key == key)
                work.session.execute(sa.delete(setbacks).where(*this))
            return done
    except Exception as error:
        if is_away(error):
            raise
        log.get().error("row set aside", work=name, row=key, exc_info=error)
        note(service, name, key, type(error).__name__)
        return True


_newest_reason: sa.ColumnElement[str] = sa.func.array_agg(
    aggregate_order_by(setbacks.c.reason, setbacks.c.due_at.desc())
)[1]
