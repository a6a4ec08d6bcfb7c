"""What waits, said again, is what all facts have said of it."""

import uuid
from collections.abc import Iterable

from backbone.restating import Asked, Fact
from contracts.events.facts import About, MatterFact, Waiting
from contracts.events.waiting import ThingRestated
from roster.testing import minutes
from services.files import waiting
from tests.services.files.scene import Scene
from waiting import rule

ASKED = Asked("matters", uuid.UUID(int=1))


def said_again(scene: Scene) -> list[ThingRestated]:
    """What files says of this firm."""
    with scene.service.turn() as work:
        facts, place = list[Fact](), ""
        while batch := waiting.RESTATES[0].after(work, ASKED, place):
            facts += batch
            place = batch[-1].place
    return [fact.event for fact in facts if fact.firm_id == scene.firm_id]  # type: ignore[misc]


def test_said_again_it_is_what_the_facts_have_said(scene: Scene) -> None:
    """One opened, one in a new version since, one revoked, one of the client's own, one refused."""
    scene.add("eve")
    opened, newer, revoked = (scene.share(f"D-{n}", at=minutes(n)) for n in range(3))
    for document in (opened, newer, revoked):
        scene.address(document)
    scene.replace("D-1", at=minutes(9))
    refused = scene.share("D-3", checked=False)
    scene.revoke("D-2")
    scene.refuse(refused)
    scene.send(scene.upload())

    again = said_again(scene)
    facts = scene.published(MatterFact)
    assert waits(wait for event in again for wait in event.waits) == waits(
        wait for fact in facts for wait in fact.waits()
    )
    items = {fact.about(): item for fact in facts if (item := fact.item()) is not None}
    assert {event.about: event.item for event in again} == {
        about: item for about, item in items.items() if about.id != refused
    }


def waits(said: Iterable[Waiting]) -> set[tuple[uuid.UUID, About]]:
    return {key for key, wait in rule.merged(said).items() if wait.waits}
