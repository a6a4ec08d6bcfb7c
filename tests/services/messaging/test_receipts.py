"""Read marks move forward only, and each move is told."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts import ids
from contracts.errors import NotFound, NotYet
from contracts.events.firms import FirmPolicyChanged
from contracts.events.messages import MessageRead
from roster.testing import minutes
from tests.services.messaging.scene import Scene


@pytest.fixture
def told(scene: Scene) -> Scene:
    """Hollis has posted three messages."""
    for n in (1, 2, 3):
        scene.post(f"n-{n}", f"{n}", at=minutes(n))
    return scene


def test_reading_up_to_a_message_leaves_the_later_ones_unread(told: Scene) -> None:
    state = told.read("ana", _id(told, 2))
    assert (state.read_up_to, state.unread) == (_id(told, 2), 1)
    assert told.look().read_up_to == _id(told, 2)
    assert told.look().summary.unread == 1


def test_a_mark_never_moves_back(told: Scene) -> None:
    told.read("ana", _id(told, 3))
    state = told.read("ana", _id(told, 1))
    assert (state.read_up_to, state.unread) == (_id(told, 3), 0)


def test_only_a_move_is_told(told: Scene) -> None:
    for n in (2, 2, 1, 3, 3):
        told.read("ana", _id(told, n))
    assert [event.position for event in told.published(MessageRead)] == [2, 3]


def test_marks_set_at_the_same_time_end_at_the_furthest(told: Scene) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: told.read("ana", _id(told, n)), [1, 2, 3, 2, 1, 3] * 4))
    assert told.look().read_up_to == _id(told, 3)
    positions = [event.position for event in told.published(MessageRead)]
    assert positions == sorted(set(positions))


def test_a_move_is_told_with_the_reader_to_all_who_may_see_the_message(told: Scene) -> None:
    told.add("eve", since=minutes(3), at=minutes(4))
    told.read("ana", _id(told, 2))
    (event,) = told.published(MessageRead)
    assert set(event.audience) == {told.person("ana"), told.person("hollis")}
    assert (event.reader.contact_ref, event.reader.name) == ("ana", "Ana")
    assert (event.message_id, event.position, event.matter_ref) == (_id(told, 2), 2, "M-1")


def test_where_the_firm_shows_no_receipts_participants_see_their_own_alone(told: Scene) -> None:
    told.tell(FirmPolicyChanged(receipts_shown=False), minutes(4))
    told.read("ana", _id(told, 2))
    assert _marks(told, "ana")["Ana"] == _id(told, 2)
    assert _marks(told, "hollis")["Ana"] is None
    (event,) = told.published(MessageRead)
    assert event.audience == [told.person("ana")]


def test_the_newest_word_on_receipts_counts(told: Scene) -> None:
    told.tell(FirmPolicyChanged(receipts_shown=False), minutes(5))
    told.tell(FirmPolicyChanged(receipts_shown=True), minutes(4))
    told.tell(FirmPolicyChanged(idle_minutes=30), minutes(6))
    told.read("ana", _id(told, 2))
    assert _marks(told, "hollis")["Ana"] is None
    told.tell(FirmPolicyChanged(receipts_shown=True), minutes(7))
    assert _marks(told, "hollis")["Ana"] == _id(told, 2)


def test_a_policy_before_its_firm_is_tried_again(scene: Scene) -> None:
    stranger = Scene(scene.sessions)
    with pytest.raises(NotYet):
        stranger.tell(FirmPolicyChanged(receipts_shown=False))


def test_each_participant_has_a_mark_of_their_own(told: Scene) -> None:
    told.add("eve", since=minutes(0), at=minutes(4))
    told.read("ana", _id(told, 3))
    assert told.look("eve").summary.unread == 3


def test_a_message_that_the_caller_may_not_see_cannot_be_marked(told: Scene) -> None:
    told.add("eve", since=minutes(3), at=minutes(4))
    told.open("M-2")
    told.add("ana", "M-2")
    for contact, matter in (("bob", "M-1"), ("eve", "M-1"), ("ana", "M-2")):
        with pytest.raises(NotFound):
            told.read(contact, _id(told, 1), matter=matter)
    with pytest.raises(NotFound):
        told.read("ana", ids.new_id())


def test_a_removed_participant_marks_nothing(told: Scene) -> None:
    told.remove("ana", at=minutes(9))
    with pytest.raises(NotFound):
        told.read("ana", _id(told, 1))
    assert told.published(MessageRead) == []


def test_a_closed_matter_can_still_be_read(told: Scene) -> None:
    told.close(at=minutes(9))
    assert told.read("ana", _id(told, 3)).unread == 0


def test_participants_see_how_far_the_others_have_read(told: Scene) -> None:
    told.read("ana", _id(told, 2))
    marks = {
        participant.person_id: participant.read_up_to
        for participant in told.look("hollis").participants
    }
    assert marks == {told.person("ana"): _id(told, 2), told.person("hollis"): None}


def test_a_mark_on_a_message_before_the_from_date_says_nothing(told: Scene) -> None:
    told.add("eve", since=minutes(3), at=minutes(4))
    told.read("ana", _id(told, 2))
    assert {each.read_up_to for each in told.look("eve").participants} == {None}


def _id(scene: Scene, n: int) -> uuid.UUID:
    return ids.message_id(scene.firm_id, f"n-{n}")


def _marks(scene: Scene, contact: str) -> dict[str, uuid.UUID | None]:
    """How far each participant has read, as this one sees it."""
    return {each.name: each.read_up_to for each in scene.look(contact).participants}
