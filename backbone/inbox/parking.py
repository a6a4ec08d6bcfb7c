"""What people see and do about parked events."""

import uuid

import sqlalchemy as sa

from backbone.inbox import applying, listing
from backbone.postgres.tables import inbox as table
from backbone.work import Work
from contracts import topology
from contracts.calls.operations import (
    ListParked,
    ParkedEvent,
    ParkedPage,
    Replayed,
    ReplayParked,
    ShowParked,
)
from contracts.errors import NotFound


def list_(work: Work, call: ListParked) -> ParkedPage:
    """A page of parked events, newest first, without their bodies."""
    rows, cursor = listing.page(work, call, "parked", "parked_at", newest_first=True)
    return ParkedPage(items=[_shown(work, row) for row in rows], next=cursor)


def show(work: Work, call: ShowParked) -> ParkedEvent:
    """One parked event with its body, undecodable bytes replaced. Raises NotFound.

    Of one that is too long only the beginning: the broker carries no more in one answer.
    """
    return _shown(work, _parked(work, call.parked_id), with_body=True)


def replay(work: Work, call: ReplayParked) -> Replayed:
    """Try a parked event again at once, as if it had just come. Raises NotFound."""
    row = _parked(work, call.parked_id)
    verdict = applying.try_again(work.service, work.session, {**row, "attempts": 0})
    return Replayed(outcome=verdict["state"], reason=verdict["reason"] or "")


def _parked(work: Work, parked_id: uuid.UUID) -> sa.RowMapping:
    query = sa.select(table).where(table.c.state == "parked", table.c.id == parked_id)
    row = work.session.execute(query.with_for_update()).mappings().first()
    if row is None:
        raise NotFound("No event is parked under that id.")
    return row


def _shown(work: Work, row: sa.RowMapping, *, with_body: bool = False) -> ParkedEvent:
    return ParkedEvent(
        **listing.named(work, row),
        received_at=row["received_at"],
        parked_at=row["parked_at"],
        size=len(row["body"]),
        body=row["body"][: topology.MAX_EVENT_BYTES].decode("utf-8", "replace")
        if with_body
        else None,
    )
