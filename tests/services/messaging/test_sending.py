"""A participant sends a message: stored once, in order, and told."""

import datetime
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts import ids
from contracts.calls.messaging import SendMessage
from contracts.errors import AccessEnded, Conflict, InvalidInput, NotFound
from contracts.events.messages import MessageRead, MessageSent
from roster.testing import minutes
from tests.services.messaging.scene import Scene


def test_what_a_member_sends_is_shown_to_the_other_members(scene: Scene) -> None:
    sent = scene.send("ana", "Is Friday fine?")
    seen = scene.page("hollis").items[0]
    assert (sent.mine, seen.mine) == (True, False)
    assert (seen.id, seen.body, seen.sent_at) == (sent.id, "Is Friday fine?", sent.sent_at)
    assert (seen.author_id, seen.author_name, seen.author_role) == (
        scene.person("ana"),
        "Ana",
        "Client",
    )


def test_the_body_is_kept_exactly(scene: Scene) -> None:
    body = "  <b>Two\r\n\tlines</b> \u00e9 e\u0301 \U0001f600 \\u0000 '; DROP\u202e \n"
    assert scene.send(body=body).body == body
    assert scene.bodies("hollis") == [body]


def test_the_same_message_sent_again_is_stored_once_and_answered_alike(scene: Scene) -> None:
    own = ids.new_id()
    first = scene.send(id=own)
    assert scene.send(id=own) == first
    assert len(scene.bodies()) == 1
    assert len(scene.published(MessageSent)) == 1


def test_the_same_message_sent_at_the_same_time_is_stored_once(scene: Scene) -> None:
    own = ids.new_id()
    gate = threading.Barrier(8)

    def send(_: int) -> uuid.UUID:
        gate.wait()
        return scene.send(id=own).id

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {own}
    assert len(scene.bodies()) == 1
    assert len(scene.published(MessageSent)) == 1


def test_messages_sent_at_the_same_time_each_get_their_own_place(scene: Scene) -> None:
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda n: scene.send(body=f"{n}"), range(40)))
    assert sorted(int(message.cursor) for message in sent) == list(range(1, 41))
    told = scene.published(MessageSent)
    assert sorted(event.position for event in told) == list(range(1, 41))


def test_the_same_id_with_another_body_is_a_conflict(scene: Scene) -> None:
    own = ids.new_id()
    scene.send(id=own)
    with pytest.raises(Conflict):
        scene.send(id=own, body="Something else")
    assert scene.bodies() == ["Hello"]


def test_the_same_id_by_another_author_is_a_conflict(scene: Scene) -> None:
    own = ids.new_id()
    scene.send("ana", id=own)
    with pytest.raises(Conflict):
        scene.send("hollis", id=own)


def test_the_same_id_in_another_conversation_is_a_conflict(scene: Scene) -> None:
    scene.open("M-2")
    scene.add("ana", "M-2")
    own = ids.new_id()
    scene.send(id=own)
    with pytest.raises(Conflict):
        scene.send(id=own, matter="M-2")
    assert scene.bodies(matter="M-2") == []


def test_a_message_that_came_through_before_the_matter_closed_is_answered_again(
    scene: Scene,
) -> None:
    own = ids.new_id()
    first = scene.send(id=own)
    scene.close(at=minutes(5))
    assert scene.send(id=own) == first


def test_nobody_but_the_firm_writes_in_a_closed_matter(scene: Scene) -> None:
    scene.close(at=minutes(5))
    with pytest.raises(AccessEnded):
        scene.send()
    assert scene.bodies() == []
    assert scene.published(MessageSent) == []


def test_a_stranger_and_an_unknown_conversation_are_answered_alike(scene: Scene) -> None:
    with pytest.raises(NotFound) as stranger:
        scene.send("bob")
    with pytest.raises(NotFound) as unknown:
        scene.send("ana", matter="no such matter")
    assert stranger.value.text == unknown.value.text


def test_a_removed_member_cannot_send(scene: Scene) -> None:
    scene.remove("ana", at=minutes(5))
    with pytest.raises(NotFound):
        scene.send("ana")


def test_who_takes_part_from_a_later_date_cannot_send_before_it(scene: Scene) -> None:
    scene.add("eve", since=datetime.datetime(2199, 1, 1, tzinfo=datetime.UTC))
    with pytest.raises(AccessEnded):
        scene.send("eve")


@pytest.mark.parametrize(
    "given",
    [uuid.uuid4(), uuid.uuid1(), uuid.UUID(int=0), ids.message_id("firm", "n-1")],
    ids=["version 4", "version 1", "nil", "version 5"],
)
def test_an_id_that_is_no_uuid_of_version_7_is_refused(scene: Scene, given: uuid.UUID) -> None:
    with pytest.raises(InvalidInput):
        scene.send(id=given)


@pytest.mark.parametrize("off", [-20_000, -2, 2, 40_000], ids="{} days".format)
def test_a_message_takes_its_time_from_the_portal_however_wrong_the_clock_of_its_phone(
    scene: Scene, off: int
) -> None:
    scene.send(body="Before")
    now = datetime.datetime.now(datetime.UTC)
    sent = scene.send(id=_id_of(now + datetime.timedelta(days=off)), body="Now")
    assert abs(sent.sent_at - now) < datetime.timedelta(minutes=1)
    scene.send(body="After")
    assert scene.bodies() == ["Before", "Now", "After"]


@pytest.mark.parametrize(
    "body", [" ", "\n\t ", "\u200b", "\u00a0\u2003", "\u202e\u2060", "\u3164", "\ufe0f", "a\0b"]
)
def test_a_body_that_shows_nothing_or_cannot_be_kept_is_refused(scene: Scene, body: str) -> None:
    with pytest.raises(InvalidInput):
        scene.send(body=body)


def test_a_sent_message_is_told_with_its_place_and_all_who_may_see_it(scene: Scene) -> None:
    scene.add("gone")
    scene.remove("gone", at=minutes(1))
    scene.add("later", since=datetime.datetime(2199, 1, 1, tzinfo=datetime.UTC))
    sent = scene.send("ana", "Hello")
    (told,) = scene.published(MessageSent)
    assert set(told.audience) == {scene.person("ana"), scene.person("hollis")}
    assert (told.message_id, told.body, told.sent_at) == (sent.id, "Hello", sent.sent_at)
    assert (told.author.contact_ref, told.author.name, told.origin) == ("ana", "Ana", "portal")
    assert (told.matter_ref, told.conversation_ref, told.message_ref) == ("M-1", "", "")
    assert told.position == 1


def test_what_was_refused_is_not_told(scene: Scene) -> None:
    with pytest.raises(NotFound):
        scene.send("bob")
    assert scene.published(MessageSent) == []


def test_sending_counts_as_having_read_what_was_read_and_ones_own(scene: Scene) -> None:
    scene.post()
    scene.read()
    sent = scene.send()
    shown = scene.look()
    assert (shown.read_up_to, shown.summary.unread) == (sent.id, 0)
    assert len(scene.published(MessageRead)) == 1


def test_answering_is_no_proof_of_having_read(scene: Scene) -> None:
    scene.post()
    scene.send()
    shown = scene.look()
    assert (shown.read_up_to, shown.summary.unread) == (None, 1)


def test_an_account_that_is_two_members_writes_as_the_one_who_sees_more(scene: Scene) -> None:
    scene.add("eve", since=minutes(60))
    call = SendMessage(
        caller=scene.caller("eve", "ana"),
        conversation_id=scene.conversation(),
        message_id=ids.new_id(),
        body="Hello",
        audience_version=scene.version(),
    )
    assert scene.ask(call).author_id == scene.person("ana")


def _id_of(moment: datetime.datetime) -> uuid.UUID:
    milliseconds = int(moment.timestamp() * 1000)
    return uuid.UUID(int=milliseconds << 80 | ids.new_id().int & ((1 << 80) - 1))
