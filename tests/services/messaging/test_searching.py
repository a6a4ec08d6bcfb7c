"""What was written is found by those who may see it, as it stands now."""

import threading
import uuid
from typing import Any

import pytest

from contracts import ids
from contracts.calls.caller import Caller
from contracts.calls.messaging import SearchConversations, SearchMessages
from contracts.errors import InvalidInput
from contracts.events.matters import MatterOpened, MatterUpdated
from contracts.values import LONGEST_MESSAGE
from roster.testing import minutes
from tests.services.messaging.scene import Scene


def test_a_message_is_found_with_where_it_stands(scene: Scene) -> None:
    sent = scene.send("hollis", "The lease of the flat was signed.")
    scene.send("ana", "Thank you")
    (found,) = scene.search("leases sig").items
    assert (found.id, found.conversation_id) == (sent.id, scene.conversation())
    assert (found.firm_name, found.matter_title) == ("Hollis & Bray", "Estate of Ortiz")
    assert (found.author_name, found.mine, found.cursor) == ("Hollis", False, sent.cursor)
    assert [piece.text for piece in found.snippet if piece.found] == ["lease", "signed"]


@pytest.mark.parametrize(
    "q", ["perez", "Pérez", "CONTRATOS perez", "contrato", "firmado alq", "señora", "senora"]
)
def test_accents_case_and_endings_make_no_difference(scene: Scene, q: str) -> None:
    text = "Señora Pérez: los contratos de alquiler están firmados"
    scene.send("ana", text)
    assert scene.found(q) == [text]


def test_all_words_must_be_there_and_only_the_last_is_a_beginning(scene: Scene) -> None:
    scene.send("ana", "The rent is due")
    assert scene.found("rent du") == ["The rent is due"]
    assert scene.found("ren due") == []
    assert scene.found("rent lease") == []


@pytest.mark.parametrize(
    "q",
    [
        "it's & | ! ( ) : *",
        "lease:*",
        "lease <-> x",
        "'lease' \\",
        "~lease",
        "le%ase",
        "½ lease",
        "㈠",
    ],
)
def test_odd_characters_are_harmless(scene: Scene, q: str) -> None:
    scene.send("ana", "the lease: it's here")
    try:
        scene.found(q)
    except InvalidInput:
        pytest.fail("There is a word in it.")


@pytest.mark.parametrize("q", ["!", "& | <->", "'", "…"])
def test_a_question_without_a_word_is_refused(scene: Scene, q: str) -> None:
    with pytest.raises(InvalidInput):
        scene.search(q)


def test_nothing_is_found_of_before_the_from_date(scene: Scene) -> None:
    scene.post("n-1", "The lease of before", at=minutes(1))
    scene.post("n-2", "The lease of after", at=minutes(10))
    scene.add("late", at=minutes(5), since=minutes(5))
    assert scene.found("lease", "late") == ["The lease of after"]
    assert scene.found("lease", "ana") == ["The lease of after", "The lease of before"]
    assert scene.found("before", "late") == []


def test_nothing_is_found_by_whoever_left_or_never_took_part(scene: Scene) -> None:
    scene.open("M-2", "Sale of a lease")
    scene.add("bob", "M-2")
    scene.send("ana", "The lease is here")
    assert scene.found("lease", "bob") == []
    assert scene.found("lease", "bob", conversation_id=scene.conversation()) == []
    scene.remove("ana", at=minutes(2))
    assert scene.found("lease", "ana") == []
    assert scene.found_names("ortiz", "ana") == []


def test_an_account_of_several_persons_sees_a_message_once(scene: Scene) -> None:
    scene.add("ana2")
    scene.send("ana", "The lease")
    assert scene.found("lease", "ana", "ana2") == ["The lease"]


def test_another_firm_finds_nothing_of_it(scene: Scene, bare: Scene) -> None:
    scene.send("ana", "The lease")
    bare.begin()
    bare.send("ana", "Our lease")
    assert bare.found("lease") == ["Our lease"]
    assert scene.found("lease") == ["The lease"]
    persons = [*scene.caller("ana").persons, *bare.caller("ana").persons]
    both = Caller(account_id=uuid.uuid4(), persons=persons)
    assert len(scene.ask(SearchMessages(caller=both, q="lease")).items) == 2
    of_one = scene.ask(SearchMessages(caller=both, q="lease", firm_id=bare.firm_id))
    assert [each.firm_id for each in of_one.items] == [bare.firm_id]


def test_an_edited_message_is_found_by_what_it_says_now(scene: Scene) -> None:
    own = scene.send("ana", "The lease ends in May").id
    scene.edit("ana", own, "The lease ends in June")
    assert scene.found("may") == []
    assert scene.found("june") == ["The lease ends in June"]


def test_a_withdrawn_message_is_not_found(scene: Scene) -> None:
    own = scene.send("ana", "The lease ends in May").id
    scene.withdraw("ana", own)
    assert scene.found("lease") == []
    scene.post("n-9", "A lease sent by mistake")
    scene.withdraw("hollis", ids.message_id(scene.firm_id, "n-9"))
    assert scene.found("lease", "hollis") == []


def test_a_search_is_narrowed_to_a_matter_or_a_conversation(scene: Scene) -> None:
    scene.open("M-2", "Sale")
    scene.add("ana", "M-2")
    scene.send("ana", "The lease of one")
    scene.send("ana", "The lease of two", matter="M-2")
    second = ids.matter_id(scene.firm_id, "M-2")
    assert scene.found("lease", matter_id=second) == ["The lease of two"]
    assert scene.found("lease", conversation_id=scene.conversation()) == ["The lease of one"]
    assert scene.found("lease", firm_id="elsewhere") == []


def test_pages_have_each_message_once_while_others_arrive(scene: Scene) -> None:
    for n in range(30):
        scene.send("ana", f"lease {n}")
    stop = threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            scene.send("hollis", "another lease")

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        seen, cursor = [], ""
        while True:
            page = scene.search("lease", cursor=cursor, limit=4)
            seen += [each.id for each in page.items]
            if page.next is None:
                break
            cursor = page.next
    finally:
        stop.set()
        writer.join()
    first = [each.id for each in scene.page(limit=100, after="0").items[:30]]
    assert len(seen) == len(set(seen))
    assert [each for each in seen if each in first] == first[::-1]


def test_the_newest_come_first_over_all_matters(scene: Scene) -> None:
    scene.open("M-2", "Sale")
    scene.add("hollis", "M-2", kind="staff")
    for n in range(6):
        matter = "M-1" if n % 2 else "M-2"
        scene.post(f"n-{n}", f"lease {n}", at=minutes(n), matter=matter)
    page = scene.search("lease", "hollis", limit=4)
    rest = scene.search("lease", "hollis", limit=4, cursor=page.next)
    found = [each.snippet[-1].text.strip() for each in [*page.items, *rest.items]]
    assert found == ["5", "4", "3", "2", "1", "0"]
    assert rest.next is None


def test_a_foreign_cursor_is_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput):
        scene.search("lease", cursor="17")


def test_no_message_is_too_strange_to_be_sent(scene: Scene) -> None:
    words = " ".join(chr(0x10400 + n % 80) * 2 + str(n) for n in range(4_000))
    for body in (words[:LONGEST_MESSAGE], "x" * LONGEST_MESSAGE, "😀", "ﷺ" * 10_000, "' \\ ~:*&"):
        scene.send("ana", body)
    assert len(scene.page().items) == 5


def test_a_conversation_is_found_by_its_names(scene: Scene) -> None:
    scene.post("n-1", "Hello", conversation="fees", subject_line="About the fees")
    both = {"[Estate] of Ortiz26-114About the fees", "[Estate] of Ortiz26-114"}
    assert set(scene.found_names("estate")) == both
    assert scene.found_names("fee") == ["Estate of Ortiz26-114About the [fees]"]
    assert len(scene.found_names("26-114")) == 2
    assert scene.found_names("hello") == []


def test_it_is_found_by_the_names_that_it_has_now(scene: Scene) -> None:
    scene.tell(MatterUpdated(matter_id="M-1", title="Sucesión Ortíz"), minutes(2))
    assert scene.found_names("estate") == []
    assert scene.found_names("sucesion ortiz") == ["[Sucesión] [Ortíz]26-114"]
    scene.tell(MatterUpdated(matter_id="M-1", title="Too late"), minutes(1))
    assert scene.found_names("late") == []
    scene.tell(MatterOpened(matter_id="M-1", title="Opened again", number="27-1"), minutes(3))
    assert scene.found_names("opened") == ["[Opened] again27-1"]


def test_pages_of_conversations_have_each_once(scene: Scene) -> None:
    for n in range(2, 9):
        scene.open(f"M-{n}", f"Estate {n}", at=minutes(n))
        scene.add("ana", f"M-{n}")
    asked: dict[str, Any] = {"caller": scene.caller("ana"), "q": "estate", "limit": 5}
    page = scene.ask(SearchConversations(**asked))
    rest = scene.ask(SearchConversations(**asked, cursor=page.next or ""))
    seen = [each.id for each in [*page.items, *rest.items]]
    assert len(seen) == len(set(seen)) == 8
    assert rest.next is None
