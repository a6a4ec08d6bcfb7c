"""One's own message is withdrawn: its text is gone for readers, and a line in its place says so."""

import uuid

import pytest
import sqlalchemy as sa

from contracts import ids
from contracts.errors import AccessEnded, EventRefused, MessageChanged, NotFound, NotYours
from contracts.events.messages import MessageCorrected, MessageRecalled, MessageWithdrawn
from roster.testing import minutes
from services.messaging.models import Revision
from tests.services.messaging.scene import Scene
from waiting.rule import merged

SECRET = "For the other client"


def test_a_line_stands_in_its_place_and_the_text_is_nowhere(scene: Scene) -> None:
    own = scene.send("ana", SECRET).id
    scene.edit("ana", own, SECRET + "!")
    scene.pin("hollis", own)
    scene.send("hollis", "What is this?", reply_to=own)
    shown = scene.withdraw("ana", own)
    assert shown.withdrawn
    assert (shown.withdrawn.name, shown.withdrawn.mine) == ("Ana", True)
    everything = [
        scene.page("hollis"),
        scene.overview("hollis"),
        scene.pinned("hollis"),
        scene.details("hollis", own),
        scene.changed("hollis"),
    ]
    assert SECRET not in str(everything)
    gone, answer = scene.page("hollis").items
    assert gone.withdrawn
    assert (gone.body, gone.withdrawn.name, gone.pinned) == ("", "Ana", None)
    assert answer.reply_to
    assert (answer.reply_to.state, answer.reply_to.line) == ("withdrawn", "")


def test_every_revision_of_it_is_kept(scene: Scene) -> None:
    own = scene.send("ana", "First").id
    scene.edit("ana", own, "Second")
    scene.withdraw("ana", own)
    untouched = scene.send("ana", "Only").id
    scene.withdraw("ana", untouched)
    assert kept(scene, own) == ["First", "Second"]
    assert kept(scene, untouched) == ["Only"]


def test_withdrawn_again_it_stays_as_it_was(scene: Scene) -> None:
    own = scene.send("ana").id
    first = scene.withdraw("ana", own)
    assert scene.withdraw("ana", own) == first
    assert len(scene.published(MessageWithdrawn)) == 1


def test_only_who_wrote_it_withdraws_it_and_nobody_in_a_closed_matter(scene: Scene) -> None:
    own = scene.send("ana").id
    with pytest.raises(NotYours):
        scene.withdraw("hollis", own)
    with pytest.raises(NotFound):
        scene.withdraw("bob", own)
    scene.close(at=minutes(5))
    with pytest.raises(AccessEnded):
        scene.withdraw("ana", own)
    assert scene.bodies() == ["Hello"]


def test_what_was_withdrawn_is_neither_edited_nor_pinned(scene: Scene) -> None:
    own = scene.send("ana").id
    scene.withdraw("ana", own)
    with pytest.raises(MessageChanged):
        scene.edit("ana", own, "Other")
    with pytest.raises(MessageChanged):
        scene.pin("hollis", own)


def test_it_no_longer_counts_as_unread_and_waits_for_nobody(scene: Scene) -> None:
    first = scene.send("ana", "1").id
    assert scene.overview("hollis").items[0].unread == 1
    scene.withdraw("ana", first)
    assert scene.overview("hollis").items[0].unread == 0
    (told,) = scene.published(MessageWithdrawn)
    wait = merged(told.waits())
    assert {person for person, _ in wait} >= {scene.person("hollis")}
    assert all(each.closed == 1 and not each.waits for each in wait.values())


def test_where_something_else_is_unread_it_goes_on_waiting(scene: Scene) -> None:
    first = scene.send("ana", "1").id
    scene.send("ana", "2")
    scene.withdraw("ana", first)
    (told,) = scene.published(MessageWithdrawn)
    assert scene.person("hollis") not in told.settled
    assert scene.overview("hollis").items[0].unread == 1


def test_the_list_says_that_the_last_one_was_withdrawn(scene: Scene) -> None:
    own = scene.send("ana", SECRET).id
    scene.withdraw("ana", own)
    (summary,) = scene.overview("hollis").items
    assert (summary.last_line, summary.last_withdrawn, summary.last_author) == ("", True, "Ana")


def test_whether_it_had_been_read_is_shown_to_its_author_alone(scene: Scene) -> None:
    scene.add("eve", since=minutes(-60))
    own = scene.send("ana", SECRET).id
    scene.read("hollis", own)
    scene.withdraw("ana", own)
    scene.read("eve", own)
    details = scene.details("ana", own)
    assert details.revisions == []
    assert {each.name: each.revision for each in details.readers or []} == {
        "Hollis": 1,
        "Eve": None,
    }
    assert scene.details("hollis", own).readers is None


def test_a_firm_recalls_what_it_posted_and_corrects_it_no_more(scene: Scene) -> None:
    scene.post(body=SECRET)
    own = {"matter_id": "M-1", "message_id": "n-1", "author_id": "hollis"}
    scene.tell(MessageRecalled(**own), minutes(5))
    scene.tell(MessageRecalled(**own), minutes(6))
    (gone,) = scene.page().items
    assert gone.withdrawn
    assert (gone.body, gone.withdrawn.at) == ("", minutes(5))
    assert len(scene.published(MessageWithdrawn)) == 1
    with pytest.raises(EventRefused):
        scene.tell(MessageCorrected(**own, body="Other"), minutes(7))


def test_a_firm_does_not_recall_what_its_client_wrote(scene: Scene) -> None:
    own = scene.send("ana").id
    with pytest.raises(EventRefused):
        scene.tell(
            MessageRecalled(matter_id="M-1", message_id=str(own), author_id="hollis"), minutes(5)
        )
    assert ids.message_id(scene.firm_id, str(own)) != own


def kept(scene: Scene, message: uuid.UUID) -> list[str]:
    query = sa.select(Revision.body).where(Revision.message_id == message)
    with scene.sessions() as session:
        return list(session.scalars(query.order_by(Revision.number)))
