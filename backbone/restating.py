"""Owners of facts say their present state again, for a service that came late.

The asking service publishes `restating.requested`. Each owner takes it in its inbox, notes it in a
row, and works it off by the clock, some hundred facts at a time, each batch in one transaction with
its place in the row: whatever stops in between goes on where it was.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from backbone.contents import Answer, Hearing, answer, hear
from backbone.postgres.tables import restating
from backbone.work import Work
from contracts import ids
from contracts.calls.operations import (
    RequestRestating,
    RestatingAsked,
    RestatingState,
    ShowRestating,
)
from contracts.errors import Unavailable
from contracts.events.restating import Restated, RestatingRequested

if TYPE_CHECKING:
    from backbone.service import Service

BATCH = 500


class Fact(NamedTuple):
    """A fact of one firm said again, and the place in its list from which to go on after it."""

    firm_id: str
    event: Restated
    place: str


# The facts of one kind after a place (from the beginning when empty), in their order, `BATCH` of
# them at the most: `facts(work, to, after)`.
Facts = Callable[[Work, str, str], Sequence[Fact]]


def request(work: Work, call: RequestRestating) -> RestatingAsked:
    """Ask the owners, by an event, to say their facts again to this service, if it takes any.

    Raises Unavailable before its inbox is bound: what came between a fact said again and that
    moment would be lost.
    """
    if not work.service.runtime.listening:
        raise Unavailable(f"The service '{work.service.name}' does not hear events yet.")
    if not any(kind.addressed for kind in work.service.heard_kinds()):
        return RestatingAsked(run=None)
    run = ids.new_id()
    work.publish(RestatingRequested(run=run, to=work.service.name))
    return RestatingAsked(run=run)


def note_request(work: Work, event: RestatingRequested) -> None:
    """Begin to say again what this service owns, unless it is this service that asks."""
    if event.to != work.service.name:
        row = {"run": event.run, "asked_by": event.to, "asked_at": work.now}
        work.session.execute(insert(restating).values(row).on_conflict_do_nothing())


def show(work: Work, call: ShowRestating) -> RestatingState:
    """How far this service has come with a request."""
    found = work.session.execute(sa.select(restating).where(restating.c.run == call.run)).first()
    if found is None:
        return RestatingState(owner=bool(work.service.restates), begun=False, ended=False, facts=0)
    ended = found.ended_at is not None
    return RestatingState(owner=True, begun=True, ended=ended, facts=found.facts)


def go_on(service: "Service", work: Work) -> bool:
    """Say the next batch again; False when nothing is left to say to anybody."""
    row = work.session.execute(_OLDEST).first()
    if row is None:
        return False
    batch = service.restates[row.kind](work, row.asked_by, row.place)
    for fact in batch:
        work.publish(fact.event, fact.firm_id)
    come: dict[str, Any] = {"place": batch[-1].place if batch else ""}
    if len(batch) < BATCH:
        over = row.kind + 1 == len(service.restates)
        come = {"kind": row.kind + 1, "place": "", "ended_at": work.now if over else None}
    here = sa.update(restating).where(restating.c.run == row.run)
    work.session.execute(here.values(facts=row.facts + len(batch), **come))
    return True


_OLDEST = (
    sa.select(restating)
    .where(restating.c.ended_at.is_(None))
    .order_by(restating.c.asked_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)

EVERY_SERVICE_ANSWERS: list[tuple[str, Answer]] = [answer(request), answer(show)]
OWNERS_HEAR: list[Hearing] = [hear(note_request)]
