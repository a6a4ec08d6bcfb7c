"""What waits, said again, is what all facts have said of it."""

from contracts.events.facts import MatterFact
from roster.testing import minutes
from services.files import waiting
from tests.services.files.scene import Scene
from tests.waiting.again import said_again, waits


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

    again = said_again(scene, waiting.RESTATES[0])
    facts = scene.published(MatterFact)
    assert waits(wait for event in again for wait in event.waits) == waits(
        wait for fact in facts for wait in fact.waits()
    )
    items = {fact.about(): item for fact in facts if (item := fact.item()) is not None}
    assert {event.about: event.item for event in again} == {
        about: item for about, item in items.items() if about.id != refused
    }
