"""A conversation is read a page at a time, in both directions."""

import threading

import pytest

from contracts.calls.messaging import ListMessages
from contracts.errors import InvalidInput, NotFound
from roster.testing import minutes
from tests.services.messaging.scene import Scene


def test_without_a_cursor_the_newest_come_in_their_order(scene: Scene) -> None:
    _send(scene, 5)
    page = scene.page(limit=3)
    assert [message.body for message in page.items] == ["3", "4", "5"]
    assert page.older is not None
    assert page.newer is None


def test_a_conversation_without_messages_is_an_empty_page(scene: Scene) -> None:
    page = scene.page()
    assert (page.items, page.older, page.newer) == ([], None, None)


def test_a_page_that_holds_everything_leads_nowhere(scene: Scene) -> None:
    _send(scene, 3)
    page = scene.page(limit=3)
    assert (len(page.items), page.older, page.newer) == (3, None, None)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 100])
def test_going_back_page_by_page_shows_each_message_once(scene: Scene, limit: int) -> None:
    _send(scene, 7)
    seen = _all_back(scene, limit)
    assert seen == [str(n) for n in range(1, 8)]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 100])
def test_going_forward_page_by_page_shows_each_message_once(scene: Scene, limit: int) -> None:
    _send(scene, 7)
    page = scene.page(after="0", limit=limit)
    seen = [message.body for message in page.items]
    while page.newer:
        page = scene.page(after=page.newer, limit=limit)
        assert page.older is not None
        seen += [message.body for message in page.items]
    assert seen == [str(n) for n in range(1, 8)]


def test_both_directions_meet_in_the_middle(scene: Scene) -> None:
    _send(scene, 9)
    middle = scene.page(limit=9).items[4].cursor
    before, after = scene.page(before=middle, limit=2), scene.page(after=middle, limit=2)
    assert [message.body for message in before.items] == ["3", "4"]
    assert [message.body for message in after.items] == ["6", "7"]
    assert scene.bodies(after=before.newer, limit=1) == ["5"]
    assert scene.bodies(before=after.older, limit=1) == ["5"]


def test_an_empty_page_beyond_either_end_leads_back(scene: Scene) -> None:
    _send(scene, 3)
    beyond, ahead = scene.page(after="3"), scene.page(before="1")
    assert (beyond.items, beyond.newer) == ([], None)
    assert scene.bodies(before=beyond.older) == ["1", "2", "3"]
    assert (ahead.items, ahead.older) == ([], None)
    assert scene.bodies(after=ahead.newer) == ["1", "2", "3"]


def test_what_arrives_later_is_found_after_the_last_cursor(scene: Scene) -> None:
    _send(scene, 2)
    last = scene.page().items[-1].cursor
    scene.send("hollis", "later")
    assert scene.bodies(after=last) == ["later"]


def test_pages_stay_stable_while_messages_arrive(scene: Scene) -> None:
    _send(scene, 30)
    stop = threading.Event()

    def keep_sending() -> None:
        while not stop.is_set():
            scene.send("hollis", "meanwhile")

    sender = threading.Thread(target=keep_sending)
    sender.start()
    try:
        forward = _forward_until_end(scene, limit=4)
        back = _all_back(scene, limit=4)
    finally:
        stop.set()
        sender.join()
    assert [body for body in back if body != "meanwhile"] == [str(n) for n in range(1, 31)]
    assert forward[:30] == [str(n) for n in range(1, 31)]
    final = scene.page(limit=100).items
    assert len({message.id for message in final}) == len(final)


def test_a_member_sees_only_what_was_sent_since_the_from_date(scene: Scene) -> None:
    for minute in (1, 2, 3):
        scene.post(f"n-{minute}", f"{minute}", at=minutes(minute))
    scene.add("eve", since=minutes(2), at=minutes(5))
    page = scene.page("eve", limit=2)
    assert [message.body for message in page.items] == ["2", "3"]
    assert (page.older, page.newer) == (None, None)
    assert scene.bodies("eve", after="0") == ["2", "3"]
    assert scene.bodies("eve", before="2") == []
    assert scene.page("eve", before="2").older is None


def test_without_a_from_date_a_member_sees_what_comes_after_the_event(scene: Scene) -> None:
    scene.post("n-1", "before", at=minutes(1))
    scene.add("eve", at=minutes(2))
    scene.post("n-2", "after", at=minutes(3))
    assert scene.bodies("eve") == ["after"]


def test_a_stranger_a_removed_member_and_an_unknown_conversation_are_alike(scene: Scene) -> None:
    scene.post()
    scene.add("gone")
    scene.remove("gone", at=minutes(1))
    refusals = set()
    for contact, matter in (("bob", "M-1"), ("gone", "M-1"), ("ana", "no such matter")):
        with pytest.raises(NotFound) as refused:
            scene.page(contact, matter=matter)
        refusals.add((refused.value.code, refused.value.text, str(refused.value.extra)))
    assert len(refusals) == 1


def test_a_caller_who_is_nobody_sees_nothing(scene: Scene) -> None:
    with pytest.raises(NotFound):
        scene.ask(_of_nobody(scene))


def test_a_closed_matter_stays_readable(scene: Scene) -> None:
    scene.post()
    scene.close(at=minutes(5))
    assert scene.bodies() == ["Dear Ana"]


@pytest.mark.parametrize(
    "cursor", ["x", "-1", "1.5", " 1", "1\n", "\u0661", "9" * 19, "1; DROP TABLE messages", "\0"]
)
def test_a_cursor_that_is_none_of_ours_is_refused(scene: Scene, cursor: str) -> None:
    for direction in ("before", "after"):
        with pytest.raises(InvalidInput):
            scene.page(**{direction: cursor})


def test_both_cursors_at_once_are_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput):
        scene.page(before="2", after="1")


def _of_nobody(scene: Scene) -> ListMessages:
    return ListMessages(caller=scene.caller(), conversation_id=scene.conversation())


def _send(scene: Scene, count: int) -> None:
    for n in range(1, count + 1):
        scene.send(body=str(n))


def _all_back(scene: Scene, limit: int) -> list[str]:
    page = scene.page(limit=limit)
    seen = [message.body for message in page.items]
    while page.older:
        page = scene.page(before=page.older, limit=limit)
        assert page.newer is not None
        seen = [message.body for message in page.items] + seen
    return seen


def _forward_until_end(scene: Scene, limit: int) -> list[str]:
    page = scene.page(after="0", limit=limit)
    seen = [message.body for message in page.items]
    while page.newer and len(seen) < 60:
        page = scene.page(after=page.newer, limit=limit)
        seen += [message.body for message in page.items]
    return seen
