"""What the firm's events make of matters and participants, in whatever order they come."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from contracts.errors import AccessEnded, NotFound, NotYet
from contracts.events.contacts import ContactInvited, ContactUpdated
from contracts.events.matters import MatterUpdated
from contracts.events.restating import MatterRestated
from roster.testing import minutes
from tests.services.messaging.scene import Scene


def test_nobody_joins_or_leaves_a_matter_before_it_is_opened(bare: Scene) -> None:
    with pytest.raises(NotYet):
        bare.add("ana")
    with pytest.raises(NotYet):
        bare.remove("ana")
    bare.open()
    bare.add("ana")
    assert len(bare.overview().items) == 1


def test_a_matter_is_not_changed_or_closed_before_it_is_opened(bare: Scene) -> None:
    with pytest.raises(NotYet):
        bare.close()
    with pytest.raises(NotYet):
        bare.tell(MatterUpdated(matter_id="M-1", title="T"))


def test_a_removal_waits_for_the_joining_that_it_ends(bare: Scene) -> None:
    bare.open()
    with pytest.raises(NotYet):
        bare.remove("ana", at=minutes(2))
    bare.add("ana", at=minutes(1))
    bare.remove("ana", at=minutes(2))
    assert bare.overview().items == []


def test_a_joining_that_comes_after_its_removal_changes_nothing(scene: Scene) -> None:
    scene.add("eve", at=minutes(1))
    scene.remove("eve", at=minutes(3))
    scene.add("eve", role="Expert", at=minutes(2))
    with pytest.raises(NotFound):
        scene.look("eve")


def test_who_comes_back_does_not_see_what_was_said_meanwhile(scene: Scene) -> None:
    scene.add("eve", since=minutes(0), at=minutes(0))
    scene.remove("eve", at=minutes(2))
    scene.post("n-1", "meanwhile", at=minutes(3))
    scene.add("eve", at=minutes(4))
    scene.post("n-2", "again", at=minutes(5))
    assert scene.bodies("eve") == ["again"]


def test_sent_again_without_a_from_date_a_joining_hides_nothing(scene: Scene) -> None:
    scene.add("eve", at=minutes(1))
    scene.post("n-1", "before the nightly sync", at=minutes(2))
    scene.add("eve", role="Interpreter", at=minutes(3))
    assert scene.bodies("eve") == ["before the nightly sync"]


def test_a_from_date_that_was_given_stays_until_another_one_is(scene: Scene) -> None:
    scene.post("n-1", "first", at=minutes(1))
    scene.post("n-2", "second", at=minutes(3))
    scene.add("eve", since=minutes(2), at=minutes(4))
    scene.add("eve", at=minutes(5))
    assert scene.bodies("eve") == ["second"]
    scene.add("eve", since=minutes(0), at=minutes(6))
    assert scene.bodies("eve") == ["first", "second"]


def test_a_removal_that_comes_late_still_hides_what_was_said_meanwhile(scene: Scene) -> None:
    scene.add("eve", at=minutes(1))
    scene.post("n-1", "meanwhile", at=minutes(3))
    scene.add("eve", at=minutes(4))
    scene.remove("eve", at=minutes(2))
    scene.post("n-2", "again", at=minutes(5))
    assert scene.bodies("eve") == ["again"]


def test_a_late_removal_does_not_end_a_newer_joining(scene: Scene) -> None:
    scene.add("eve", at=minutes(4))
    scene.remove("eve", at=minutes(2))
    assert scene.look("eve").me == scene.person("eve")


def test_sent_again_a_joining_changes_role_and_from_date(scene: Scene) -> None:
    scene.post(at=minutes(1))
    scene.add("eve", role="Friend", since=minutes(0), at=minutes(2))
    scene.add("eve", role="Interpreter", since=minutes(9), at=minutes(3))
    scene.add("eve", role="Older", since=minutes(0), at=minutes(1))
    assert scene.bodies("eve") == []
    assert "Interpreter" in {each.role for each in scene.look("eve").participants}


def test_opening_a_closed_matter_again_lets_its_participants_write(scene: Scene) -> None:
    scene.close(at=minutes(1))
    scene.open(at=minutes(2))
    scene.send()


def test_a_closing_that_comes_after_the_reopening_changes_nothing(scene: Scene) -> None:
    scene.open(at=minutes(3))
    scene.close(at=minutes(2))
    scene.send()


def test_an_opening_that_comes_after_the_closing_does_not_undo_it(scene: Scene) -> None:
    scene.close(at=minutes(3))
    scene.open(at=minutes(2))
    with pytest.raises(AccessEnded):
        scene.send()


def test_an_older_update_does_not_overwrite_a_newer_one(scene: Scene) -> None:
    scene.tell(MatterUpdated(matter_id="M-1", title="Newer"), minutes(5))
    scene.tell(MatterUpdated(matter_id="M-1", title="Older", number="26-200"), minutes(4))
    shown = scene.look().summary
    assert (shown.matter_title, shown.matter_number) == ("Newer", "26-200")


def test_the_same_events_again_change_nothing(scene: Scene) -> None:
    before = scene.look()
    scene.begin()
    assert scene.look() == before


def test_a_firm_bears_its_newest_name(scene: Scene) -> None:
    scene.register("Bray & Partners", at=minutes(5))
    scene.register("Older", at=minutes(4))
    assert scene.overview().items[0].firm_name == "Bray & Partners"


def test_a_contacts_new_name_shows_on_what_they_wrote_before(scene: Scene) -> None:
    scene.send("ana")
    scene.tell(ContactUpdated(contact_id="ana", name="Ana Ortiz"), minutes(5))
    scene.tell(ContactUpdated(contact_id="ana", name="Older"), minutes(4))
    scene.tell(ContactUpdated(contact_id="ana", email="a@example.com"), minutes(6))
    assert scene.page("hollis").items[0].author_name == "Ana Ortiz"
    assert scene.overview().items[0].last_author == "Ana Ortiz"


def test_a_name_given_before_the_joining_is_kept_when_newer(bare: Scene) -> None:
    bare.open()
    invited = ContactInvited(contact_id="ana", name="Ana Ortiz", email="a@example.com")
    bare.tell(invited, minutes(5))
    bare.add("ana", name="A. Ortiz", at=minutes(4))
    assert bare.look().participants[0].name == "Ana Ortiz"
    bare.add("ana", name="Ana M. Ortiz", at=minutes(6))
    assert bare.look().participants[0].name == "Ana M. Ortiz"


def test_two_firms_with_the_same_ids_do_not_mix(sessions: sessionmaker[Session]) -> None:
    one, other = Scene(sessions), Scene(sessions)
    one.begin()
    other.begin()
    one.post(body="of the one")
    other.post(body="of the other")
    other.close(at=minutes(1))
    assert (one.bodies(), other.bodies()) == (["of the one"], ["of the other"])
    one.send()
    with pytest.raises(AccessEnded):
        other.send()


def test_a_person_of_one_firm_is_a_stranger_to_the_other(sessions: sessionmaker[Session]) -> None:
    one, other = Scene(sessions), Scene(sessions)
    one.begin()
    other.begin()
    one.conversation = other.conversation  # type: ignore[method-assign]
    for attempt in (one.page, one.look, one.send, one.read):
        with pytest.raises(NotFound):
            attempt("ana")


def test_a_matter_from_before_messaging_has_its_conversation_once_it_is_told(bare: Scene) -> None:
    bare.register()
    when = {"title_at": minutes(0), "number_at": minutes(0), "closed_at": minutes(5)}
    again = MatterRestated(
        to="messaging", ref="M-1", title="Estate of Ortiz", number="", closed=False, **when
    )
    for _ in range(2):
        bare.tell(again)
    bare.add("ana")
    assert bare.look("ana").summary.matter_title == "Estate of Ortiz"
