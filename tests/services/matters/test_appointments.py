"""Appointments: when the firm says they are, what people answer, and what the firm hears."""

import datetime
import itertools
from typing import Any

import pytest

from contracts import ids
from contracts.calls.appointments import (
    Appointment,
    AskAnotherTime,
    ConfirmAppointment,
    GetAppointment,
    ListAppointments,
    WriteAppointment,
)
from contracts.errors import AccessEnded, EventRefused, InvalidInput, NotFound, NotYet
from contracts.events.appointments import (
    AppointmentCancelled,
    AppointmentChanged,
    AppointmentChangeRequested,
    AppointmentConfirmed,
    AppointmentFact,
    AppointmentRescheduled,
    AppointmentScheduled,
)
from contracts.events.facts import About
from roster.testing import minutes
from services.matters import waiting
from tests.services.firms import Sessions
from tests.services.matters.scene import Scene
from tests.waiting.again import said_again
from waiting.rule import merged

DAY = datetime.timedelta(days=1)
MESSAGE = ids.new_id()


def told(appointment: str = "A-1", **more: Any) -> dict[str, Any]:
    facts = {
        "author_id": "hollis",
        "title": "Meeting",
        "starts": "2027-03-09T10:00",
        "ends": "2027-03-09T11:00",
        "time_zone": "America/Chicago",
        "participants": ["ana", "hollis"],
    }
    return {"appointment_id": appointment, **facts, **more}


def schedule(scene: Scene, appointment: str = "A-1", *, at: float = 1, **more: Any) -> None:
    scene.tell(
        AppointmentScheduled(**{"matter_id": "M-1", **told(appointment, **more)}), minutes(at)
    )


def reschedule(scene: Scene, *, at: float, **more: Any) -> None:
    scene.tell(AppointmentRescheduled(**told(**more)), minutes(at))


def cancel(scene: Scene, *, at: float, reason: str = "") -> None:
    scene.tell(AppointmentCancelled(appointment_id="A-1", reason=reason), minutes(at))


def named(scene: Scene, who: str = "ana") -> dict[str, Any]:
    appointment = ids.appointment_id(scene.firm_id, "A-1")
    return {"caller": scene.caller(who), "appointment_id": appointment}


def get(scene: Scene, who: str = "ana") -> Appointment:
    return scene.ask(GetAppointment(**named(scene, who)))


def confirm(scene: Scene, who: str = "ana") -> Appointment:
    return scene.ask(ConfirmAppointment(**named(scene, who)))


def ask(scene: Scene, who: str = "ana") -> Appointment:
    return scene.ask(AskAnotherTime(**named(scene, who), message_id=MESSAGE))


def titles(scene: Scene, *who: str, **more: Any) -> list[str]:
    call = ListAppointments(caller=scene.caller(*(who or ("ana",))), **more)
    return [each.title for each in scene.ask(call).items]


def waits_for(scene: Scene, who: str = "ana") -> bool:
    """Whether their answer is waited for, by all that was told."""
    facts = scene.published(AppointmentFact)
    key = scene.person(who), About("appointment", ids.appointment_id(scene.firm_id, "A-1"))
    waits = merged(each for fact in facts for each in fact.waits())
    return key in waits and waits[key].waits


def utc(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=datetime.UTC)  # type: ignore[misc, arg-type]


def test_an_appointment_is_shown_to_who_takes_part_with_all_that_the_firm_said(
    scene: Scene,
) -> None:
    schedule(scene, place="Room 2", video_link="https://meet.example", preparation="Bring it.")
    shown = get(scene)
    assert (shown.title, shown.place, shown.video_link) == (
        "Meeting",
        "Room 2",
        "https://meet.example",
    )
    assert (shown.starts_at, shown.ends_at) == (utc(2027, 3, 9, 16), utc(2027, 3, 9, 17))
    assert (shown.time_zone, shown.first_day, shown.answer) == ("America/Chicago", None, "none")
    assert [(each.name, each.role) for each in shown.guests] == [
        ("Ana", "Client"),
        ("Hollis", "Attorney"),
    ]
    assert shown.conversation_id == ids.conversation_id(scene.firm_id, "M-1")
    assert waits_for(scene)
    assert not waits_for(scene, "hollis")


@pytest.mark.parametrize("who", ["eve", "bob"])
def test_who_does_not_take_part_sees_nothing_of_it(scene: Scene, who: str) -> None:
    scene.add("eve", kind="third_party")
    schedule(scene)
    assert titles(scene, who) == []
    for act in (get, confirm, ask):
        with pytest.raises(NotFound):
            act(scene, who)


def test_who_has_left_the_matter_sees_it_no_more(scene: Scene) -> None:
    schedule(scene)
    scene.remove("ana", at=minutes(2))
    assert titles(scene) == []
    with pytest.raises(NotFound):
        get(scene)


def test_a_change_of_the_clocks_between_moves_the_moment(scene: Scene) -> None:
    schedule(scene)
    reschedule(scene, at=2, starts="2027-03-16T10:00", ends="2027-03-16T11:00")
    assert get(scene).starts_at == utc(2027, 3, 16, 15)


def test_winter_in_vancouver_is_as_the_pinned_zones_say(scene: Scene) -> None:
    when: dict[str, Any] = {"starts": "2027-01-15T10:00", "ends": "2027-01-15T11:00"}
    schedule(scene, time_zone="America/Vancouver", **when)
    assert get(scene).starts_at == utc(2027, 1, 15, 17)


def test_a_time_that_comes_twice_is_the_first(scene: Scene) -> None:
    schedule(scene, starts="2027-11-07T01:30", ends="2027-11-07T03:00")
    assert get(scene).starts_at == utc(2027, 11, 7, 6, 30)


def test_days_are_days(scene: Scene) -> None:
    schedule(scene, starts="2027-03-13", ends="2027-03-14")
    shown = get(scene)
    assert (str(shown.first_day), str(shown.last_day)) == ("2027-03-13", "2027-03-14")
    assert (shown.starts_at, shown.ends_at) == (utc(2027, 3, 13, 6), utc(2027, 3, 15, 5))


def test_what_takes_days_is_listed_on_its_day_wherever_one_is(scene: Scene) -> None:
    schedule(scene, starts="2027-03-13", ends="2027-03-14")
    schedule(scene, "A-2", starts="2027-03-13T09:30", ends="2027-03-13T10:30")
    facts = scene.published(AppointmentFact)
    again = said_again(scene, waiting.RESTATES[1])
    whole, timed = sorted((each.item() for each in facts), key=lambda item: item.due is None)
    assert (str(whole.due), whole.starts_at) == ("2027-03-13", None)
    assert (timed.due, timed.starts_at) == (None, utc(2027, 3, 13, 15, 30))
    assert sorted(map(repr, (each.item for each in again))) == sorted(map(repr, (whole, timed)))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"time_zone": "Mars/Base"}, "The time zone 'Mars/Base' is none"),
        ({"time_zone": "GMT+3"}, "is none"),
        ({"time_zone": "EST5EDT"}, "is none"),
        ({"time_zone": "../../etc/passwd"}, "is none"),
        ({"starts": "2027-03-14T02:30"}, "02:30 does not exist in America/Chicago"),
        ({"ends": "2027-03-09T09:59"}, "ends before it begins"),
        ({"starts": "2027-03-10", "ends": "2027-03-09"}, "ends before it begins"),
        ({"ends": "2027-03-09"}, "by the day, or both at a time"),
        ({"ends": "2027-05-09T10:00"}, "31 days at the most"),
        ({"starts": "2027-02-30T10:00"}, "'starts' is no day or time that there is"),
        ({"starts": "9999-12-31", "ends": "9999-12-31"}, "outside the years"),
        ({"video_link": "javascript:alert(1)"}, "must begin with https://"),
        ({"author_id": "ana"}, "not one of the firm's staff"),
    ],
)
def test_what_cannot_take_place_is_refused_in_words(
    scene: Scene, wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(EventRefused, match=says):
        schedule(scene, **wrong)
    assert titles(scene) == []


def test_an_appointment_waits_for_its_matter_and_its_people(bare: Scene) -> None:
    with pytest.raises(NotYet):
        schedule(bare)
    bare.begin()
    with pytest.raises(NotYet, match="'eve' has not been added"):
        schedule(bare, participants=["ana", "eve"])
    for tell in (reschedule, cancel):
        with pytest.raises(NotYet, match="has not been scheduled"):
            tell(bare, at=2)


def test_the_same_id_in_another_matter_is_refused(scene: Scene) -> None:
    schedule(scene)
    scene.open("M-2")
    scene.add("ana", "M-2")
    scene.add("hollis", "M-2", kind="staff")
    with pytest.raises(EventRefused, match="scheduled before, in another matter"):
        schedule(scene, matter_id="M-2")


def test_the_firm_hears_who_comes_once(scene: Scene) -> None:
    schedule(scene)
    assert confirm(scene).answer == "confirmed"
    confirm(scene)
    (confirmed,) = scene.published(AppointmentConfirmed)
    assert (confirmed.by.contact_ref, confirmed.appointment_ref) == ("ana", "A-1")
    assert not waits_for(scene)


def test_the_firm_hears_by_which_message_another_time_is_asked_for(scene: Scene) -> None:
    schedule(scene)
    assert ask(scene).answer == "asked"
    (asked,) = scene.published(AppointmentChangeRequested)
    assert (asked.by.contact_ref, asked.message_id) == ("ana", MESSAGE)
    assert not waits_for(scene)
    assert confirm(scene).answer == "confirmed"


def test_at_another_time_people_are_asked_anew_and_other_words_ask_nobody(scene: Scene) -> None:
    scene.add("ben")
    schedule(scene, participants=["ana", "ben"])
    confirm(scene)
    reschedule(scene, at=2, preparation="Bring a pen.", participants=["ana", "ben"])
    assert (get(scene).answer, waits_for(scene), waits_for(scene, "ben")) == (
        "confirmed",
        False,
        True,
    )
    moved = {"starts": "2027-03-10T10:00", "ends": "2027-03-10T11:00"}
    reschedule(scene, at=3, participants=["ana", "ben"], **moved)
    assert (get(scene).answer, waits_for(scene)) == ("none", True)


def test_the_sequence_rises_with_the_firms_changes_alone(scene: Scene) -> None:
    schedule(scene)
    confirm(scene)
    schedule(scene, at=2)
    reschedule(scene, at=3, place="Room 3")
    cancel(scene, at=4)
    told = [each.sequence for each in scene.published(AppointmentChanged)]
    assert told == [0, 1, 2]
    versions = [each.version for each in scene.published(AppointmentFact)]
    assert versions == [1, 2, 3, 4]


def test_those_who_take_part_now_are_told_with_every_change(scene: Scene) -> None:
    scene.add("ben")
    schedule(scene, participants=["ana", "ben"])
    reschedule(scene, at=2, participants=["ana"])
    both = [scene.person("ana"), scene.person("ben")]
    assert [each.guests for each in scene.published(AppointmentChanged)] == [both, both[:1]]


def test_an_older_event_changes_nothing(scene: Scene) -> None:
    schedule(scene)
    reschedule(scene, at=5, title="Newer")
    reschedule(scene, at=4, title="Older")
    cancel(scene, at=0)
    assert (get(scene).title, get(scene).state) == ("Newer", "scheduled")


def test_who_is_no_longer_named_takes_no_part(scene: Scene) -> None:
    scene.add("ben")
    schedule(scene, participants=["ana", "ben"])
    reschedule(scene, at=2, participants=["ben"])
    assert titles(scene) == []
    assert not waits_for(scene)
    assert waits_for(scene, "ben")


def test_a_cancelled_one_stays_in_the_list_and_waits_for_nobody(scene: Scene) -> None:
    schedule(scene)
    cancel(scene, at=2, reason="The hearing was moved.")
    shown = get(scene)
    assert (shown.state, shown.reason) == ("cancelled", "The hearing was moved.")
    assert titles(scene) == ["Meeting"]
    assert not waits_for(scene)
    for act in (confirm, ask):
        with pytest.raises(AccessEnded, match="cancelled"):
            act(scene)
    reschedule(scene, at=3, title="Other")
    assert (get(scene).state, waits_for(scene)) == ("cancelled", False)
    schedule(scene, at=4)
    assert (get(scene).state, waits_for(scene)) == ("scheduled", True)


def test_in_whichever_order_they_come_the_same_stands(sessions: Sessions) -> None:
    """What was cancelled takes place again only by being scheduled, after that."""
    tellings = [
        lambda scene: schedule(scene, at=1),
        lambda scene: cancel(scene, at=3),
        lambda scene: reschedule(scene, at=5, title="Newest"),
        lambda scene: schedule(scene, at=4, title="Again"),
    ]
    for last in (tellings[:3], tellings):
        stands = set()
        for order in itertools.permutations(last[1:]):
            scene = Scene(sessions)
            scene.begin()
            for tell in (last[0], *order):
                tell(scene)
            stands.add((get(scene).state, get(scene).title, waits_for(scene)))
        assert len(stands) == 1, stands


def test_what_is_over_waits_for_no_answer(scene: Scene) -> None:
    start = (scene.now + DAY).replace(minute=0)
    times: dict[str, Any] = {"starts": f"{start:%Y-%m-%dT%H:%M}", "ends": f"{start:%Y-%m-%dT%H:%M}"}
    schedule(scene, time_zone="Etc/UTC", **times)
    scene.service.settle_what_is_over()
    assert waits_for(scene)
    scene.now += 2 * DAY
    scene.service.settle_what_is_over()
    assert not waits_for(scene)
    assert titles(scene) == []
    assert titles(scene, when="past") == ["Meeting"]
    with pytest.raises(AccessEnded, match="over"):
        confirm(scene)


def test_what_was_over_before_it_was_told_asks_nobody(scene: Scene) -> None:
    schedule(scene, starts="2026-03-09T10:00", ends="2026-03-09T11:00")
    assert not waits_for(scene)
    assert titles(scene, when="past") == ["Meeting"]


def test_in_a_closed_matter_nothing_is_answered(scene: Scene) -> None:
    schedule(scene)
    scene.close(at=minutes(2))
    assert get(scene).closed
    with pytest.raises(AccessEnded):
        confirm(scene)


@pytest.mark.parametrize("when", ["upcoming", "past"])
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_page_by_page_each_comes_once_in_its_order(scene: Scene, when: Any, limit: int) -> None:
    scene.add("eve", at=minutes(1))
    year = 2027 if when == "upcoming" else 2025
    for number in (3, 1, 4, 2, 0):
        day = f"{year}-05-0{1 + number // 2}"
        times = {"starts": f"{day}T10:00", "ends": f"{day}T10:30", "title": str(number)}
        schedule(scene, f"A-{number}", participants=["ana", "eve"], at=2, **times)
    seen, cursor = list[str](), ""
    while True:
        call = ListAppointments(
            caller=scene.caller("ana", "eve"), when=when, cursor=cursor, limit=limit
        )
        page = scene.ask(call)
        seen += [each.title for each in page.items]
        if page.next is None:
            break
        cursor = page.next
    assert sorted(seen) == ["0", "1", "2", "3", "4"]
    days = [int(each) // 2 for each in seen]
    assert days == sorted(days, reverse=when == "past")


def test_the_list_is_narrowed_to_a_matter_and_a_firm(scene: Scene) -> None:
    scene.open("M-2")
    scene.add("ana", "M-2")
    scene.add("hollis", "M-2", kind="staff")
    schedule(scene)
    schedule(scene, "A-2", title="Other", matter_id="M-2")
    assert titles(scene, matter_id=ids.matter_id(scene.firm_id, "M-2")) == ["Other"]
    assert len(titles(scene, firm_id=scene.firm_id)) == 2
    assert titles(scene, firm_id="elsewhere") == []


def test_a_cursor_that_is_none_of_ours_is_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput):
        titles(scene, cursor="next")


def test_it_is_written_for_a_calendar_with_its_zone_and_a_rising_sequence(scene: Scene) -> None:
    schedule(scene, place="Room 2; second floor")
    reschedule(scene, at=2, place="Room 3")
    call = WriteAppointment(**named(scene), portal="https://portal.example")
    text = scene.ask(call).text
    lines = text.splitlines()
    uid = ids.appointment_id(scene.firm_id, "A-1")
    assert {
        "BEGIN:VTIMEZONE",
        "DTSTART;TZID=America/Chicago:20270309T100000",
        "SUMMARY:Meeting",
        "LOCATION:Room 3",
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
        f"UID:{uid}@redwell",
        f"URL:https://portal.example/events/{uid}",
    } <= set(text.replace("\r\n ", "").splitlines())
    assert max(len(line.encode()) for line in lines) <= 75
