"""Matters as the firm tells of them: opened, updated, closed, opened again.

Events may come late and out of order. Each fact keeps the time of the event that set it, and only
an event at least as new changes it.
"""

import datetime
import uuid
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute

from backbone.work import Work
from contracts import ids
from contracts.errors import NotYet
from contracts.events.matters import MatterClosed, MatterOpened, MatterUpdated
from roster.models import Matter


def open_(work: Work, event: MatterOpened) -> None:
    """The matter is open under this title and number. Also reopens a closed one."""
    opened = insert(Matter).values(
        id=ids.matter_id(work.firm_id, event.matter_id),
        firm_id=work.firm_id,
        ref=event.matter_id,
        **{"title": event.title, "number": event.number, "closed": False},
        **{"title_at": work.at, "number_at": work.at, "closed_at": work.at},
    )
    work.session.execute(
        opened.on_conflict_do_update(
            index_elements=[Matter.id],
            set_=_since(work.at, title=event.title, number=event.number, closed=False),
        )
    )


def change(work: Work, event: MatterUpdated) -> None:
    """What is given of title and number changes. Raises NotYet before the matter is opened."""
    given = {"title": event.title, "number": event.number}
    _set(work, event.matter_id, **{k: v for k, v in given.items() if v is not None})


def close(work: Work, event: MatterClosed) -> None:
    """Nobody writes any more. Raises NotYet before the matter is opened."""
    _set(work, event.matter_id, closed=True)


def must_exist(work: Work, ref: str) -> uuid.UUID:
    """The id of the firm's matter `ref`; raises NotYet when it was not opened so far."""
    matter_id = ids.matter_id(work.firm_id, ref)
    if work.session.scalar(select(Matter.id).where(Matter.id == matter_id)) is None:
        raise NotYet(f"The matter '{ref}' has not been opened.")
    return matter_id


def _set(work: Work, ref: str, **facts: Any) -> None:
    matter_id = must_exist(work, ref)
    if facts:
        work.session.execute(
            update(Matter).where(Matter.id == matter_id).values(_since(work.at, **facts)),
            execution_options={"synchronize_session": False},
        )


def _since(at: datetime.datetime, **facts: Any) -> dict[str, ColumnElement[Any]]:
    """Each fact and its clock, taken over where what is known of it is not newer."""
    changes: dict[str, ColumnElement[Any]] = {}
    for name, value in facts.items():
        column: InstrumentedAttribute[Any] = getattr(Matter, name)
        clock: InstrumentedAttribute[datetime.datetime] = getattr(Matter, f"{name}_at")
        changes[name] = case((clock <= at, value), else_=column)
        changes[f"{name}_at"] = func.greatest(clock, at)
    return changes
