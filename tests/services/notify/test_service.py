"""The real process: events in by the broker, e-mails out to the mailbox, the log by call."""

import datetime
import secrets
import time
from typing import NamedTuple

import msgspec
import pytest
from typer.testing import CliRunner, Result

from backbone.calls.asking import ask
from backbone.postgres import database
from backbone.testing import fresh_database, running, send_event, stack, wait_for
from contracts import topology
from contracts.calls.notify import CheckMail, CountEmails, EmailCounts, ListEmails
from contracts.events import Event
from contracts.events.accounts import CodeIssued
from contracts.events.contacts import ContactInvited, ContactUnreachable
from contracts.events.firms import FirmRegistered
from firm.publisher import Publisher
from operations import emails
from operations.health import NotHealthy
from operations.main import app
from operations.provision import Stack, ensure_broker_user
from tests.mailbox import Mailbox
from tests.services.notify.answering import answering
from tests.services.notify.scene import Scene, settings
from tests.services.notify.test_bounces import delivery_report


class Place(NamedTuple):
    """A running notify, on a virtual host and a database of its own."""

    amqp: str
    database: str
    firm_id: str
    firm_amqp: str

    def tell(self, *told: Event) -> None:
        for event in told:
            url = self.firm_amqp if event.exchange == topology.FIRM else self.amqp
            with Publisher(url, self.firm_id, exchange=event.exchange) as publisher:
                publisher.send(event)  # type: ignore[arg-type]

    def counts(self) -> EmailCounts:
        return ask(self.amqp, CountEmails())


@pytest.fixture
def place(broker: str) -> Place:
    firm_id, password = f"firm-{secrets.token_hex(4)}", secrets.token_hex(8)
    here = msgspec.structs.replace(msgspec.convert(stack(), Stack), amqp=broker)
    ensure_broker_user(here, firm_id, password)
    host = broker.partition("@")[2]
    firm_amqp = f"amqp://{topology.firm_user(firm_id)}:{password}@{host}"
    return Place(broker, fresh_database("notify"), firm_id, firm_amqp)


def in_an_hour() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)


def redwell(*arguments: str, given: bytes = b"") -> Result:
    return CliRunner().invoke(app, arguments, input=given)


def environment(smtp_url: str = "") -> dict[str, object]:
    return {
        "public_url": "https://portal.example.test",
        "link_keys": "a key for tests only",
        "smtp_url": smtp_url or stack()["smtp"],
        "mail_from": "portal@redwell.example.test",
        "alert_delay": 0.2,
        "poll": 3600,  # whatever leaves does because its clock was woken, or knew its moment
    }


@pytest.fixture
def scene(place: Place) -> Scene:
    """Only for the events it makes: they are told to the process, not to this one."""
    engine = database.engine_for(place.database)
    return Scene(database.sessions(engine), settings(stack()), place.firm_id)


def test_events_become_emails_and_the_log_says_so(
    place: Place, scene: Scene, mailbox: Mailbox
) -> None:
    with running("notify", place.database, place.amqp, **environment()):
        place.tell(
            scene.message_event(),
            ContactInvited(contact_id="maria", name="Maria Okafor", email=scene.address),
            FirmRegistered(name="Hartley & Rowe LLP"),
        )
        (first,) = mailbox.wait_for(scene.address)
        assert first["Subject"].startswith("A first message from Hartley & Rowe LLP")
        wait_for(lambda: place.counts().sent == 1)
        page = ask(place.amqp, ListEmails())
        assert [each.message_id for each in page.items] == [first["Message-ID"]]


def test_a_code_that_comes_before_its_firm_is_sent_once_the_firm_is_known(
    place: Place, scene: Scene, mailbox: Mailbox
) -> None:
    until = scene.now.replace(year=scene.now.year + 1)
    with running("notify", place.database, place.amqp, **environment(), retry_delays="0.1 0.5 1"):
        place.tell(CodeIssued(address=scene.address, code="48213907", expires_at=until))
        place.tell(FirmRegistered(name="Hartley & Rowe LLP"))
        assert len(mailbox.wait_for(scene.address)) == 1


def test_a_killed_process_leaves_the_email_to_the_next_one(
    place: Place, scene: Scene, mailbox: Mailbox
) -> None:
    with running("notify", place.database, place.amqp, **environment("smtp://127.0.0.1:9")) as one:
        place.tell(
            FirmRegistered(name="Hartley & Rowe LLP"),
            ContactInvited(contact_id="maria", name="Maria Okafor", email=scene.address),
            scene.message_event(),
        )
        wait_for(lambda: any(line["event"] == "email not sent" for line in one.lines()))
        one.process.kill()
    with running("notify", place.database, place.amqp, **environment()):
        assert len(mailbox.wait_for(scene.address, seconds=40)) == 1
        wait_for(lambda: place.counts() == EmailCounts(sent=1))


def test_what_a_silent_server_holds_up_holds_up_nothing_else(place: Place, scene: Scene) -> None:
    """A dozen at one firm whose servers say nothing; then another firm, and a code of the same."""
    other = "another-firm"
    with (
        answering({"RCPT TO:<silent": ""}) as server,
        running("notify", place.database, place.amqp, **environment(server)),
    ):
        place.tell(FirmRegistered(name="Hartley & Rowe LLP"))
        send_event(place.amqp, other, FirmRegistered(name="Vane & Partners"))
        for number in range(12):
            contact, address = f"c{number}", f"silent{number}@silent{number % 7}.example"
            place.tell(ContactInvited(contact_id=contact, name="Silent", email=address))
            place.tell(scene.message_event(to=contact))
        wait_for(lambda: sum("rcpt TO:<silent" in each for each in server.heard) >= 3)
        began = time.monotonic()
        code = CodeIssued(address="m@example.test", code="48213907", expires_at=in_an_hour())
        place.tell(code)
        send_event(place.amqp, other, code)
        wait_for(lambda: len(server.taken) == 2, within=8)
        assert time.monotonic() - began < 8


def test_trouble_with_mail_is_shown_resent_and_reports_are_taken_by_command(
    place: Place, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDWELL_AMQP_URL", place.amqp)
    bounces = {"bounces_to": "bounces@redwell.example.test"}
    with (
        answering({"MAIL": "530 5.7.0 Authentication required"}, times=1) as server,
        running("notify", place.database, place.amqp, **environment(server), **bounces),
    ):
        place.tell(
            FirmRegistered(name="Hartley & Rowe LLP"),
            ContactInvited(contact_id="maria", name="Maria Okafor", email=scene.address),
            scene.message_event(),
        )
        wait_for(lambda: ask(place.amqp, CheckMail()).waiting)
        with pytest.raises(NotHealthy, match="530"):
            emails.check(place.amqp)
        assert redwell("emails", "resend").exit_code == 0
        wait_for(lambda: place.counts().sent == 1)
        emails.check(place.amqp)
        [path] = [each for each in server.heard if "+" in each and "FROM" in each][-1:]
        report = delivery_report(path.partition("<")[2].partition(">")[0])
        assert redwell("emails", "bounced", given=report).stdout.endswith("bounced\n")
        [told] = scene.published(ContactUnreachable)
        assert told.email == scene.address
    assert redwell("emails", "bounced", given=b"Subject: hello\r\n\r\n").exit_code == 0
    monkeypatch.setattr("operations.emails.DEADLINE", 0.2)
    away = redwell("emails", "bounced", given=report)
    assert away.exit_code == 75, "the mail server is to hand it over again later"
