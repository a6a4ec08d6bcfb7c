"""Owners of facts say their present state again, for a service that came late.

The asking service publishes `restating.requested`. Each owner takes it in its inbox, notes it in a
row, and works it off by the clock, some hundred facts at a time, each batch in one transaction with
its place in the row: whatever stops in between goes on where it was.
"""

import datetime
import uuid
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

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
from contracts.events import Event
from contracts.events.restating import Restated, RestatingRequested

BATCH = 500


class Fact(NamedTuple):
    """A fact of one firm said again, and the place in its list from which to go on after it."""

    firm_id: str
    event: Restated
    place: str


class Asked(NamedTuple):
    """Who is to hear it, and by which request."""

    to: str
    run: uuid.UUID


class Facts(NamedTuple):
    """What a service owns of one kind.

    `after(work, asked, place)`: the facts after a place (from the beginning when empty), in their
    order, `BATCH` of them at the most.
    """

    kind: type[Restated]
    after: Callable[[Work, Asked, str], Sequence[Fact]]


def request(work: Work, call: RequestRestating) -> RestatingAsked:
    """Ask the owners to say their facts again to this service, if it takes any.

    Raises Unavailable as `ask_owners` does.
    """
    kinds = [kind for kind in work.service.heard_kinds() if kind.addressed]
    return RestatingAsked(run=ask_owners(work, kinds) if kinds else None)


def ask_owners(work: Work, kinds: Sequence[type[Event]], *, itself: bool = False) -> uuid.UUID:
    """Ask by an event for all facts of these kinds; `itself`: for what this service owns, too.

    Raises Unavailable before its inbox is bound: what came between a fact said again and that
    moment would be lost.
    """
    if not work.service.runtime.listening:
        raise Unavailable(f"The service '{work.service.name}' does not hear events yet.")
    run = ids.new_id()
    types = [kind.type for kind in kinds]
    work.publish(RestatingRequested(run=run, to=work.service.name, kinds=types, itself=itself))
    return run


def note_request(work: Work, event: RestatingRequested) -> None:
    """Begin to say again what this service owns of what is asked for.

    Of its own it has no need, unless it says so.
    """
    if event.to == work.service.name and not event.itself:
        return
    row = {"run": event.run, "asked_by": event.to, "asked_at": work.now, "kinds": event.kinds}
    work.session.execute(insert(restating).values(row).on_conflict_do_nothing())
    work.due(restating)


def show(work: Work, call: ShowRestating) -> RestatingState:
    """How far this service has come with a request."""
    found = work.session.execute(sa.select(restating).where(restating.c.run == call.run)).first()
    if found is None:
        return RestatingState(owner=bool(work.service.restates), begun=False, ended=False, facts=0)
    ended = found.ended_at is not None
    return RestatingState(owner=True, begun=True, ended=ended, facts=found.facts)


def asked(work: Work) -> sa.Select[uuid.UUID, datetime.datetime]:
    """The runs in which something is left to say, the oldest first."""
    runs = sa.select(restating.c.run, restating.c.asked_at)
    return runs.where(_OPEN).order_by(restating.c.asked_at)


def say_again(work: Work, run: uuid.UUID) -> bool:
    """Say the next batch of a run again; False when another process does, or nothing is left."""
    this = sa.select(restating).where(restating.c.run == run, _OPEN)
    row = work.session.execute(this.with_for_update(skip_locked=True)).first()
    if row is None:
        return False
    owned = [each for each in work.service.restates if each.kind.type in row.kinds]
    batch: Sequence[Fact] = []
    if row.kind < len(owned):
        batch = owned[row.kind].after(work, Asked(row.asked_by, row.run), row.place)
    for fact in batch:
        work.publish(fact.event, fact.firm_id)
    come: dict[str, Any] = {"place": batch[-1].place if batch else ""}
    if len(batch) < BATCH:
        over = row.kind + 1 >= len(owned)
        come = {"kind": row.kind + 1, "place": "", "ended_at": work.now if over else None}
    here = sa.update(restating).where(restating.c.run == row.run)
    work.session.execute(here.values(facts=row.facts + len(batch), **come))
    return True


_OPEN = restating.c.ended_at.is_(None)

EVERY_SERVICE_ANSWERS: list[tuple[str, Answer]] = [answer(request), answer(show)]
OWNERS_HEAR: list[Hearing] = [hear(note_request)]
