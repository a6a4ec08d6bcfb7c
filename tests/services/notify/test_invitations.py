"""Appointments that come by e-mail, as people's calendars read them."""

import datetime
import uuid
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest

from contracts.events.firms import FirmPolicyChanged
from contracts.events.matters import MatterParticipantAdded
from contracts.ids import appointment_id
from services.notify.models import Email
from services.notify.smtp import ServerAway
from tests.calendars.readers import begins_as_ical_js_reads
from tests.mailbox import Mailbox, html, parse, text
from tests.services.notify.office import DAY, Office
from tests.services.notify.scene import AUTHOR, SECRET, Scene


@pytest.fixture
def office(scene: Scene) -> Office:
    """A firm that wants invitations, whose client has an account."""
    scene.tell(FirmPolicyChanged(invitations_emailed=True))
    scene.invite()
    scene.activate()
    scene.admit()
    return Office(scene)


def queued(scene: Scene, **later: float) -> list[Email]:
    """What has been queued when all is due, oldest first."""
    scene.pass_time(**(later or {"minutes": 1}))
    return scene.queue()


def told(email: Email | EmailMessage) -> tuple[str, int, Any]:
    """Method, SEQUENCE and the entry of the calendar that came with it."""
    content = email.content if isinstance(email, Email) else email.as_bytes()
    assert content is not None
    message = parse(content)
    *_, last = message.iter_parts()
    assert isinstance(last, EmailMessage)
    assert last.get_content_type() == "text/calendar"
    assert last.get_content_disposition() is None
    calendar = icalendar.Calendar.from_ical(last.get_content())
    assert calendar["method"] == last.get_param("method")
    (entry,) = calendar.walk("VEVENT")
    return str(calendar["method"]), int(str(entry["sequence"])), entry


def methods(emails: list[Email]) -> list[tuple[str, int]]:
    return [told(each)[:2] for each in emails]


def test_by_default_no_appointment_is_emailed(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    Office(scene).tell()
    assert [each.kind for each in queued(scene)] == ["something_new"]


def test_it_reaches_the_mailbox_as_an_invitation_that_calendars_read(
    scene: Scene, office: Office, mailbox: Mailbox
) -> None:
    office.tell()
    queued(scene)
    scene.send()
    (email,) = mailbox.wait_for(scene.address)
    assert [part.get_content_type() for part in email.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    method, sequence, entry = told(email)
    assert (method, sequence, entry["status"]) == ("REQUEST", 0, "CONFIRMED")
    assert entry["uid"] == f"{appointment_id(scene.firm_id, 'a1')}@redwell"
    assert entry["organizer"] == f"mailto:{email['From'].addresses[0].addr_spec}"
    assert entry["attendee"] == f"mailto:{scene.address}"
    assert entry["dtstart"].dt == office.starts_at
    calendar = str(list(email.iter_parts())[-1].get_content())
    assert "BEGIN:VTIMEZONE" in calendar
    assert begins_as_ical_js_reads([calendar]) == {entry["uid"]: office.starts_at.timestamp()}


def test_it_says_when_and_not_what_nor_with_whom_nor_where(
    scene: Scene, office: Office, mailbox: Mailbox
) -> None:
    office.tell()
    queued(scene)
    scene.send()
    (email,) = mailbox.wait_for(scene.address)
    calendar = str(list(email.iter_parts())[-1].get_content())
    whole = email.as_string() + text(email) + html(email) + calendar
    for secret in (SECRET.split()[1], "Winterbottom", *AUTHOR.split()):
        assert secret.lower() not in whole.lower()
    assert "SUMMARY:Appointment\n" in calendar.replace("\r", "")


def test_one_email_tells_of_it_and_not_two(scene: Scene, office: Office) -> None:
    office.tell()
    assert [each.kind for each in queued(scene)] == ["invitation"]
    assert len(queued(scene, days=1)) == 1


def test_a_new_time_comes_with_a_higher_number_and_cancelling_takes_it_out(
    scene: Scene, office: Office
) -> None:
    office.tell()
    queued(scene)
    office.tell(starts_at=office.starts_at + DAY)
    queued(scene)
    office.tell(state="cancelled")
    emails = queued(scene)
    assert methods(emails) == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]
    uids = {str(told(each)[2]["uid"]) for each in emails}
    assert len(uids) == 1
    last = told(emails[-1])[2]
    assert last["status"] == "CANCELLED"
    assert "TZID" not in last["dtstart"].params, "Outlook need not know the zone"


def test_changes_within_a_moment_come_as_one(scene: Scene, office: Office) -> None:
    office.tell()
    office.tell(starts_at=office.starts_at + DAY)
    assert methods(queued(scene)) == [("REQUEST", 1)]


def test_what_was_cancelled_before_it_was_told_is_told_to_nobody(
    scene: Scene, office: Office
) -> None:
    office.tell()
    office.tell(state="cancelled")
    assert queued(scene) == []


def test_another_place_is_asked_about_and_is_no_news_for_the_calendar(
    scene: Scene, office: Office
) -> None:
    office.tell()
    queued(scene)
    office.tell(place="Elsewhere")
    kinds = [each.kind for each in queued(scene, hours=5)]
    assert kinds == ["invitation", "something_new"]


def test_an_older_version_that_comes_late_changes_nothing(scene: Scene, office: Office) -> None:
    first, second = office.event(), office.event(starts_at=office.starts_at + DAY)
    scene.tell(second)
    scene.tell(first)
    (email,) = queued(scene)
    assert told(email)[2]["dtstart"].dt == office.starts_at + DAY


def test_who_no_longer_takes_part_has_it_taken_out(scene: Scene, office: Office) -> None:
    office.tell()
    queued(scene)
    office.tell(guests=[scene.person("vane")], waiting=[], settled=[scene.person("maria")])
    assert methods(queued(scene)) == [("REQUEST", 0), ("CANCEL", 1)]


def test_who_leaves_the_matter_has_it_taken_out_and_coming_back_gets_it_again(
    scene: Scene, office: Office
) -> None:
    office.tell()
    queued(scene)
    scene.pass_time(minutes=1)
    scene.leave()
    assert methods(queued(scene)) == [("REQUEST", 0), ("CANCEL", 1)]
    scene.pass_time(minutes=1)
    scene.admit()
    assert methods(queued(scene))[2:] == [("REQUEST", 2)]
    office.tell(starts_at=office.starts_at + DAY)
    assert methods(queued(scene))[3:] == [("REQUEST", 3)], "it rises, whatever the feed's is"


def test_who_left_hears_of_nothing_new(scene: Scene, office: Office) -> None:
    scene.pass_time(minutes=1)
    scene.leave()
    office.tell()
    assert queued(scene) == []


def test_who_sees_the_matter_later_is_invited_then(scene: Scene, office: Office) -> None:
    scene.tell(
        MatterParticipantAdded(
            matter_id="m1",
            contact_id="maria",
            name="Maria",
            kind="client",
            role="Client",
            from_date=scene.now + 2 * DAY,
        ),
        at=scene.now,
    )
    office.tell()
    assert queued(scene, days=1) == []
    assert methods(queued(scene, days=1)) == [("REQUEST", 0)]


def test_without_an_account_it_waits_for_one(scene: Scene) -> None:
    scene.tell(FirmPolicyChanged(invitations_emailed=True))
    scene.invite()
    Office(scene).tell()
    assert [each.kind for each in queued(scene)] == ["get_started"]
    scene.activate()
    assert [each.kind for each in queued(scene)] == ["get_started", "invitation"]


def test_a_new_address_gets_it_too(scene: Scene, office: Office) -> None:
    office.tell()
    queued(scene)
    scene.update(email=f"new-{scene.address}")
    emails = queued(scene)
    assert [each.address for each in emails] == [scene.address, f"new-{scene.address}"]
    assert methods(emails) == [("REQUEST", 0), ("REQUEST", 1)]


def test_a_firm_that_wants_no_more_still_keeps_calendars_true(scene: Scene, office: Office) -> None:
    office.tell()
    queued(scene)
    scene.tell(FirmPolicyChanged(invitations_emailed=False))
    other = appointment_id(scene.firm_id, "a2")
    office.tell(appointment_id=other, appointment_ref="a2", version=1)
    office.tell(starts_at=office.starts_at + DAY)
    emails = [each for each in queued(scene) if each.kind == "invitation"]
    assert {told(each)[2]["uid"] for each in emails} == {
        f"{appointment_id(scene.firm_id, 'a1')}@redwell"
    }
    assert len(emails) == 2


def test_what_is_fed_in_from_the_past_invites_nobody(scene: Scene, office: Office) -> None:
    office.tell(at=scene.now - 3 * DAY)
    assert [each.kind for each in queued(scene)] == []


def test_the_same_told_twice_or_a_restart_in_between_doubles_nothing(
    scene: Scene, office: Office
) -> None:
    event = office.tell()
    queued(scene)
    scene.send()
    again = Scene(scene.sessions, scene.settings, scene.firm_id)
    again.now, again.address = scene.now, scene.address
    again.tell(event)
    assert [each.state for each in queued(again)] == ["sent"]


def test_what_has_not_left_when_it_is_off_never_leaves(scene: Scene, office: Office) -> None:
    office.tell()
    queued(scene)
    office.tell(state="cancelled")
    queued(scene)
    scene.send()
    assert [each.state for each in scene.emails()] == ["expired", "sent"]


def test_an_invitation_that_nobody_took_leaves_word_that_something_waits(
    scene: Scene, office: Office
) -> None:
    office.tell()
    queued(scene)
    for hours in (0, 25):
        scene.pass_time(hours=hours)
        with pytest.raises(ServerAway):
            scene.send("smtp://127.0.0.1:9")
    assert [each.kind for each in queued(scene)] == ["invitation", "something_new"]


def test_days_are_days(scene: Scene, office: Office) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=-6))
    first = datetime.datetime(2027, 1, 12, tzinfo=zone).astimezone(datetime.UTC)
    scene.now = first - 5 * DAY
    office.tell(all_day=True, starts_at=first, ends_at=first + 2 * DAY)
    entry = told(queued(scene)[0])[2]
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (
        datetime.date(2027, 1, 12),
        datetime.date(2027, 1, 14),
    )


def test_an_odd_address_is_written_as_a_calendar_reads_it(scene: Scene, office: Office) -> None:
    odd = f"o'brien+law&co-{uuid.uuid4().hex}@example.test"
    scene.update(email=odd)
    office.tell()
    entry = told(queued(scene)[-1])[2]
    assert entry["attendee"] == f"mailto:{odd.replace('&', '%26')}"
