"""The firm writes from its own system."""

import datetime
import uuid

import pytest

from backbone.restating import Asked
from contracts import ids
from contracts.errors import EventRefused, NotYet
from contracts.events.conversations import ConversationBegun
from contracts.events.messages import MessageSent
from contracts.events.restating import ConversationRestated
from roster.testing import minutes
from services.messaging import restating
from tests.services.messaging.scene import Scene


def test_a_message_from_the_firm_reaches_the_members(scene: Scene) -> None:
    scene.post(body="Dear Ana", at=minutes(1))
    (message,) = scene.page("ana").items
    assert (message.id, message.body) == (ids.message_id(scene.firm_id, "n-1"), "Dear Ana")
    assert (message.author_name, message.author_role, message.mine) == ("Hollis", "Attorney", False)
    assert message.sent_at == minutes(1)


def test_it_is_told_like_any_other_with_the_firms_own_ids(scene: Scene) -> None:
    scene.post(conversation="costs", subject_line="Costs", at=minutes(1))
    (told,) = scene.published(MessageSent)
    assert (told.origin, told.message_ref, told.conversation_ref) == ("firm", "n-1", "costs")
    assert (told.matter_ref, told.author.contact_ref) == ("M-1", "hollis")
    assert set(told.audience) == {scene.person("ana"), scene.person("hollis")}


def test_a_conversation_beside_the_main_one_is_told_of_once_and_again_to_who_comes_late(
    scene: Scene,
) -> None:
    scene.post()
    scene.post("n-2", conversation="costs")
    scene.post("n-3", conversation="costs", subject_line="Costs")
    assert scene.published(ConversationBegun) == [ConversationBegun(matter_ref="M-1", ref="costs")]
    with scene.service.turn() as work:
        asked = Asked("files", uuid.UUID(int=1))
        said = restating.conversations(work, asked, "")
        ours = [each.event for each in said if each.firm_id == scene.firm_id]
        assert restating.conversations(work, asked, said[-1].place) == []
    assert ours == [ConversationRestated(to="files", matter_ref="M-1", ref="costs")]


def test_who_joins_later_than_the_message_is_not_told(scene: Scene) -> None:
    scene.add("eve", since=minutes(2), at=minutes(2))
    scene.post(at=minutes(1))
    assert scene.person("eve") not in scene.published(MessageSent)[0].audience


def test_the_same_message_in_another_event_is_stored_and_told_once(scene: Scene) -> None:
    scene.post(at=minutes(1))
    scene.post(at=minutes(2))
    (message,) = scene.page().items
    assert message.sent_at == minutes(1)
    assert len(scene.published(MessageSent)) == 1


def test_the_same_id_with_another_body_is_refused(scene: Scene) -> None:
    scene.post(body="Dear Ana")
    with pytest.raises(EventRefused, match="was posted before, with another"):
        scene.post(body="Dear Bob")
    assert scene.bodies() == ["Dear Ana"]


def test_a_name_makes_another_conversation_of_the_matter_for_the_same_members(
    scene: Scene,
) -> None:
    scene.post("n-1", conversation="costs", subject_line="Costs", at=minutes(1))
    scene.post("n-2", conversation="costs", at=minutes(2))
    shown = scene.look("ana", ref="costs").summary
    assert (shown.subject_line, shown.unread) == ("Costs", 2)
    assert len(scene.overview("ana").items) == 2
    assert scene.bodies() == []
    scene.send("ana", ref="costs")


def test_the_first_subject_line_given_stays_whatever_comes_first(scene: Scene) -> None:
    for n, line in enumerate(["", "Costs", "Other"]):
        scene.post(f"n-{n}", conversation="costs", subject_line=line, at=minutes(n))
    assert scene.look("ana", ref="costs").summary.subject_line == "Costs"


def test_the_firm_may_write_in_a_closed_matter(scene: Scene) -> None:
    scene.close(at=minutes(1))
    scene.post(at=minutes(2))
    assert scene.bodies() == ["Dear Ana"]


def test_before_the_matter_or_the_author_is_known_it_waits(bare: Scene) -> None:
    with pytest.raises(NotYet):
        bare.post()
    bare.open()
    with pytest.raises(NotYet):
        bare.post()
    bare.add("hollis", kind="staff")
    bare.post()
    bare.add("ana")
    assert bare.bodies() == ["Dear Ana"]


def test_what_waits_leaves_nothing_behind(bare: Scene) -> None:
    bare.open()
    bare.add("ana")
    with pytest.raises(NotYet):
        bare.post(conversation="costs")
    assert len(bare.overview().items) == 1


def test_what_a_staff_member_wrote_is_taken_after_their_leaving_too(scene: Scene) -> None:
    scene.remove("hollis", at=minutes(5))
    scene.post(at=minutes(1))
    assert scene.bodies() == ["Dear Ana"]
    assert scene.person("hollis") not in scene.published(MessageSent)[0].audience


def test_a_firm_does_not_write_in_its_clients_name(scene: Scene) -> None:
    with pytest.raises(EventRefused):
        scene.post(author="ana")
    assert scene.bodies() == []


@pytest.mark.parametrize("body", [" ", "\u200b", "\u3164\u2800", "a\0b"])
def test_a_body_that_shows_nothing_or_cannot_be_kept_is_refused(scene: Scene, body: str) -> None:
    with pytest.raises(EventRefused):
        scene.post(body=body)


def test_a_clock_that_runs_ahead_puts_no_message_into_the_future(scene: Scene) -> None:
    scene.post(at=datetime.datetime(2199, 1, 1, tzinfo=datetime.UTC))
    (message,) = scene.page().items
    assert message.sent_at <= datetime.datetime.now(datetime.UTC)


def test_client_and_firm_share_one_order(scene: Scene) -> None:
    scene.post("n-1", "1", at=minutes(1))
    scene.send(body="2")
    scene.post("n-3", "3", at=minutes(3))
    assert scene.bodies() == ["1", "2", "3"]
    assert [event.position for event in scene.published(MessageSent)] == [1, 2, 3]
