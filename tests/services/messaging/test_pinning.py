"""Messages are pinned by any who take part, and answered with a quote."""

import pytest

from contracts import ids
from contracts.errors import AccessEnded, InvalidInput, NotFound, NotYet
from contracts.events.messages import (
    MessagePinAdded,
    MessagePinned,
    MessagePinRemoved,
    MessageSent,
    MessageUnpinned,
)
from roster.testing import minutes
from tests.services.messaging.scene import Scene


def test_what_one_pins_all_see_pinned_by_whom(scene: Scene) -> None:
    own = scene.send("ana").id
    scene.pin("hollis", own)
    (seen,) = scene.page("ana").items
    assert seen.pinned
    assert (seen.pinned.name, seen.pinned.mine) == ("Hollis", False)
    (told,) = scene.published(MessagePinned)
    assert (told.by.contact_ref, told.message_id) == ("hollis", own)


def test_pinned_and_unpinned_again_it_stays_as_it_was(scene: Scene) -> None:
    own = scene.send("ana").id
    assert scene.pin("hollis", own) != scene.unpin("ana", own)
    scene.unpin("ana", own)
    scene.pin("ana", own)
    first = scene.pin("hollis", own)
    assert first.pinned
    assert first.pinned.name == "Ana"
    assert len(scene.published(MessagePinned)) == 2
    assert len(scene.published(MessageUnpinned)) == 1


def test_the_last_pinned_come_first_page_by_page(scene: Scene) -> None:
    sent = [scene.send(body=f"{n}").id for n in range(3)]
    for own in (sent[1], sent[0], sent[2]):
        scene.pin("hollis", own)
    first = scene.pinned(limit=2)
    rest = scene.pinned(limit=2, cursor=first.next or "")
    assert [each.body for each in (*first.items, *rest.items)] == ["2", "0", "1"]
    assert rest.next is None


def test_pins_of_before_the_from_date_are_not_there(scene: Scene) -> None:
    scene.post()
    own = ids.message_id(scene.firm_id, "n-1")
    scene.pin("ana", own)
    scene.add("eve", since=minutes(60))
    assert scene.pinned("eve").items == []
    assert scene.changed("eve").items == []
    for act in (scene.pin, scene.unpin):
        for who in ("eve", "bob"):
            with pytest.raises(NotFound):
                act(who, own)
    with pytest.raises(NotFound):
        scene.pinned("bob")


def test_a_message_of_another_conversation_is_not_pinned_here(scene: Scene) -> None:
    scene.open("M-2")
    scene.add("ana", "M-2")
    other = scene.send("ana", matter="M-2").id
    with pytest.raises(NotFound):
        scene.pin("ana", other)


def test_in_a_closed_matter_nothing_is_pinned(scene: Scene) -> None:
    own = scene.send("ana").id
    scene.close(at=minutes(5))
    for act in (scene.pin, scene.unpin):
        with pytest.raises(AccessEnded):
            act("ana", own)


def test_a_firm_pins_what_anybody_wrote_and_what_comes_late_changes_nothing(scene: Scene) -> None:
    own = scene.send("ana").id
    named = {"matter_id": "M-1", "message_id": str(own), "author_id": "hollis"}
    with pytest.raises(NotYet):
        scene.tell(MessagePinRemoved(**named), minutes(6))
    scene.tell(MessagePinAdded(**named), minutes(5))
    scene.tell(MessagePinRemoved(**named), minutes(4))
    assert [each.id for each in scene.pinned().items] == [own]
    scene.tell(MessagePinRemoved(**named), minutes(7))
    scene.tell(MessagePinAdded(**named), minutes(6))
    assert scene.pinned().items == []


# Answers.


def test_an_answer_shows_what_it_answers_in_short(scene: Scene) -> None:
    first = scene.send("ana", "word " * 100).id
    answer = scene.send("hollis", "Yes", reply_to=first)
    assert answer.reply_to
    assert answer.reply_to.message_id == first
    quote = scene.page("ana").items[1].reply_to
    assert quote
    assert (quote.state, quote.author_name, quote.mine) == ("shown", "Ana", True)
    assert quote.line == ("word " * 100)[:140]
    told = scene.published(MessageSent)
    assert [event.reply_to for event in told] == [None, first]


def test_an_answer_sent_again_is_answered_alike(scene: Scene) -> None:
    first, own = scene.send("ana").id, ids.new_id()
    sent = scene.send("hollis", id=own, reply_to=first)
    assert scene.send("hollis", id=own, reply_to=first) == sent


def test_what_is_edited_is_quoted_as_it_says_now(scene: Scene) -> None:
    first = scene.send("ana", "Old").id
    scene.send("hollis", reply_to=first)
    scene.edit("ana", first, "New")
    quote = scene.page("hollis").items[1].reply_to
    assert quote
    assert quote.line == "New"


def test_of_what_somebody_may_not_see_no_quote_shows_anything(scene: Scene) -> None:
    scene.post(body="Before her time")
    scene.send("ana", "Answer", reply_to=ids.message_id(scene.firm_id, "n-1"))
    scene.add("eve", since=minutes(60))
    (seen,) = scene.page("eve").items
    assert seen.reply_to
    assert seen.reply_to.state == "hidden"
    assert (seen.reply_to.message_id, seen.reply_to.line, seen.reply_to.author_name) == (
        None,
        "",
        "",
    )


def test_nobody_answers_what_they_do_not_see(scene: Scene) -> None:
    scene.post()
    scene.add("eve", since=minutes(60))
    scene.open("M-2")
    scene.add("ana", "M-2")
    other = scene.send("ana", matter="M-2").id
    for who, what in (("eve", ids.message_id(scene.firm_id, "n-1")), ("ana", other)):
        with pytest.raises(InvalidInput):
            scene.send(who, reply_to=what)


def test_a_firm_answers_its_own_messages_and_those_of_its_client(scene: Scene) -> None:
    first = scene.send("ana", "When?").id
    scene.post("n-1", "Tomorrow", reply_to=str(first))
    scene.post("n-2", "At ten", reply_to="n-1", at=minutes(1))
    quotes = [each.reply_to for each in scene.page().items]
    assert [quote and quote.line for quote in quotes] == [None, "When?", "Tomorrow"]
    with pytest.raises(NotYet):
        scene.post("n-3", "Late", reply_to="n-99")
