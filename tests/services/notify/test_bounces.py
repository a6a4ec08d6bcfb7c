"""Delivery reports: for which e-mail they are, what they mean, and that nobody can forge one."""

import uuid
from email import message_from_bytes
from email.message import Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.calls.notify import CheckMail, ReportBounce
from contracts.errors import NotFound
from contracts.events.contacts import ContactUnreachable
from operations import bounces
from services.notify import return_path
from tests.services.notify.answering import answering
from tests.services.notify.scene import Scene

BOUNCES = "bounces@redwell.example.test"
KEYS = ["old", "new"]


def delivery_report(to: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    """As a mail server writes it (RFC 3464)."""
    whole = MIMEMultipart("report", report_type="delivery-status")
    whole["From"], whole["To"] = "MAILER-DAEMON@mx.example.test", to
    whole["Subject"] = "Undelivered Mail Returned to Sender"
    whole.attach(MIMEText("I'm sorry to have to inform you …", "plain", "utf-8"))
    groups = message_from_bytes(
        b"Content-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx.example.test\r\n\r\n"
        b"Final-Recipient: rfc822; somebody@example.test\r\n"
        + f"Action: {action}\r\nStatus: {status}\r\n".encode()
        + b"Diagnostic-Code: smtp; 550 5.1.1 <somebody@example.test> unknown\r\n"
    )
    whole.attach(groups)
    whole.attach(MIMEMessage(Message()))
    return whole.as_bytes()


@pytest.fixture
def sent(scene: Scene) -> str:
    """The return path of an e-mail that a mail server took."""
    scene.change_settings(bounces_to=BOUNCES)
    scene.invite()
    scene.message()
    scene.queue()
    with answering({}) as server:
        scene.send(server)
    [path] = [each for each in server.heard if each.lower().startswith("mail from")]
    return path.partition("<")[2].partition(">")[0]


def tell(scene: Scene, source: bytes) -> str:
    report = bounces.read(source)
    assert report is not None
    return scene.ask(ReportBounce(addresses=report.addresses, status=report.status)).state


def test_a_report_of_no_such_mailbox_is_told_to_the_firm_once(scene: Scene, sent: str) -> None:
    assert tell(scene, delivery_report(sent)) == "bounced"
    assert tell(scene, delivery_report(sent)) == "bounced"
    [told] = scene.published(ContactUnreachable)
    assert (told.email, told.reason, told.status) == (
        scene.address,
        "There is no such mailbox.",
        "5.1.1",
    )
    scene.message(matter="m2")
    scene.pass_time(days=30)
    assert len(scene.queue()) == 1


def test_a_report_that_speaks_of_us_is_shown_and_tried_anew_later(scene: Scene, sent: str) -> None:
    assert tell(scene, delivery_report(sent, "5.7.1")) == "bounced"
    assert scene.published(ContactUnreachable) == []
    assert scene.ask(CheckMail()).waiting == 1
    assert len(scene.queue()) == 1
    scene.pass_time(hours=4)
    assert [email.state for email in scene.queue()] == ["bounced", "queued"]


def test_letters_of_the_return_path_may_have_lost_their_case(scene: Scene, sent: str) -> None:
    assert tell(scene, delivery_report(sent.upper())) == "bounced"


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        (b"message/delivery-status", b"Message/Global-Delivery-Status"),
        (b"Action: failed", b"Action: Failed (expanded)"),
        (b"Status: 5.1.1", b"Status: 5.1.1 (no such mailbox)"),
    ],
)
def test_a_report_is_understood_however_it_is_written(
    scene: Scene, sent: str, written: bytes, otherwise: bytes
) -> None:
    report = delivery_report(sent)
    assert written in report
    assert tell(scene, report.replace(written, otherwise)) == "bounced"
    assert len(scene.published(ContactUnreachable)) == 1


def test_a_forged_report_changes_nothing(scene: Scene, sent: str) -> None:
    (email,) = scene.emails()
    token = sent.partition("+")[2]
    forged = [
        return_path.seal(BOUNCES, email.id, ["another key"]),
        return_path.seal(BOUNCES, uuid.uuid4(), scene.settings.link_keys),
        f"bounces+{email.id}@redwell.example.test",
        f"bounces+{'a' if token[0] != 'a' else 'b'}{token[1:]}",
        BOUNCES,
    ]
    for address in forged:
        with pytest.raises(NotFound):
            tell(scene, delivery_report(address))
    assert scene.emails()[0].state == "sent"
    assert scene.published(ContactUnreachable) == []


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"Subject: Out of office\r\n\r\nI am back on Monday.",
        delivery_report("bounces+x@example.test", "4.4.1", "delayed"),
        delivery_report("bounces+x@example.test", "2.0.0", "delivered"),
        bytes(range(256)),
        b"Content-Type: message/rfc822\r\n\r\n" * 3000,
    ],
)
def test_what_reports_no_failure_is_nothing(source: bytes) -> None:
    assert bounces.read(source) is None


@given(st.uuids(), st.text(alphabet="abcdefghijklmnop.", min_size=1, max_size=20))
def test_a_return_path_is_an_address_and_leads_back(email_id: uuid.UUID, local_part: str) -> None:
    address = return_path.seal(f"{local_part}@example.test", email_id, KEYS[:1])
    assert return_path.unseal(address, KEYS) == email_id
    assert return_path.unseal(address, KEYS[1:]) is None
    assert len(address.partition("@")[0]) <= 64


@given(st.text())
def test_no_other_address_is_a_return_path(address: str) -> None:
    assert return_path.unseal(address, KEYS) is None
