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

Fact = tuple[Any, datetime.datetime]  # a value, and since when


def open_(work: Work, event: MatterOpened) -> None:
    """The matter is open under this title and number. Also reopens a closed one."""
    put(
        work,
        event.matter_id,
        title=(event.title, work.at),
        number=(event.number, work.at),
        closed=(False, work.at),
    )


def change(work: Work, event: MatterUpdated) -> None:
    """What is given of title and number changes. Raises NotYet before the matter is opened."""
    given = {"title": event.title, "number": event.number}
    _set(work, event.matter_id, {k: (v, work.at) for k, v in given.items() if v is not None})


def close(work: Work, event: MatterClosed) -> None:
    """Nobody writes any more. Raises NotYet before the matter is opened."""
    _set(work, event.matter_id, {"closed": (True, work.at)})


def put(work: Work, ref: str, **facts: Fact) -> None:
    """The matter `ref` is there, with these facts where nothing newer is known of them."""
    given = insert(Matter).values(
        id=ids.matter_id(work.firm_id, ref), firm_id=work.firm_id, ref=ref, **_columns(facts)
    )
    work.session.execute(
        given.on_conflict_do_update(index_elements=[Matter.id], set_=_newer(facts))
    )


def must_exist(work: Work, ref: str) -> uuid.UUID:
    """The id of the firm's matter `ref`; raises NotYet when it was not opened so far."""
    matter_id = ids.matter_id(work.firm_id, ref)
    if work.session.scalar(select(Matter.id).where(Matter.id == matter_id)) is None:
        raise NotYet(f"The matter '{ref}' has not been opened.")
    return matter_id


def _set(work: Work, ref: str, facts: dict[str, Fact]) -> None:
    matter_id = must_exist(work, ref)
    if facts:
        work.session.execute(
            update(Matter).where(Matter.id == matter_id).values(_newer(facts)),
            execution_options={"synchronize_session": False},
        )


def _columns(facts: dict[str, Fact]) -> dict[str, Any]:
    values = {name: value for name, (value, _) in facts.items()}
    return values | {f"{name}_at": at for name, (_, at) in facts.items()}


def _newer(facts: dict[str, Fact]) -> dict[str, ColumnElement[Any]]:
    """Each fact and its clock, taken over where what is known of it is not newer."""
    changes: dict[str, ColumnElement[Any]] = {}
    for name, (value, at) in facts.items():
        column: InstrumentedAttribute[Any] = getattr(Matter, name)
        clock: InstrumentedAttribute[datetime.datetime] = getattr(Matter, f"{name}_at")
        changes[name] = case((clock <= at, value), else_=column)
        changes[f"{name}_at"] = func.greatest(clock, at)
    return changes
