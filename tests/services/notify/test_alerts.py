"""When somebody hears by e-mail that something waits, and when not."""

import datetime
import re

import sqlalchemy

from contracts import links
from contracts.calls.operations import ShowSetbacks
from services.notify import alert_mail
from services.notify.models import Email
from tests.mailbox import Mailbox, text
from tests.services.notify.scene import Scene


def kinds(emails: list[Email]) -> list[str]:
    return [email.kind for email in emails]


def test_the_first_thing_that_waits_brings_get_started_at_once(scene: Scene) -> None:
    scene.invite()
    assert scene.queue() == []
    scene.message()
    assert kinds(scene.queue()) == ["get_started"]


def test_a_person_that_cannot_be_read_keeps_no_email_from_anybody_else(scene: Scene) -> None:
    other = Scene(scene.sessions, scene.settings)
    other.register()
    for each in (scene, other):
        each.invite()
        each.message()
    unreadable = "UPDATE persons SET name_at = '0001-01-01T00:00:00+01:00' WHERE firm_id = :firm"
    with scene.sessions.begin() as session:
        session.execute(sqlalchemy.text(unreadable), {"firm": scene.firm_id})
    assert [email.firm_id for email in other.queue()] == [other.firm_id]
    (setback,) = other.ask(ShowSetbacks()).items
    assert (setback.work, setback.rows) == ("queue_alerts", 1)


def test_more_messages_bring_no_second_get_started(scene: Scene) -> None:
    scene.invite()
    for matter in ("m1", "m1", "m2"):
        scene.message(matter=matter)
    scene.queue()
    scene.message()
    scene.message(matter="m2")
    scene.pass_time(days=6)
    assert kinds(scene.queue()) == ["get_started"]


def test_who_was_told_since_the_list_was_read_is_not_told_again(scene: Scene) -> None:
    scene.invite()
    scene.message()
    scene.queue()
    scene.message(matter="m2")  # planned for when the link has ended
    with scene.service.turn() as work:
        assert not alert_mail.queue_alerts(work, scene.person("maria"))  # they stood in it twice
    assert kinds(scene.emails()) == ["get_started"]


def test_get_started_comes_again_once_its_link_has_ended_and_something_new_waits(
    scene: Scene,
) -> None:
    scene.invite()
    scene.message()
    scene.queue()
    scene.pass_time(days=8)
    assert kinds(scene.queue()) == ["get_started"], "nothing new waits"
    scene.message()
    assert kinds(scene.queue()) == ["get_started", "get_started"]


def test_a_message_from_before_the_invitation_is_told_when_the_address_comes(
    scene: Scene,
) -> None:
    scene.message()
    assert scene.queue() == []
    scene.pass_time(days=3)
    scene.invite()
    assert [email.address for email in scene.queue()] == [scene.address]


def test_who_has_no_address_is_never_written_to(scene: Scene) -> None:
    scene.message(by="maria")
    scene.pass_time(days=30)
    assert scene.queue() == []


def test_with_an_account_the_email_waits_until_the_delay_is_over(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    scene.message()
    scene.pass_time(seconds=29)
    assert scene.queue() == []
    scene.pass_time(seconds=2)
    assert kinds(scene.queue()) == ["new_message"]


def test_what_is_read_within_the_delay_brings_no_email(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    sent = scene.message()
    scene.pass_time(seconds=10)
    scene.read(sent)
    scene.pass_time(minutes=5)
    assert scene.queue() == []


def test_reading_an_earlier_message_leaves_the_later_one_waiting(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    first, _ = scene.message(), scene.message()
    scene.read(first)
    scene.pass_time(minutes=1)
    assert kinds(scene.queue()) == ["new_message"]


def test_a_receipt_that_overtakes_its_message_still_counts(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    overtaken = scene.message_event()
    scene.read(overtaken)
    scene.tell(overtaken)
    scene.pass_time(minutes=1)
    assert scene.queue() == []


def test_messages_that_come_together_bring_one_email(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    for _ in range(5):
        scene.message()
    scene.pass_time(minutes=1)
    assert kinds(scene.queue()) == ["new_message"]


def test_while_it_stays_unread_the_next_email_comes_after_four_hours(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    scene.message()
    scene.pass_time(minutes=1)
    scene.queue()
    scene.message()
    scene.pass_time(hours=3, minutes=58)
    assert len(scene.queue()) == 1
    scene.pass_time(minutes=3)
    assert len(scene.queue()) == 2
    scene.pass_time(days=2)
    assert len(scene.queue()) == 2, "nothing new came"


def test_once_read_the_next_message_is_told_as_soon_as_the_first(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    sent = scene.message()
    scene.pass_time(minutes=1)
    scene.queue()
    scene.read(sent)
    scene.message()
    scene.pass_time(minutes=1)
    assert len(scene.queue()) == 2


def test_the_author_hears_nothing_of_their_own_message(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    scene.message()
    scene.message(by="maria")
    scene.pass_time(hours=1)
    assert scene.queue() == []


def test_an_email_that_could_not_leave_yet_lapses_when_all_is_read(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    sent = scene.message()
    scene.pass_time(minutes=1)
    scene.queue()
    scene.read(sent)
    scene.send()
    (email,) = scene.emails()
    assert (email.state, email.attempts, email.content) == ("expired", 0, None)


def test_a_new_address_hears_of_what_waits_and_the_old_one_no_more(scene: Scene) -> None:
    scene.invite()
    scene.message()
    scene.queue()
    scene.update(email=f"new-{scene.address}")
    scene.queue()
    scene.send()
    assert [(email.address, email.state) for email in scene.emails()] == [
        (scene.address, "expired"),
        (f"new-{scene.address}", "sent"),
    ]


def test_inviting_again_at_the_same_address_brings_nothing(scene: Scene) -> None:
    scene.invite()
    scene.message()
    scene.queue()
    scene.invite(address=scene.address.upper().replace("EXAMPLE.TEST", "example.test"))
    assert len(scene.queue()) == 1


def test_who_was_removed_is_not_written_to(scene: Scene) -> None:
    scene.invite()
    scene.message()
    scene.queue()
    scene.remove()
    scene.message()
    scene.send()
    assert [email.state for email in scene.emails()] == ["expired"]
    scene.pass_time(days=8)
    assert len(scene.queue()) == 1


def test_an_invitation_older_than_the_removal_changes_nothing(scene: Scene) -> None:
    scene.pass_time(days=2)
    scene.remove()
    scene.pass_time(days=-2)
    scene.invite()
    scene.message()
    assert scene.queue() == []


def test_a_late_correction_of_the_name_keeps_the_newer_address(scene: Scene) -> None:
    scene.invite()
    scene.pass_time(days=2)
    scene.update(email=f"new-{scene.address}")
    scene.pass_time(days=-1)
    scene.update(email=f"older-{scene.address}", name="Maria Okafor-Lind")
    scene.message()
    (email,) = scene.queue()
    assert email.address == f"new-{scene.address}"
    assert email.content is not None
    assert b"Okafor-Lind" in email.content


def test_after_set_up_what_was_put_off_comes_as_a_common_email(scene: Scene) -> None:
    scene.invite()
    scene.message()
    scene.queue()
    scene.message()
    scene.pass_time(hours=5)
    scene.activate()
    scene.pass_time(minutes=1)
    assert kinds(scene.queue()) == ["get_started", "new_message"]


def test_what_waits_at_one_firm_comes_in_one_email(scene: Scene, mailbox: Mailbox) -> None:
    scene.invite()
    scene.activate()
    for number in range(40):
        scene.message(matter=f"m{number}")
        scene.pass_time(seconds=1.5)
        scene.queue()
    assert kinds(scene.queue()) == ["several"]
    scene.pass_time(minutes=15)
    assert kinds(scene.queue()) == ["several", "several"]
    scene.pass_time(days=2)
    assert len(scene.queue()) == 2
    scene.send()
    email = mailbox.wait_for(scene.address, 2)[0]
    [sealed] = set(re.findall(r"/open#(\S+)", text(email)))
    assert links.unseal(sealed, scene.settings.link_keys).target == links.Target()


def test_an_email_about_several_things_lapses_when_the_last_of_them_is_seen(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    sent = [scene.message(matter=matter) for matter in ("m1", "m2")]
    scene.pass_time(minutes=1)
    scene.queue()
    scene.read(sent[0])
    assert [email.expires_at for email in scene.emails()] == [None]
    scene.read(sent[1])
    scene.send()
    assert [email.state for email in scene.emails()] == ["expired"]


def test_who_left_the_matter_hears_nothing_of_what_was_due_there(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    scene.admit()
    scene.message()
    scene.leave()
    scene.pass_time(minutes=5)
    assert scene.queue() == []


def test_a_removal_that_overtakes_its_matter_s_message_counts(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    message = scene.message_event()
    scene.leave()
    scene.tell(message)
    scene.pass_time(minutes=5)
    assert scene.queue() == []


def test_an_email_that_has_not_left_goes_on_for_the_other_matters_alone(scene: Scene) -> None:
    scene.invite()
    scene.message(matter="m1")
    scene.message(matter="m2")
    scene.queue()
    scene.leave(matter="m1")
    scene.pass_time(seconds=1)
    scene.queue()
    scene.send()
    assert [email.state for email in scene.emails()] == ["expired", "sent"]
    scene.leave(matter="m2")
    scene.message(matter="m2")
    scene.pass_time(days=9)
    assert len(scene.queue()) == 2


def test_who_takes_part_again_hears_of_what_is_new(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    scene.leave()
    scene.pass_time(days=-1)
    scene.admit()
    scene.message()
    scene.pass_time(days=1, minutes=1)
    assert scene.queue() == [], "an older event than the removal"
    scene.admit()
    scene.message()
    scene.pass_time(minutes=1)
    assert kinds(scene.queue()) == ["new_message"]


def test_history_that_is_fed_in_brings_no_alert(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    for number in range(3):
        scene.message(matter=f"m{number}", sent_at=scene.now - datetime.timedelta(days=400))
    scene.pass_time(days=1)
    assert scene.queue() == []
    scene.message(matter="m1")
    scene.pass_time(minutes=1)
    assert kinds(scene.queue()) == ["new_message"]


def test_history_of_a_newcomer_brings_one_get_started(scene: Scene) -> None:
    scene.invite()
    for number in range(3):
        scene.message(matter=f"m{number}", sent_at=scene.now - datetime.timedelta(days=400))
        scene.queue()
    assert kinds(scene.queue()) == ["get_started"]
