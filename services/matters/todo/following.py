"""The list follows the facts: by their face, whatever they are of, in whichever order they come.

How a thing stands with a person merges by the one rule of what waits, how it is put by the number
of who told it: so all orders and repetitions lead to the same.
"""

import dataclasses
import datetime
import itertools
import uuid
from collections.abc import Container, Sequence

from sqlalchemy.orm import Session

from backbone.work import Work
from contracts import ids
from contracts.events.facts import About, MatterFact, Waiting
from contracts.events.waiting import ThingRestated
from services.matters.todo import places, rebuilds, settling, telling, things
from services.matters.todo.lists import SEEN, SHADOW, AnyThing, AnyTodo, List
from services.matters.todo.said import Said
from services.matters.todo.settling import Settled
from waiting import rule, tables
from waiting.rule import Wait

Key = tuple[uuid.UUID, About]  # a person, and a thing


def follow(work: Work, facts: Sequence[MatterFact]) -> None:
    """Take over what the facts say: what waits, or waits no longer, for whom, and how it is put."""
    each = ((fact, fact.item(), fact.waits()) for fact in facts)
    said = [
        Said(fact.about(), fact.matter_id, fact.happened_at() or work.now, item, waits)
        for fact, item, waits in each
        if item is not None or waits
    ]
    if said:
        rebuilt = rebuilds.under_way(work.session)
        _put(work, said)
        if rebuilt:
            put(work.session, SHADOW, said)


def restate(work: Work, events: Sequence[ThingRestated]) -> None:
    """What owners say again fills the list; or, where that is being made anew, the new one."""
    run = rebuilds.counting(work.session)
    for_it = [each for each in events if each.run == run]
    if for_it:
        put(work.session, SHADOW, [_again(work, each) for each in for_it])
        rebuilds.count(work.session, for_it[0].run, len(for_it))
    if others := [_again(work, each) for each in events if each.run != run]:
        _put(work, others)


def _again(work: Work, event: ThingRestated) -> Said:
    matter_id = ids.matter_id(work.firm_id, event.matter_ref)
    return Said(event.about, matter_id, event.at, event.item, event.waits)


def _put(work: Work, said: Sequence[Said]) -> None:
    telling.tell(work, put(work.session, SEEN, said))


def put(session: Session, into: List, said: Sequence[Said]) -> list[Settled]:
    """All that was said, in a few statements however much it is; those that wait now, or did."""
    known = things.take(session, into, said)
    waits = rule.merged(wait for each in said for wait in each.waits)
    changed: list[tuple[AnyTodo, Wait]] = tables.merge(session, into.todos, waits)
    moments = _moments(said, {(row.person_id, row.about) for row, _ in changed})
    settled = [
        _settled(row, before, known[row.about], moments[row.person_id, row.about])
        for row, before in changed
    ]
    settling.settle(session, into, settled)
    of_note = (row.waits or before.waits for row, before in changed)
    return list(itertools.compress(settled, of_note))


@dataclasses.dataclass
class _Moment:
    """When what was said of one thing for one person was: of what opened it furthest, and of the
    last. `asked`: whether any of it let it wait."""

    opened: int
    opened_at: datetime.datetime
    last_at: datetime.datetime
    asked: bool


def _moments(said: Sequence[Said], wanted: Container[Key]) -> dict[Key, _Moment]:
    found: dict[Key, _Moment] = {}
    for each in said:
        for wait in each.waits:
            for person in wait.persons:
                if (key := (person, wait.about)) in wanted:
                    found[key] = _later(found.get(key), wait, each.at)
    return found


def _later(before: _Moment | None, wait: Waiting, at: datetime.datetime) -> _Moment:
    asks = wait.opened > wait.closed
    if before is None:
        return _Moment(wait.opened, at, at, asks)
    further = wait.opened > before.opened
    return _Moment(
        max(wait.opened, before.opened),
        at if further else before.opened_at,
        max(at, before.last_at),
        asks or before.asked,
    )


def _settled(row: AnyTodo, before: Wait, thing: AnyThing, moment: _Moment) -> Settled:
    is_new = row.opened > before.opened
    return Settled(
        person_id=row.person_id,
        about_kind=row.about_kind,
        about_id=row.about_id,
        matter_id=thing.matter_id,
        since=moment.opened_at if is_new else row.since,
        place=places.of(thing.day, moment.opened_at) if is_new else row.place,
        ended_at=_ended_at(row, before, moment),
    )


def _ended_at(row: AnyTodo, before: Wait, moment: _Moment) -> datetime.datetime | None:
    """What waits has no end; what never waited has none either, as an author's own message."""
    if row.waits:
        return None
    return moment.last_at if before.waits or moment.asked else row.ended_at
