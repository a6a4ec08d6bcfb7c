"""How much is unread: what others wrote behind the mark, counted up to a hundred."""

import pytest
import sqlalchemy as sa

from backbone.postgres import database
from backbone.testing import fresh_database
from roster.testing import minutes
from tests.services.messaging.scene import Scene
from tests.services.statements import pages_read

_FILL = sa.text("""
    INSERT INTO messages
    SELECT gen_random_uuid(), :conversation, last_position + n, :author, 'Client', 'portal', '',
           'word', CAST(:at AS timestamptz)
    FROM conversations, generate_series(1, :many) n WHERE id = :conversation
""")
_COUNT = sa.text("UPDATE conversations SET last_position = last_position + :many WHERE id = :it")


@pytest.mark.parametrize("wrote", [1, 99, 100, 101, 500])
def test_no_more_than_a_hundred_are_counted(scene: Scene, wrote: int) -> None:
    _write(scene, "hollis", wrote)
    assert scene.overview().items[0].unread == min(wrote, 100)
    assert scene.look().summary.unread == min(wrote, 100)


def test_a_mark_says_so_too_and_counts_what_is_behind_it(scene: Scene) -> None:
    scene.post(at=minutes(1))
    _write(scene, "hollis", 102)
    assert scene.read().unread == 100
    newest = scene.page(limit=3).items
    assert scene.read(message=newest[0].id).unread == 2
    assert scene.read(message=newest[2].id).unread == 0


def test_what_several_wrote_is_added_up_and_ones_own_is_not(scene: Scene) -> None:
    scene.add("eve", at=minutes(1))
    for author, wrote in (("hollis", 60), ("ana", 200), ("eve", 30), ("hollis", 5)):
        _write(scene, author, wrote)
    assert scene.overview("ana").items[0].unread == 95
    assert scene.overview("hollis").items[0].unread == 100
    assert scene.overview("eve").items[0].unread == 100


def test_what_somebody_wrote_who_has_left_stays_unread(scene: Scene) -> None:
    scene.add("eve")
    _write(scene, "eve", 3)
    scene.remove("eve", at=minutes(5))
    assert scene.overview("ana").items[0].unread == 3


def test_ones_own_messages_are_not_read_through_to_find_what_is_unread() -> None:
    engine = database.engine_for(fresh_database("messaging"))
    scene = Scene(database.sessions(engine))
    scene.begin()
    _write(scene, "hollis", 1)
    _write(scene, "ana", 1)
    few = pages_read(scene, scene.overview)
    _write(scene, "ana", 20_000)
    assert scene.overview().items[0].unread == 1
    assert pages_read(scene, scene.overview) < 2 * few
    engine.dispose()


def _write(scene: Scene, author: str, many: int) -> None:
    this = scene.conversation()
    told = {"author": scene.person(author), "at": minutes(2), "conversation": this, "many": many}
    with scene.sessions.begin() as session:
        session.execute(_FILL, told)
        session.execute(_COUNT, {"many": many, "it": this})
