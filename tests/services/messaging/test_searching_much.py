"""Of very many messages those that are found come in their order, and none is left out.

However frequent a word is, when it was said, and in however many conversations.
"""

import datetime
import itertools
import random
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from contracts import ids
from finding.keeping import kept
from roster.testing import START, minutes
from services.messaging.models import Conversation, Message
from tests.services.messaging.scene import Scene

SHARES = {"often": 0.9, "half": 0.5, "some": 0.05, "rare": 0.004}


@pytest.mark.parametrize(
    "messages",
    [[1_500], [900, 300, *[12] * 30], [700, *[1] * 230]],
    ids=["of one", "of some", "of one and many quiet ones"],
)
def test_all_that_is_found_comes_in_its_order(scene: Scene, messages: list[int]) -> None:
    moments = _written(scene, messages, until=START)
    for word, expected in moments.items():
        assert list(_found(scene, word)) == expected, word


def test_what_was_written_long_ago_and_came_late_has_its_place(scene: Scene) -> None:
    """Said in the conversation that was active last, and before all that others hold."""
    _written(scene, [0, 900], until=minutes(-100_000))
    _written(scene, [1], until=_LATER)
    moments = _written(scene, [0, 0, 900], until=START)
    assert list(_found(scene, "half"))[: len(moments["half"])] == moments["half"]


def test_a_conversation_too_many_to_look_into_is_not_passed_over(scene: Scene) -> None:
    parts = [
        _written(scene, [1], until=_LATER),
        _written(scene, [1] * 260, until=START),
        _written(scene, [400], until=minutes(-100_000)),
    ]
    assert list(_found(scene, "often")) == [at for part in parts for at in part["often"]]


def _written(
    scene: Scene, messages: list[int], until: datetime.datetime
) -> dict[str, list[datetime.datetime]]:
    """So many messages in a matter each; of each word when it was said, the latest first."""
    chance = random.Random(len(messages))
    moments: dict[str, list[datetime.datetime]] = {word: [] for word in SHARES}
    rows = []
    for number, many in enumerate(messages):
        conversation = _conversation(scene, number)
        for _ in range(many):
            at = until - datetime.timedelta(seconds=chance.uniform(0, 1_000_000))
            words = [word for word, share in SHARES.items() if chance.random() < share]
            for word in words:
                moments[word].append(at)
            rows.append(_row(scene, conversation, " ".join(words), at))
    with scene.sessions.begin() as session:
        session.execute(sa.insert(Message), rows)
        session.execute(_ACTIVE)
    return {word: sorted(each, reverse=True) for word, each in moments.items()}


def _conversation(scene: Scene, number: int) -> uuid.UUID:
    matter = f"much-{number}"
    scene.open(matter)
    scene.add("ana", matter, since=_LONG_AGO)
    return scene.conversation(matter)


def _row(
    scene: Scene, conversation: uuid.UUID, body: str, at: datetime.datetime
) -> dict[str, object]:
    return {
        "id": ids.new_id(),
        "conversation_id": conversation,
        "position": next(_POSITIONS),
        "author_id": scene.person("hollis"),
        "author_role": "Attorney",
        "origin": "firm",
        "ref": "",
        "body": body,
        "sent_at": at,
        "words": kept(conversation, body),
    }


def _found(scene: Scene, word: str) -> Iterator[datetime.datetime]:
    cursor: str | None = ""
    while cursor is not None:
        page = scene.search(word, cursor=cursor, limit=100)
        yield from (each.sent_at for each in page.items)
        cursor = page.next


_LONG_AGO, _LATER = minutes(-1_000_000), minutes(20_000)
_POSITIONS = itertools.count(1_000)
_LATEST = (
    sa.select(sa.func.max(Message.sent_at))
    .where(Message.conversation_id == Conversation.id)
    .scalar_subquery()
)
_ACTIVE = sa.update(Conversation).values(
    active_at=sa.func.greatest(Conversation.active_at, _LATEST)
)
