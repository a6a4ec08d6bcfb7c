"""Matters as their participants see them, and what the firm's events make of them."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from contracts import ids
from contracts.calls.matters import GetMatter
from contracts.errors import InvalidInput, NotFound, NotYet
from contracts.events.contacts import ContactInvited, ContactUpdated
from contracts.events.matters import MatterUpdated
from roster.models import Participant
from roster.testing import minutes
from tests.services.matters.scene import Scene


def test_a_participant_sees_the_matter_with_all_who_take_part_now(scene: Scene) -> None:
    scene.add("eve", kind="third_party", role="Interpreter", since=minutes(5), at=minutes(6))
    scene.add("gone")
    scene.remove("gone", at=minutes(1))
    matter = scene.get("ana")
    assert (matter.summary.firm_name, matter.summary.title) == ("Hollis & Bray", "Estate of Ortiz")
    assert (matter.summary.number, matter.summary.role) == ("26-114", "Client")
    assert [(one.name, one.kind, one.role) for one in matter.participants] == [
        ("Ana", "client", "Client"),
        ("Eve", "third_party", "Interpreter"),
        ("Hollis", "staff", "Attorney"),
    ]
    assert matter.participants[1].from_date == minutes(5)


def test_a_stranger_a_former_participant_and_an_unknown_matter_are_alike(scene: Scene) -> None:
    scene.add("gone")
    scene.remove("gone", at=minutes(1))
    refusals = set()
    for contact, matter in (("bob", "M-1"), ("gone", "M-1"), ("ana", "no such matter")):
        with pytest.raises(NotFound) as refused:
            scene.get(contact, matter)
        refusals.add((refused.value.code, refused.value.text, str(refused.value.extra)))
    assert len(refusals) == 1


def test_a_participant_of_another_matter_sees_only_that_one(scene: Scene) -> None:
    scene.open("M-2", "Another")
    scene.add("bob", "M-2")
    assert scene.titles("bob") == ["Another"]
    with pytest.raises(NotFound):
        scene.get("bob", "M-1")


def test_a_caller_who_is_nobody_has_no_matters(scene: Scene) -> None:
    assert scene.titles() == []


def test_open_matters_come_first_and_then_by_title(bare: Scene) -> None:
    for n, title in enumerate(["beta", "Alpha", "gamma", "Delta"]):
        bare.open(f"M-{n}", title)
        bare.add("ana", f"M-{n}")
    bare.close("M-1", at=minutes(1))
    assert bare.titles("ana") == ["beta", "Delta", "gamma", "Alpha"]


@pytest.mark.parametrize("limit", [1, 2, 3, 9, 100])
def test_page_by_page_each_matter_comes_once(bare: Scene, limit: int) -> None:
    for n in range(9):
        bare.open(f"M-{n}", f"{'x' * 190} {n % 3}")
        bare.add("ana", f"M-{n}")
        if n % 2:
            bare.close(f"M-{n}", at=minutes(1))
    page = bare.mine("ana", limit=limit)
    seen = list(page.items)
    while page.next:
        page = bare.mine("ana", limit=limit, cursor=page.next)
        seen += page.items
    assert seen == bare.mine("ana").items
    assert len(seen) == 9


def test_a_cursor_that_is_none_of_ours_is_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput):
        scene.mine("ana", cursor="next")


def test_a_matter_of_others_as_a_cursor_tells_nothing(scene: Scene) -> None:
    scene.open("M-0", "A title before")
    assert scene.mine("ana", cursor=str(ids.matter_id(scene.firm_id, "M-0"))).items == []


def test_an_account_with_two_persons_in_a_matter_sees_it_once(scene: Scene) -> None:
    scene.add("eve", role="Trustee", at=minutes(1))
    (summary,) = scene.mine("eve", "ana").items
    assert summary.role == "Client"


def test_events_about_an_unknown_matter_wait_for_its_opening(bare: Scene) -> None:
    for tell in (
        lambda: bare.add("ana"),
        lambda: bare.remove("ana"),
        lambda: bare.close(),
        lambda: bare.tell(MatterUpdated(matter_id="M-1", title="T")),
    ):
        with pytest.raises(NotYet):
            tell()


def test_a_removal_waits_for_the_joining_that_it_ends(scene: Scene) -> None:
    with pytest.raises(NotYet):
        scene.remove("eve", at=minutes(2))
    scene.add("eve", at=minutes(1))
    scene.remove("eve", at=minutes(2))
    assert scene.titles("eve") == []


def test_an_older_event_changes_nothing_that_a_newer_one_set(scene: Scene) -> None:
    scene.tell(MatterUpdated(matter_id="M-1", title="Newer"), minutes(5))
    scene.tell(MatterUpdated(matter_id="M-1", title="Older", number="26-200"), minutes(4))
    scene.close(at=minutes(5))
    scene.open(title="Oldest", at=minutes(3))
    summary = scene.get().summary
    assert (summary.title, summary.number, summary.closed) == ("Newer", "26-200", True)


def test_opening_a_matter_again_reopens_it(scene: Scene) -> None:
    scene.close(at=minutes(1))
    scene.open(title="Anew", number="", at=minutes(2))
    summary = scene.get().summary
    assert (summary.title, summary.number, summary.closed) == ("Anew", "", False)


def test_a_joining_older_than_the_removal_does_not_let_the_person_in(scene: Scene) -> None:
    scene.remove("ana", at=minutes(3))
    scene.add("ana", at=minutes(2))
    assert scene.titles("ana") == []
    scene.add("ana", at=minutes(4))
    assert scene.titles("ana") == ["Estate of Ortiz"]


def test_why_a_third_party_is_there_is_kept(scene: Scene) -> None:
    scene.add("eve", kind="third_party", reason="Interprets for Ana", at=minutes(1))
    key = (ids.matter_id(scene.firm_id, "M-1"), scene.person("eve"))
    with scene.sessions() as session:
        kept = session.get(Participant, key)
        assert kept is not None
        assert kept.reason == "Interprets for Ana"


def test_people_bear_the_newest_name_the_firm_gave_them(scene: Scene) -> None:
    invited = ContactInvited(contact_id="ana", name="Ana Ortiz", email="a@example.com")
    scene.tell(invited, minutes(5))
    scene.tell(ContactUpdated(contact_id="ana", name="Older"), minutes(4))
    scene.tell(ContactUpdated(contact_id="ana", time_zone="Europe/Madrid"), minutes(6))
    assert scene.get().participants[0].name == "Ana Ortiz"


def test_the_same_events_again_change_nothing(scene: Scene) -> None:
    before = scene.get()
    scene.begin()
    assert scene.get() == before


def test_two_firms_with_the_same_ids_do_not_mix(sessions: sessionmaker[Session]) -> None:
    one, other = Scene(sessions), Scene(sessions)
    one.begin()
    other.begin()
    other.close(at=minutes(1))
    assert not one.get().summary.closed
    call = GetMatter(caller=one.caller("ana"), matter_id=ids.matter_id(other.firm_id, "M-1"))
    with pytest.raises(NotFound):
        one.ask(call)
