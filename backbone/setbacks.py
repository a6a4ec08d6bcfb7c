"""Scheduled work takes its rows one by one: one that raises is set aside, and the others go on.

What could not be done stands in a table until it is done, or until nobody fails at it any more.
"""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

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


def one_by_one(
    service: "Service",
    due: Callable[[W], sa.Select[K]],
    do: Callable[[W, K], bool],
) -> None:
    """Do each row that is due in a transaction of its own, until none is left.

    `due` selects keys alone, in their order: what cannot even be read shows in `do`, which locks
    the row, and answers False when it is no longer due or in another process's hands. A row at
    which it raises is left alone for a while that grows up to an hour. Raises only while the
    database is away.
    """
    more = True
    while more and not service.runtime.stopping:
        keys = _keys(service, due, do.__name__)
        done = [_done(service, do, key, failed) for key, failed in keys]
        more = any(done)


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


def _keys(service: "Service", due: Callable[[W], sa.Select[K]], name: str) -> list[tuple[K, bool]]:
    """Keys of rows that are due and not set aside; with whether it failed before.

    Those come last and are few, so that others need not wait for them.
    """
    with service.turn() as work:
        rows = due(work)
        key = sa.cast(rows.selected_columns[0], sa.Text)
        failed = sa.exists().where(setbacks.c.work == name, setbacks.c.key == key)
        fresh = work.session.scalars(rows.where(~failed).limit(BATCH)).all()
        over = failed.where(setbacks.c.due_at <= work.now)
        again = work.session.scalars(rows.where(over).limit(AGAIN)).all()
    return [*((key, False) for key in fresh), *((key, True) for key in again)]


def _done(service: "Service", do: Callable[[W, K], bool], key: K, failed: bool) -> bool:
    name = do.__name__
    log.bind()
    try:
        with service.turn() as work:
            done = do(work, key)
            if done and failed:
                this = (setbacks.c.work == name, setbacks.c.key == str(key))
                work.session.execute(sa.delete(setbacks).where(*this))
            return done
    except Exception as error:
        if is_away(error):
            raise
        log.get().error("row set aside", work=name, row=str(key), exc_info=error)
        note(service, name, str(key), type(error).__name__)
        return True


_newest_reason: sa.ColumnElement[str] = sa.func.array_agg(
    aggregate_order_by(setbacks.c.reason, setbacks.c.due_at.desc())
)[1]
