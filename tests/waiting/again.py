"""What an owner says again of one firm, and what waits by what was said."""

import uuid
from collections.abc import Iterable

from backbone.restating import Asked, Fact, Facts
from backbone.testing.scene import Scene
from contracts.events.facts import About, Waiting
from contracts.events.waiting import ThingRestated
from waiting import rule

ASKED = Asked("matters", uuid.UUID(int=1))


def said_again(scene: Scene, owned: Facts) -> list[ThingRestated]:
    """All of the scene's firm, batch by batch, to a list that is made anew."""
    with scene.service.turn() as work:
        facts, place = list[Fact](), ""
        while batch := owned.after(work, ASKED, place):
            facts += batch
            place = batch[-1].place
    return [fact.event for fact in facts if fact.firm_id == scene.firm_id]  # type: ignore[misc]


def waits(said: Iterable[Waiting]) -> set[tuple[uuid.UUID, About]]:
    return {key for key, wait in rule.merged(said).items() if wait.waits}
