"""The list of a person's conversations."""

import datetime

import pytest

from contracts.calls.messaging import ConversationPage, GetConversation, ListConversations
from contracts.errors import InvalidInput, NotFound
from contracts.events.matters import MatterUpdated
from roster.testing import minutes
from tests.services.messaging.scene import Scene


def test_a_matter_brings_its_conversation_before_anything_is_said(scene: Scene) -> None:
    (shown,) = scene.overview().items
    assert (shown.id, shown.firm_id, shown.firm_name) == (
        scene.conversation(),
        scene.firm_id,
        "Hollis & Bray",
    )
    assert (shown.matter_title, shown.matter_number) == ("Estate of Ortiz", "26-114")
    assert (shown.last_line, shown.last_author, shown.last_at, shown.unread) == ("", "", None, 0)


def test_a_conversation_shows_the_newest_line_its_author_and_what_is_unread(scene: Scene) -> None:
    scene.post("n-1", "first", at=minutes(1))
    scene.post("n-2", "x" * 200, at=minutes(2))
    (shown,) = scene.overview().items
    assert (shown.last_line, shown.last_author) == ("x" * 140, "Hollis")
    assert (shown.last_at, shown.unread) == (minutes(2), 2)


def test_the_newest_line_is_ones_own_by_who_wrote_it_and_not_by_the_name(scene: Scene) -> None:
    scene.add("eve", name="Ana")
    scene.send("eve")
    shown = {contact: scene.overview(contact).items[0] for contact in ("ana", "eve")}
    assert {each.last_author for each in shown.values()} == {"Ana"}
    assert (shown["ana"].last_mine, shown["eve"].last_mine) == (False, True)


def test_ones_own_messages_are_never_unread(scene: Scene) -> None:
    scene.send("ana")
    scene.send("ana")
    assert scene.overview("ana").items[0].unread == 0
    assert scene.overview("hollis").items[0].unread == 2


def test_who_may_not_see_the_newest_line_is_not_shown_it(scene: Scene) -> None:
    scene.post("n-1", "old", at=minutes(1))
    scene.add("eve", since=minutes(5), at=minutes(5))
    (shown,) = scene.overview("eve").items
    assert (shown.last_line, shown.last_author, shown.last_at, shown.unread) == ("", "", None, 0)


def test_the_newest_activity_comes_first(scene: Scene) -> None:
    for n in (2, 3):
        scene.open(f"M-{n}", at=minutes(n))
        scene.add("ana", f"M-{n}")
    scene.send("ana", matter="M-2")
    assert _matters(scene, scene.overview()) == ["M-2", "M-3", "M-1"]


def test_who_takes_part_from_a_later_date_has_it_not_on_top_until_then(scene: Scene) -> None:
    scene.open("M-2", "A second matter")
    scene.add("ana", "M-2", since=scene.now + datetime.timedelta(days=400))
    scene.post(at=minutes(5))
    assert [each.matter_title for each in scene.overview().items] == [
        "Estate of Ortiz",
        "A second matter",
    ]


def test_page_by_page_each_conversation_comes_once(scene: Scene) -> None:
    for n in range(2, 12):
        # Some of the same moment: their ids then say which is first.
        scene.open(f"M-{n}", at=minutes(n // 3))
        scene.add("ana", f"M-{n}")
    whole = scene.overview().items
    page = scene.overview(limit=3)
    seen = list(page.items)
    while page.next:
        page = scene.overview(limit=3, cursor=page.next)
        seen += page.items
    assert len(whole) == 11
    assert seen == whole


def test_a_full_last_page_leads_nowhere(scene: Scene) -> None:
    assert scene.overview(limit=1).next is None


def test_only_ones_own_conversations_are_listed(scene: Scene) -> None:
    scene.open("M-2")
    scene.add("bob", "M-2")
    assert _matters(scene, scene.overview("ana")) == ["M-1"]
    assert _matters(scene, scene.overview("bob")) == ["M-2"]
    assert scene.overview("nobody").items == []
    assert scene.ask(ListConversations(caller=scene.caller())).items == []


def test_a_removed_participant_has_no_conversation_left(scene: Scene) -> None:
    scene.remove("ana", at=minutes(1))
    assert scene.overview("ana").items == []
    with pytest.raises(NotFound):
        scene.look("ana")


def test_an_account_sees_the_conversations_of_all_its_persons_once(scene: Scene) -> None:
    scene.add("eve", since=minutes(60))
    scene.open("M-2")
    scene.add("eve", "M-2")
    call = ListConversations(caller=scene.caller("ana", "eve"))
    assert sorted(_matters(scene, scene.ask(call))) == ["M-1", "M-2"]
    look = GetConversation(caller=call.caller, conversation_id=scene.conversation())
    assert scene.ask(look).me == scene.person("ana")


def test_a_conversation_names_its_participants_of_today(scene: Scene) -> None:
    scene.add("eve", kind="third_party", role="Interpreter", at=minutes(1))
    scene.add("gone")
    scene.remove("gone", at=minutes(1))
    shown = scene.look()
    participants = [
        (participant.name, participant.kind, participant.role) for participant in shown.participants
    ]
    assert participants == [
        ("Ana", "client", "Client"),
        ("Eve", "third_party", "Interpreter"),
        ("Hollis", "staff", "Attorney"),
    ]
    assert (shown.me, shown.read_up_to) == (scene.person("ana"), None)


def test_a_stranger_and_an_unknown_conversation_are_answered_alike(scene: Scene) -> None:
    for contact, matter in (("bob", "M-1"), ("ana", "no such matter")):
        with pytest.raises(NotFound):
            scene.look(contact, matter)


def test_a_change_of_the_matter_shows_at_once(scene: Scene) -> None:
    scene.tell(MatterUpdated(matter_id="M-1", title="Ortiz, deceased"), minutes(1))
    scene.close(at=minutes(2))
    (shown,) = scene.overview().items
    assert (shown.matter_title, shown.matter_number) == ("Ortiz, deceased", "26-114")
    assert shown.closed


def test_a_firm_that_is_not_registered_yet_is_named_by_its_id(bare: Scene) -> None:
    bare.open()
    bare.add("ana")
    assert bare.overview().items[0].firm_name == bare.firm_id


@pytest.mark.parametrize(
    "cursor", ["x", "1", "1.2", f"{'9' * 18}.{'0' * 32}", f"1.{'g' * 32}", f"1.{'0' * 32}\n"]
)
def test_a_cursor_that_is_none_of_ours_is_refused(scene: Scene, cursor: str) -> None:
    with pytest.raises(InvalidInput):
        scene.overview(cursor=cursor)


def _matters(scene: Scene, page: ConversationPage) -> list[str]:
    names = {scene.conversation(f"M-{n}"): f"M-{n}" for n in range(12)}
    return [names[shown.id] for shown in page.items]
