"""One's own message is edited: all see it, and all that it said is kept."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts import ids
from contracts.errors import (
    AccessEnded,
    AudienceChanged,
    Conflict,
    EventRefused,
    InvalidInput,
    MessageChanged,
    NotFound,
    NotYet,
    NotYours,
)
from contracts.events.firms import FirmPolicyChanged
from contracts.events.messages import MessageCorrected, MessageEdited, MessageRead
from roster.testing import minutes
from tests.services.messaging.scene import Scene


def posted(scene: Scene) -> uuid.UUID:
    scene.post()
    return ids.message_id(scene.firm_id, "n-1")


def test_everyone_sees_what_it_says_now_and_can_review_what_it_said(scene: Scene) -> None:
    own = scene.send("ana", "At nine").id
    edited = scene.edit("ana", own, "At ten")
    assert (edited.body, edited.revision) == ("At ten", 2)
    (seen,) = scene.page("hollis").items
    assert (seen.body, seen.revision, seen.edited_at) == ("At ten", 2, edited.edited_at)
    revisions = scene.details("hollis", own).revisions
    assert [(each.number, each.body, each.act.name) for each in revisions] == [
        (1, "At nine", "Ana"),
        (2, "At ten", "Ana"),
    ]


def test_what_was_never_edited_has_the_one_revision_that_was_sent(scene: Scene) -> None:
    sent = scene.send("ana", "At nine")
    (only,) = scene.details("hollis", sent.id).revisions
    assert (only.number, only.body, only.act.at) == (1, "At nine", sent.sent_at)


def test_the_same_edit_again_changes_nothing(scene: Scene) -> None:
    own = scene.send().id
    first = scene.edit("ana", own, "Other")
    assert scene.edit("ana", own, "Other") == first
    assert len(scene.details("ana", own).revisions) == 2
    assert len(scene.published(MessageEdited)) == 1


def test_two_devices_do_not_overwrite_each_other(scene: Scene) -> None:
    own = scene.send().id

    def edit(n: int) -> str:
        try:
            return scene.edit("ana", own, f"{n}").body
        except MessageChanged:
            return "refused"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(edit, range(6)))
    (stands,) = [each for each in answers if each != "refused"]
    assert scene.bodies("hollis") == [stands]
    assert len(scene.details("ana", own).revisions) == 2


def test_only_who_wrote_it_edits_it(scene: Scene) -> None:
    own = scene.send("ana").id
    with pytest.raises(NotYours):
        scene.edit("hollis", own, "Not mine")
    with pytest.raises(NotFound):
        scene.edit("bob", own, "Not mine")
    assert scene.bodies() == ["Hello"]


def test_in_a_closed_matter_nothing_is_edited(scene: Scene) -> None:
    own = scene.send().id
    scene.close(at=minutes(5))
    with pytest.raises(AccessEnded):
        scene.edit("ana", own, "Other")


def test_an_edit_reaches_nobody_whom_its_author_was_not_shown(scene: Scene) -> None:
    own = scene.send().id
    before = scene.version()
    scene.add("eve", since=minutes(-60))
    with pytest.raises(AudienceChanged):
        scene.edit("ana", own, "Other", audience_version=before)
    assert scene.edit("ana", own, "Other").body == "Other"


def test_nothing_is_no_text(scene: Scene) -> None:
    own = scene.send().id
    with pytest.raises(InvalidInput):
        scene.edit("ana", own, "")


def test_an_edit_is_told_to_all_who_see_the_message(scene: Scene) -> None:
    own = scene.send("ana").id
    scene.edit("ana", own, "Other")
    (told,) = scene.published(MessageEdited)
    assert set(told.audience) == {scene.person("ana"), scene.person("hollis")}
    assert (told.message_id, told.body, told.revision, told.position) == (own, "Other", 2, 1)
    assert told.author.contact_ref == "ana"


def test_the_message_sent_again_after_it_was_edited_is_answered_as_it_stands(scene: Scene) -> None:
    own = ids.new_id()
    scene.send(id=own, body="First")
    scene.edit("ana", own, "Second")
    assert scene.send(id=own, body="First").body == "Second"
    with pytest.raises(Conflict):
        scene.send(id=own, body="Third")


def test_who_had_read_which_revision_stays_on_record(scene: Scene) -> None:
    scene.add("eve", since=minutes(-60))
    own = scene.send("ana", "First").id
    scene.read("hollis", own)
    scene.edit("ana", own, "Second")
    scene.read("eve", own)
    readers = {each.name: each.revision for each in scene.details("ana", own).readers or []}
    assert readers == {"Hollis": 1, "Eve": 2}
    assert scene.page("hollis").items[0].unseen_edit
    assert not scene.page("eve").items[0].unseen_edit

    scene.see("hollis", own, 2)
    scene.see("hollis", own, 2)
    readers = {each.name: each.revision for each in scene.details("ana", own).readers or []}
    assert readers == {"Hollis": 2, "Eve": 2}
    assert not scene.page("hollis").items[0].unseen_edit
    told = [(event.reader.name, event.revision) for event in scene.published(MessageRead)]
    assert told == [("Hollis", 1), ("Eve", 2), ("Hollis", 2)]


def test_a_revision_seen_by_who_never_read_the_message_is_no_reading(scene: Scene) -> None:
    own = scene.send("ana", "First").id
    scene.edit("ana", own, "Second")
    scene.see("hollis", own, 2)
    (hollis,) = scene.details("ana", own).readers or []
    assert (hollis.revision, hollis.read_at) == (None, None)


def test_where_the_firm_shows_no_receipts_nobody_sees_readers(scene: Scene) -> None:
    scene.tell(FirmPolicyChanged(receipts_shown=False), minutes(4))
    own = scene.send("ana").id
    scene.read("hollis", own)
    scene.edit("ana", own, "Other")
    scene.see("hollis", own, 2)
    assert scene.details("ana", own).readers is None
    assert [event.audience for event in scene.published(MessageRead)] == [
        [scene.person("hollis")],
        [scene.person("hollis")],
    ]


def test_details_show_nothing_from_before_the_from_date(scene: Scene) -> None:
    own = posted(scene)
    scene.add("eve", since=minutes(60))
    with pytest.raises(NotFound):
        scene.details("eve", own)
    with pytest.raises(NotFound):
        scene.see("eve", own, 1)


def test_an_open_page_learns_of_each_change_once(scene: Scene) -> None:
    one, two = scene.send(body="1").id, scene.send(body="2").id
    start = scene.page().change
    assert scene.changed(after=start).items == []
    scene.edit("ana", one, "1b")
    scene.edit("ana", two, "2b")
    scene.edit("ana", one, "1c", revision=2)
    first = scene.changed("hollis", after=start, limit=1)
    assert ([each.body for each in first.items], first.more) == (["2b"], True)
    rest = scene.changed("hollis", after=first.change, limit=1)
    assert ([each.body for each in rest.items], rest.more) == (["1c"], False)
    assert scene.page().change == rest.change
    with pytest.raises(NotFound):
        scene.changed("bob")


# What the firm does.


def corrected(scene: Scene, body: str, **more: str) -> MessageCorrected:
    given = {"matter_id": "M-1", "message_id": "n-1", "author_id": "hollis", **more}
    return MessageCorrected(body=body, **given)


def test_a_firm_corrects_what_it_posted_and_the_later_correction_stands(scene: Scene) -> None:
    own = posted(scene)
    scene.tell(corrected(scene, "Later"), minutes(9))
    scene.tell(corrected(scene, "Earlier"), minutes(8))
    assert scene.bodies() == ["Later"]
    assert [each.body for each in scene.details("ana", own).revisions] == ["Dear Ana", "Later"]
    (told,) = scene.published(MessageEdited)
    assert (told.message_ref, told.edited_at) == ("n-1", minutes(9))


def test_a_correction_waits_for_its_message(scene: Scene) -> None:
    with pytest.raises(NotYet):
        scene.tell(corrected(scene, "Other"), minutes(9))


def test_a_firm_does_not_edit_what_its_client_wrote(scene: Scene) -> None:
    own = scene.send("ana").id
    with pytest.raises(EventRefused):
        scene.tell(corrected(scene, "Other", message_id=str(own)), minutes(9))
    posted(scene)
    with pytest.raises(EventRefused):
        scene.tell(corrected(scene, "Other", author_id="ana"), minutes(9))


def test_the_same_post_after_a_correction_changes_nothing(scene: Scene) -> None:
    posted(scene)
    scene.tell(corrected(scene, "Other"), minutes(9))
    scene.post()
    assert scene.bodies() == ["Other"]
