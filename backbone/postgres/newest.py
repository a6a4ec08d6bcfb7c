"""Of what is said of one thing again and again, late and out of order, the newest counts."""

import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import DeclarativeBase, Session


def put(
    session: Session,
    model: type[DeclarativeBase],
    key: dict[str, Any],
    said: dict[str, Any],
    *,
    at: datetime.datetime,
    column: str = "said_at",
) -> bool:
    """Whether the row of the `key` says so from here on; not where it is from later than `at`.

    `column` holds when it was said.
    """
    facts = said | {column: at}
    putting = insert(model).values(key | facts)
    kept = putting.on_conflict_do_update(
        index_elements=list(key), set_=facts, where=getattr(model, column) <= at
    )
    return session.execute(kept.returning(getattr(model, column))).first() is not None
