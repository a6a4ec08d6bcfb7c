"""A roster that is told late comes to what one holds that heard everything, in whatever order."""

import dataclasses
import datetime
import random
import uuid
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from backbone.postgres import database
from backbone.restating import BATCH, Asked, Fact
from backbone.testing import fresh_database
from contracts.errors import NotYet
from contracts.events import Event
from contracts.events.firms import FirmRegistered
from roster import restating
from roster.models import Firm, Matter, Participant, Person
from roster.testing import START, RosterScene, minutes
from tests.roster.early import EarlyService
from tests.roster.history import EVENTS

ASKED = Asked("late", uuid.UUID(int=1))
TOLD = list[tuple[Any, Event]]


class Keeper(RosterScene):
    Service = EarlyService

    def tell_all(self, events: TOLD) -> None:
        """Each as often as it takes, as the inbox would."""
        waiting = list(events)
        while waiting:
            later = [told for told in waiting if not self._heard(*told)]
            assert len(later) < len(waiting)
            waiting = later

    def _heard(self, at: Any, event: Event) -> bool:
        try:
            self.tell(event, at)
        except NotYet:
            return False
        return True

    def says_again(self) -> list[Fact]:
        """What it holds of its firm, in the order in which an owner says it."""
        with self.service.turn() as work:
            facts = [fact for facts in restating.RESTATES for fact in facts.after(work, ASKED, "")]
        return [fact for fact in facts if fact.firm_id == self.firm_id]

    def holds(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of its firm."""
        with self.sessions() as session:
            return {
                kind.__tablename__: sorted(
                    tuple(row) for row in session.execute(_rows(kind, self.firm_id))
                )
                for kind in (Firm, Person, Matter, Participant)
            }


def _rows(kind: Any, firm_id: str) -> "sa.Select[Any]":
    query = sa.select(*kind.__table__.columns)
    if kind is Firm:
        return query.where(Firm.id == firm_id)
    if kind is Participant:
        return query.join(Matter).where(Matter.firm_id == firm_id)
    return query.where(kind.firm_id == firm_id)


@dataclasses.dataclass(frozen=True)
class Databases:
    lived: "sessionmaker[Session]"
    late: "sessionmaker[Session]"


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    engines = [database.engine_for(fresh_database("early", ("roster",))) for _ in range(2)]
    yield Databases(*map(database.sessions, engines))
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize("seed", range(12))
def test_what_is_said_again_at_any_moment_and_what_comes_live_make_what_was_lived(
    databases: Databases, seed: int
) -> None:
    chance = random.Random(seed)
    lived = Keeper(databases.lived)
    late = Keeper(databases.late, firm_id=lived.firm_id)
    lived.now = late.now = minutes(60)
    lived.register()

    cut = chance.randrange(len(EVENTS))
    lived.tell_all(EVENTS[:cut])
    again: TOLD = [(None, fact.event) for fact in lived.says_again()]
    lived.tell_all(EVENTS[cut:])
    # The late one was there a little before the cut already, and hears some things twice.
    live = [*EVENTS[max(0, cut - 2) :], *again]
    chance.shuffle(live)
    late.tell_all(live)

    assert late.holds() == lived.holds()


def test_said_again_to_one_who_knows_it_changes_nothing(databases: Databases) -> None:
    keeper = Keeper(databases.lived)
    keeper.register()
    keeper.tell_all(EVENTS)
    before = keeper.holds()

    keeper.tell(FirmRegistered(name="An older name"), at=minutes(-60))
    for fact in keeper.says_again():
        keeper.tell(fact.event, at=None)

    assert keeper.holds() == before


def test_said_again_with_the_same_time_it_does_not_move_a_from_date(databases: Databases) -> None:
    """Two services may have heard of somebody at different moments, from a clock that ran ahead."""
    keeper = Keeper(databases.lived)
    keeper.register()
    keeper.open()
    keeper.add("ana", at=keeper.now + datetime.timedelta(minutes=2))
    before = keeper.holds()
    [said] = [each.event for each in keeper.says_again() if each.event.type.startswith("partici")]
    later = msgspec.structs.replace(said, from_date=keeper.now + datetime.timedelta(minutes=1))
    keeper.tell(later, at=None)
    assert keeper.holds() == before


def test_a_long_list_is_said_in_batches_each_of_which_goes_on_where_the_last_one_ended(
    databases: Databases,
) -> None:
    keeper = Keeper(databases.lived)
    keeper.register()
    keeper.open()
    many = BATCH + 20
    with keeper.sessions.begin() as session:
        session.execute(_MANY_PERSONS, {"firm": keeper.firm_id, "many": many, "at": START})
        session.execute(_ALL_TAKE_PART, {"firm": keeper.firm_id, "at": START})

    for facts in (restating.RESTATES[1], restating.RESTATES[3]):
        said: list[Fact] = []
        with keeper.service.turn() as work:
            while batch := facts.after(work, ASKED, said[-1].place if said else ""):
                assert len(batch) <= BATCH
                said += batch
        of_firm = [fact.event for fact in said if fact.firm_id == keeper.firm_id]
        assert len(of_firm) == many
        assert len({str(event) for event in of_firm}) == many


_MANY_PERSONS = sa.text(
    "INSERT INTO persons (id, firm_id, ref, name, named_at)"
    " SELECT gen_random_uuid(), :firm, 'c-' || n, 'Person ' || n, CAST(:at AS timestamptz)"
    " FROM generate_series(1, :many) n"
)
_ALL_TAKE_PART = sa.text(
    "INSERT INTO participants (matter_id, person_id, kind, role, reason, from_date, changed_at)"
    " SELECT matters.id, persons.id, 'client', 'Client', '', :at, :at FROM persons"
    " JOIN matters USING (firm_id) WHERE firm_id = :firm"
)


def test_a_time_far_ahead_is_taken_as_now_so_that_what_is_said_later_still_counts(
    databases: Databases,
) -> None:
    keeper = Keeper(databases.lived)
    keeper.register()
    keeper.open()
    keeper.add("ana", at=keeper.now + datetime.timedelta(days=400))
    keeper.now += datetime.timedelta(minutes=1)
    keeper.remove("ana", at=keeper.now)
    [participant] = keeper.holds()["participants"]
    assert participant[-2] == participant[-1] == keeper.now
