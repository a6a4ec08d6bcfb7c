"""The private calendar feed: whose it is, what it says, and what ends it."""

import datetime
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from contracts import ids
from contracts.calls.calendar_feed import (
    CalendarFeed,
    ChangeCalendarFeed,
    EndCalendarFeed,
    FeedText,
    GetCalendarFeed,
    MakeCalendarFeed,
    ReadFeed,
)
from contracts.calls.caller import Caller
from contracts.errors import NotFound
from contracts.events.appointments import AppointmentCancelled, AppointmentScheduled
from contracts.events.contacts import (
    ContactFactorsReset,
    ContactInvited,
    ContactRemoved,
    ContactUpdated,
)
from roster.testing import minutes
from services.matters.models import Feed
from tests.services.matters.scene import Scene

PORTAL = "https://portal.example"
GOOGLE = "Google-Calendar-Importer"


def schedule(scene: Scene, title: str = "Meeting", *, at: float = 1, **more: Any) -> None:
    facts: dict[str, Any] = {
        "matter_id": "M-1",
        "appointment_id": f"A-{title}",
        "author_id": "hollis",
        "title": title,
        "starts": "2027-03-09T10:00",
        "ends": "2027-03-09T11:00",
        "time_zone": "America/Chicago",
        "participants": ["ana"],
        "place": "Room 2",
    }
    scene.tell(AppointmentScheduled(**{**facts, **more}), minutes(at))


def make(scene: Scene, caller: Caller, *, full: bool = False) -> str:
    made = scene.ask(MakeCalendarFeed(caller=caller, full=full))
    assert len(made.secret) >= 43
    return made.secret


def read(scene: Scene, secret: str, *, known: str = "", agent: str = GOOGLE) -> FeedText:
    return scene.ask(ReadFeed(secret=secret, portal=PORTAL, agent=agent, known=known))


def settings(scene: Scene, caller: Caller) -> CalendarFeed:
    return scene.ask(GetCalendarFeed(caller=caller))


@pytest.fixture
def ana(scene: Scene) -> Caller:
    """Her account, with an appointment of hers and one of another client's."""
    scene.add("ben")
    schedule(scene)
    schedule(scene, "Other", participants=["ben"])
    return scene.caller("ana")


def test_a_feed_says_when_and_no_more(scene: Scene, ana: Caller) -> None:
    text = read(scene, make(scene, ana)).text
    assert "SUMMARY:Appointment\r\n" in text
    assert "DTSTART;TZID=America/Chicago:20270309T100000" in text
    assert f"URL:{PORTAL}/events/{ids.appointment_id(scene.firm_id, 'A-Meeting')}" in text.replace(
        "\r\n ", ""
    )
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text
    assert [each for each in ("Meeting", "Room 2", "Other", "Hollis") if each in text] == []
    assert text.count("BEGIN:VEVENT") == 1


def test_a_person_may_choose_more_under_the_same_address(scene: Scene, ana: Caller) -> None:
    secret = make(scene, ana)
    before = read(scene, secret)
    assert scene.ask(ChangeCalendarFeed(caller=ana, full=True)).full
    after = read(scene, secret, known=before.etag)
    assert "SUMMARY:Meeting" in after.text
    assert "LOCATION:Room 2" in after.text


def test_who_has_it_already_is_told_so_until_the_firm_changes_something(
    scene: Scene, ana: Caller
) -> None:
    secret = make(scene, ana)
    first = read(scene, secret)
    assert read(scene, secret) == first
    assert read(scene, secret, known=f'W/{first.etag}, "other"').text == ""
    scene.tell(AppointmentCancelled(appointment_id="A-Meeting"), minutes(5))
    second = read(scene, secret, known=first.etag)
    assert "STATUS:CANCELLED" in second.text
    assert "SEQUENCE:1" in second.text


def test_the_owner_sees_who_read_it_last(scene: Scene, ana: Caller) -> None:
    secret = make(scene, ana)
    assert settings(scene, ana).fetched_at is None
    read(scene, secret)
    told = settings(scene, ana)
    assert (told.fetched_at, told.fetched_by, told.secret) == (scene.now, "Google", "")
    read(scene, secret, agent="macOS/14 (23A344) dataaccessd/1.0")
    assert settings(scene, ana).fetched_by == "Apple"
    read(scene, secret, agent="something else")
    assert settings(scene, ana).fetched_by == "a calendar"


def test_the_secret_is_kept_nowhere(scene: Scene, ana: Caller) -> None:
    secret = make(scene, ana)
    with scene.sessions() as session:
        query = sa.select(Feed.digest).where(Feed.account_id == ana.account_id)
        (digest,) = session.scalars(query)
    assert secret.encode() not in digest
    assert len(digest) == 32


def test_a_new_feed_ends_the_one_before_and_an_ended_one_says_nothing(
    scene: Scene, ana: Caller
) -> None:
    old, new = make(scene, ana), make(scene, ana)
    with pytest.raises(NotFound):
        read(scene, old)
    assert read(scene, new).text
    assert not scene.ask(EndCalendarFeed(caller=ana)).active
    assert not settings(scene, ana).active
    for secret in (new, "", "x" * 43):
        with pytest.raises(NotFound):
            read(scene, secret)
    with pytest.raises(NotFound):
        scene.ask(ChangeCalendarFeed(caller=ana, full=True))


def test_who_leaves_the_matter_or_is_named_no_more_reads_nothing_of_it(
    scene: Scene, ana: Caller
) -> None:
    secret = make(scene, ana)
    scene.remove("ana", at=minutes(2))
    assert "VEVENT" not in read(scene, secret).text


@pytest.mark.parametrize("event", [ContactRemoved, ContactFactorsReset])
def test_whom_the_firm_lets_go_or_sets_up_anew_reads_nothing_by_the_old_feed(
    scene: Scene, ana: Caller, event: Any
) -> None:
    secret = make(scene, ana)
    scene.tell(event(contact_id="ana"), minutes(2))
    assert "VEVENT" not in read(scene, secret).text


def test_at_another_address_the_old_feed_says_nothing_and_the_same_again_changes_nothing(
    scene: Scene, ana: Caller
) -> None:
    invited = ContactInvited(contact_id="ana", name="Ana", email="ana@example.com")
    scene.tell(invited, minutes(1))
    secret = make(scene, ana)
    scene.tell(ContactUpdated(contact_id="ana", email="ana@example.com"), minutes(2))
    scene.tell(ContactUpdated(contact_id="ana", name="Ana Ortiz"), minutes(3))
    assert "VEVENT" in read(scene, secret).text
    scene.tell(ContactUpdated(contact_id="ana", email="ana@other.example"), minutes(4))
    assert "VEVENT" not in read(scene, secret).text


def test_what_was_over_a_year_ago_is_not_in_it(scene: Scene, ana: Caller) -> None:
    scene.now = datetime.datetime(2028, 6, 1, tzinfo=datetime.UTC)
    assert "VEVENT" not in read(scene, make(scene, ana)).text


def test_another_account_of_the_same_person_has_a_feed_of_its_own(
    scene: Scene, ana: Caller
) -> None:
    other = Caller(account_id=uuid.uuid4(), persons=ana.persons)
    secret = make(scene, ana)
    make(scene, other)
    assert read(scene, secret).text
