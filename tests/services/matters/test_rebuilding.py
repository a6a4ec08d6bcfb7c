"""The list made anew is the list that was lived, and both are what the owners hold."""

import random
import uuid
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from backbone.postgres import database
from backbone.testing import fresh_database
from contracts.calls.todo_operations import BeginRebuild, EndRebuild
from contracts.errors import NotFound, Unavailable
from contracts.events.facts import About, Item, MatterFact
from contracts.events.invoices import InvoiceChanged
from contracts.events.todo import TodoChanged
from contracts.events.waiting import ThingRestated
from roster.testing import START, minutes
from services.matters.models import Rebuild, ShadowThing, ShadowTodo, Thing, Todo
from tests.services.matters.scene import Scene
from waiting import rule
from waiting.rule import Wait

PEOPLE = ["ana", "eve", "hollis"]
FIRM = {"Hollis & Bray"}
Step = tuple[str, str, int]


class Owner:
    """Messaging, files and billing in one: what they hold, and told, in the order of that."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.told: list[MatterFact] = []
        self.last, self.version, self.billed, self.renames = 0, 0, 0, 0
        self.author, self.names = "hollis", "1.pdf"
        self.waits: dict[tuple[str, uuid.UUID], Wait] = {}

    def do(self, step: Step) -> None:
        what, who, number = step
        scene, at = self._scene, minutes(len(self.told))
        if what == "rename":
            self.renames += 1
            scene.rename(who, f"{who} {self.renames}", minutes(self.renames))
        if what == "say":
            self.last, self.author = self.last + 1, who
            self._tell(scene.sent(*PEOPLE, author=who, position=self.last, at=at))
        elif what == "read" and self.last:
            self._tell(scene.read(who, 1 + number % self.last))
        elif what == "share":
            self.version += 1
            self.names = f"{self.version}.pdf"
            told: dict[str, Any] = {"version": self.version, "change": self.version}
            self._tell(scene.ready(*PEOPLE, at=at, name=self.names, **told))
        elif what == "open" and self.version:
            self._tell(scene.viewed(who, version=1 + number % self.version))
        elif what == "bill":
            self.billed += 1
            self._tell(self._invoice(owing=PEOPLE[: number % 3], settled=PEOPLE[number % 3 :]))

    def again(self, run: uuid.UUID) -> list[ThingRestated]:
        """Its present state, as it says it again."""
        waits = rule.merged(wait for fact in self.told for wait in fact.waits())
        about = {fact.about(): fact for fact in self.told if fact.item() is not None}
        return [
            self._restated(run, thing, fact, {p: w for (p, t), w in waits.items() if t == thing})
            for thing, fact in about.items()
        ]

    def waiting(self, contact: str) -> set[tuple[str, str]]:
        """By definition: what was opened further than it was closed."""
        waits = rule.merged(wait for fact in self.told for wait in fact.waits())
        invoice = f"Invoice {self.billed}"
        titles = {"conversation": "", "document": self.names, "invoice": invoice}
        person = self._scene.person(contact)
        return {
            (about.kind, titles[about.kind])
            for (one, about), wait in waits.items()
            if one == person and wait.waits
        }

    def _invoice(self, owing: list[str], settled: list[str]) -> InvoiceChanged:
        return InvoiceChanged(
            **self._scene._in_matter(*PEOPLE),
            invoice_id=uuid.UUID(int=self._scene.person("ana").int ^ 1),
            invoice_ref="I-1",
            number=str(self.billed),
            version=self.billed,
            state="outstanding" if owing else "paid",
            firm_name="Hollis & Bray",
            due_on=None,
            outstanding="600.00" if owing else "0.00",
            currency="USD",
            owing=[self._scene.person(who) for who in owing],
            settled=[self._scene.person(who) for who in settled],
        )

    def _tell(self, fact: MatterFact) -> None:
        self.told.append(fact)

    def _restated(
        self, run: uuid.UUID, about: About, fact: MatterFact, stands: dict[uuid.UUID, Wait]
    ) -> ThingRestated:
        newest = max(
            (item for each in self.told if each.about() == about and (item := each.item())),
            key=lambda item: item.number,
        )
        return ThingRestated(
            to="matters",
            run=run,
            matter_ref="M-1",
            about=about,
            item=self._as_called_now(newest),
            waits=rule.grouped(about, stands),
            at=fact.happened_at() or START,
        )

    def _as_called_now(self, item: Item) -> Item:
        called = {self._scene.person(who): self._scene.named(who).name for who in PEOPLE}
        name = called.get(item.author_id, item.author) if item.author_id else item.author
        return msgspec.structs.replace(item, author=name)


@pytest.fixture(scope="module")
def alone() -> Iterator[sessionmaker[Session]]:
    """A database of these tests alone: what is made anew is all that there is."""
    engine = database.engine_for(fresh_database("matters"))
    yield database.sessions(engine)
    engine.dispose()


def begin(sessions: sessionmaker[Session]) -> Scene:
    scene = Scene(sessions)
    scene.service.runtime.listening = True
    with sessions.begin() as session:
        for table in (Todo, Thing, ShadowTodo, ShadowThing, Rebuild):
            session.execute(sa.delete(table))
    scene.begin()
    scene.add("eve")
    return scene


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["say", "say", "read", "share", "open", "bill", "bill", "rename"]),
        st.sampled_from(PEOPLE),
        st.integers(0, 20),
    ),
    min_size=1,
    max_size=9,
)


@settings(
    max_examples=30,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, chance=st.randoms(use_true_random=False), losing=st.booleans())
def test_lived_and_rebuilt_are_what_the_owners_hold(
    alone: sessionmaker[Session], steps: list[Step], chance: random.Random, losing: bool
) -> None:
    """In any order, with repetitions, rebuilt at any moment; also where facts were lost before, and
    whoever was called otherwise meanwhile."""
    scene = begin(alone)
    owner = Owner(scene)
    for step in steps:
        owner.do(step)
    told = list(owner.told)
    cut = chance.randint(0, len(told))

    # What was delivered before the rebuild began was told before its owner said its state again.
    before = [fact for fact in told[:cut] if chance.random() < 0.7]
    lost = [fact for fact in before if losing and chance.random() < 0.3]
    for fact in shuffled(chance, [each for each in before if each not in lost]):
        scene.follow(fact)
    run = scene.ask(BeginRebuild()).run
    later = [fact for fact in told if fact not in before]
    state_at = Owner(scene)
    state_at.told = told[: chance.randint(cut, len(told))]
    again = state_at.again(run)
    for event in shuffled(chance, [*later, *chance.sample(later, len(later) // 2), *again]):
        scene.tell_together([event])
    ended = scene.ask(EndRebuild(run=run, facts=len(again)))

    assert ended.ended
    assert ended.differences == 0 or lost
    for person in PEOPLE:
        items = scene.todo(person).items
        assert {(item.about.kind, item.title) for item in items} == owner.waiting(person)
        assert {item.author for item in items} <= {scene.named(each).name for each in PEOPLE} | FIRM


def shuffled(chance: random.Random, events: list[Any]) -> list[Any]:
    return chance.sample(events, len(events))


def test_until_all_facts_have_come_people_see_the_old_list(alone: sessionmaker[Session]) -> None:
    scene = begin(alone)
    owner = Owner(scene)
    owner.do(("share", "hollis", 0))
    run = scene.ask(BeginRebuild()).run
    (again,) = owner.again(run)
    assert not scene.ask(EndRebuild(run=run, facts=1)).ended
    scene.tell_together([again])
    assert scene.waiting() == []
    state = scene.ask(EndRebuild(run=run, facts=1))
    assert (state.heard, state.compared, state.differences) == (1, 2, 2)
    assert scene.waiting() == ["document 1.pdf"]


def test_whoever_is_called_otherwise_makes_no_difference(alone: sessionmaker[Session]) -> None:
    scene = begin(alone)
    owner = Owner(scene)
    for what in ("say", "share", "rename"):
        owner.do((what, "hollis", 1))
    scene.follow(*owner.told)
    run = scene.ask(BeginRebuild()).run
    scene.tell_together(owner.again(run))
    assert scene.ask(EndRebuild(run=run, facts=2)).differences == 0


def test_what_no_owner_says_waits_no_longer_and_those_whom_it_concerns_hear_of_it(
    alone: sessionmaker[Session],
) -> None:
    scene = begin(alone)
    scene.follow(scene.sent("ana", "eve"))
    scene.remove("eve", at=minutes(1))
    heard = len(scene.published(TodoChanged))
    run = scene.ask(BeginRebuild()).run
    state = scene.ask(EndRebuild(run=run, facts=0))
    (difference,) = state.shown
    assert (difference.person_id, difference.waited, difference.waits) == (
        scene.person("ana"),
        True,
        False,
    )
    assert (scene.waiting(), scene.waiting(tab="done")) == ([], ["conversation"])
    assert [news.audience for news in scene.published(TodoChanged)[heard:]] == [
        [scene.person("ana")]
    ]


def test_one_that_was_begun_before_is_given_up(alone: sessionmaker[Session]) -> None:
    scene = begin(alone)
    first, second = (scene.ask(BeginRebuild()).run for _ in range(2))
    with pytest.raises(NotFound):
        scene.ask(EndRebuild(run=first, facts=0))
    assert scene.ask(EndRebuild(run=second, facts=0)).ended


def test_it_begins_once_events_are_heard_and_asks_all_owners(alone: sessionmaker[Session]) -> None:
    scene = begin(alone)
    scene.service.runtime.listening = False
    with pytest.raises(Unavailable):
        scene.ask(BeginRebuild())


def test_what_is_said_again_to_a_service_that_came_late_fills_the_list(
    alone: sessionmaker[Session],
) -> None:
    scene = begin(alone)
    owner = Owner(scene)
    for what in ("say", "share", "bill"):
        owner.do((what, "hollis", 1))
    scene.tell_together(owner.again(uuid.uuid4()))
    assert set(scene.waiting()) == {"document 1.pdf", "conversation", "invoice Invoice 1"}
