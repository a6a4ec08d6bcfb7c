"""What waits, said again, is what all facts have said of it."""

import random
import uuid

import pytest
from sqlalchemy.orm import Session, sessionmaker

from contracts.errors import NotYet
from contracts.events.facts import Item, MatterFact
from roster.testing import minutes
from services.messaging import waiting
from tests.services.messaging.scene import Scene
from tests.waiting.again import ASKED, said_again
from waiting import rule

PEOPLE = ["ana", "eve"]
(CONVERSATIONS,) = waiting.RESTATES


def live(scene: Scene) -> rule.Waits:
    return rule.merged(wait for fact in scene.published(MatterFact) for wait in fact.waits())


@pytest.mark.parametrize("seed", range(8))
def test_said_again_it_is_what_the_facts_have_said(
    sessions: sessionmaker[Session], seed: int
) -> None:
    """Posted, answered, read and withdrawn in a random order by people who stay."""
    chance = random.Random(seed)
    scene = Scene(sessions)
    scene.begin()
    scene.add("eve")
    messages: list[uuid.UUID] = []
    for n in range(12):
        who = chance.choice(PEOPLE)
        step = chance.choice(["post", "post", "send", "read", "withdraw"])
        if step == "post":
            scene.post(f"n-{n}", at=minutes(n), subject_line="")
        elif step == "send":
            messages.append(scene.send(who).id)
        elif messages and step == "withdraw":
            withdraw(scene, chance.choice(messages))
        elif shown := scene.page(who).items:
            scene.read(who, chance.choice(shown).id)

    again = rule.merged(wait for event in said_again(scene, CONVERSATIONS) for wait in event.waits)
    lived = live(scene)
    assert {key for key, wait in again.items() if wait.waits} == {
        key for key, wait in lived.items() if wait.waits
    }


def withdraw(scene: Scene, message: uuid.UUID) -> None:
    for who in PEOPLE:
        shown = {each.id: each for each in scene.page(who).items}
        if shown[message].mine:
            scene.withdraw(who, message)


def test_it_says_from_whom_the_newest_message_is_and_what_about(scene: Scene) -> None:
    scene.post("n-1", conversation="hearing", subject_line="The hearing")
    (event,) = said_again(scene, CONVERSATIONS)
    assert (event.run, event.to, event.matter_ref) == (ASKED.run, "matters", "M-1")
    hollis = scene.person("hollis")
    item = Item(number=1, title="The hearing", author="Hollis", author_id=hollis)
    assert event.item == item


def test_who_left_is_not_spoken_of_and_who_came_later_of_what_they_see(scene: Scene) -> None:
    scene.add("eve")
    scene.post("n-1", at=minutes(1))
    scene.remove("eve", at=minutes(2))
    scene.add("bob", since=minutes(3), at=minutes(3))
    (event,) = said_again(scene, CONVERSATIONS)
    assert {person for wait in event.waits for person in wait.persons} == {
        scene.person("ana"),
        scene.person("hollis"),
    }


def test_where_nothing_was_said_nothing_is_said_again(scene: Scene) -> None:
    assert said_again(scene, CONVERSATIONS) == []
    with pytest.raises(NotYet):
        scene.post(matter="M-2")
