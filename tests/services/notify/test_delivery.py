"""The way of an e-mail: tried again, given up, taken up again after a death, sent once."""

import base64
import datetime
import ipaddress
import smtplib
import socket
import socketserver
import ssl
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from contracts.calls.notify import CheckMail, CountEmails, EmailCounts, ListEmails, ResendEmails
from contracts.errors import EventRefused, InvalidInput, NotFound, NotYet
from contracts.events.accounts import AccountNotice
from contracts.events.contacts import ContactInvited, ContactRemoved, ContactUnreachable
from services.notify import delivery, sending
from services.notify.models import Email
from services.notify.smtp import MailServer, Refused, ServerAway
from tests.mailbox import Mailbox
from tests.services.notify.answering import answering
from tests.services.notify.scene import Scene


@pytest.fixture
def closed_port() -> str:
    """Where no mail server listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"smtp://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def queued(scene: Scene) -> Scene:
    """One e-mail waits to be sent."""
    scene.invite()
    scene.message()
    scene.queue()
    return scene


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate for this machine, which we trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    both = tmp_path / "server.pem"
    both.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *form)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(both))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def only(scene: Scene) -> Email:
    (email,) = scene.emails()
    return email


def test_what_was_sent_is_on_record_and_its_content_wiped(queued: Scene, mailbox: Mailbox) -> None:
    before = only(queued)
    assert before.content is not None
    queued.send()
    after = only(queued)
    (received,) = mailbox.wait_for(queued.address)
    assert received["Message-ID"] == before.message_id == after.message_id
    assert (after.state, after.attempts, after.content) == ("sent", 1, None)
    assert after.ended_at == queued.now


def test_without_a_mail_server_it_is_tried_again_later_and_arrives(
    queued: Scene, mailbox: Mailbox, closed_port: str
) -> None:
    with pytest.raises(ServerAway):
        queued.send(closed_port)
    waiting = only(queued)
    assert (waiting.state, waiting.attempts) == ("queued", 1)
    assert "cannot be reached" in waiting.reason
    queued.send()
    assert only(queued).state == "queued", "not before its time"
    queued.pass_time(seconds=2)
    queued.send()
    (received,) = mailbox.wait_for(queued.address)
    assert received["Message-ID"] == waiting.message_id
    assert only(queued).state == "sent"


def test_the_pauses_grow_and_end_after_a_day(queued: Scene, closed_port: str) -> None:
    pauses = []
    while only(queued).state == "queued":
        with pytest.raises(ServerAway):
            queued.send(closed_port)
        pauses.append((only(queued).due_at - queued.now).total_seconds())
        queued.pass_time(seconds=max(pauses[-1], 1))
    assert pauses[:7] == [2, 10, 30, 120, 300, 900, 900]
    ended = only(queued)
    assert (ended.state, ended.content) == ("failed", None)
    assert 24 * 3600 <= sum(pauses) < 25 * 3600


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_temporary_refusal_is_tried_again(queued: Scene, command: str) -> None:
    with answering({command: "451 4.7.1 Try again later"}) as server:
        queued.send(server)
    email = only(queued)
    assert (email.state, email.reason) == ("queued", "The mail server answered 451 4.7.1.")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("550 5.1.1", "There is no such mailbox."),
        ("550", "There is no such mailbox."),
        ("553", "There is no such mailbox."),
        ("550 5.1.10", "The domain takes no e-mail."),
        ("550 5.2.1", "The mailbox is closed."),
        ("550 No such user (#5.2.1)", "The mailbox is closed."),
        ("550 list@blocked.example is unknown, not", "There is no such mailbox."),
    ],
)
def test_the_firm_hears_in_words_that_an_address_takes_no_email(
    queued: Scene, code: str, words: str
) -> None:
    with answering({"RCPT": f"{code} <{queued.address}> no"}) as server:
        queued.send(server)
    [told] = queued.published(ContactUnreachable)
    assert (told.person.contact_ref, told.email, told.reason) == ("maria", queued.address, words)
    queued.message(matter="m2")
    queued.pass_time(days=30)
    assert len(queued.queue()) == 1, "nothing more goes there"


@pytest.mark.parametrize("again", ["another address", "let in again"])
def test_who_is_reached_anew_hears_of_all_that_waits(queued: Scene, again: str) -> None:
    with answering({"RCPT": "550 5.1.1 no"}) as server:
        queued.send(server)
    queued.pass_time(days=1)
    queued.invite()
    assert len(queued.queue()) == 1, "the same again each night changes nothing"
    if again == "another address":
        queued.update(email=f"new-{queued.address}")
    else:
        queued.tell(ContactRemoved(contact_id="maria"), at=queued.now)
        queued.pass_time(seconds=1)
        queued.tell(
            ContactInvited(contact_id="maria", name="Maria", email=queued.address), at=queued.now
        )
    assert [email.state for email in queued.queue()] == ["failed", "queued"]


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("RCPT", "554 5.7.1 Relay access denied"),
        ("RCPT", "550 5.4.5 Daily sending quota exceeded"),
        ("RCPT", "554 Your host is on a list"),
        ("RCPT", "550 relay not permitted"),
        ("RCPT", "550 Please authenticate first"),
        ("RCPT", "550 203.0.113.5 is listed, see https://lists.example"),
        ("RCPT", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"),
        ("MAIL", "530 5.7.0 Authentication required"),
        ("MAIL", "550 5.1.1 No such sender"),
        ("DATA", "550 5.7.1 This looks like spam"),
        ("DATA", "554 no"),
        ("EHLO", "554 5.7.1 go away"),
    ],
)
def test_a_refusal_that_speaks_of_us_is_tried_for_a_day_and_shown(
    queued: Scene, command: str, answer: str
) -> None:
    with answering({command: answer, "HELO": answer}) as server:
        with suppress(ServerAway):
            queued.send(server)
        assert only(queued).state == "queued"
        trouble = queued.ask(CheckMail())
        assert (trouble.waiting, trouble.since) == (1, only(queued).created_at)
        assert answer.split()[0] in trouble.reason
        queued.pass_time(hours=25)
        with suppress(ServerAway):
            queued.send(server)
    assert [email.state for email in queued.queue()] == ["failed", "queued"], "owed again"
    queued.send()
    assert [email.state for email in queued.emails()] == ["failed", "sent"]
    assert queued.ask(CheckMail()).waiting == 0
    assert queued.published(ContactUnreachable) == []


@pytest.mark.parametrize("answer", ["552 5.2.2 full", "552", "550 User's quota exceeded"])
def test_a_full_mailbox_is_tried_for_a_day_before_the_firm_hears(
    queued: Scene, answer: str
) -> None:
    with answering({"RCPT": answer}) as server:
        queued.send(server)
        assert (only(queued).state, queued.ask(CheckMail()).waiting) == ("queued", 0)
        queued.pass_time(hours=25)
        queued.send(server)
    assert [told.reason for told in queued.published(ContactUnreachable)] == [
        "The mailbox is full."
    ]


def test_what_waits_for_the_mail_server_is_resent_at_once_when_asked(queued: Scene) -> None:
    with answering({"MAIL": "530 5.7.0 no"}, times=1) as server:
        queued.send(server)
        assert queued.ask(ResendEmails(firm_id="another")).emails == 0
        assert queued.ask(ResendEmails()).emails == 1
        queued.send(server)
    assert only(queued).state == "sent"


def test_what_was_refused_for_good_is_told_anew_by_its_id_alone(queued: Scene) -> None:
    with answering({"RCPT": "550 5.1.1 no"}) as server:
        queued.send(server)
    assert queued.ask(ResendEmails()).emails == 0
    queued.ask(ResendEmails(email_id=only(queued).id))
    assert [email.state for email in queued.queue()] == ["failed", "queued"]
    with pytest.raises(NotFound):
        queued.ask(ResendEmails(email_id=uuid.uuid4()))


def test_a_notice_that_failed_because_of_us_is_kept_for_a_week(scene: Scene) -> None:
    notice = AccountNotice(address=scene.address, notice="passkey_added", at=scene.now)
    scene.tell(notice)
    scene.pass_time(hours=25)
    with answering({"MAIL": "530 5.7.0 no"}, times=1) as server:
        scene.send(server)
        assert only(scene).state == "failed"
        scene.ask(ResendEmails())
        scene.send(server)
    assert (only(scene).state, only(scene).content) == ("sent", None)


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_refusal_for_good_is_final_and_logged_without_the_address(
    queued: Scene, command: str
) -> None:
    with answering({command: f"550 5.1.1 <{queued.address}> is unknown"}) as server:
        queued.send(server)
    email = only(queued)
    assert (email.state, email.content) == ("failed", None)
    assert email.reason == "The mail server answered 550 5.1.1."


def test_a_server_that_takes_no_mail_from_us_is_no_fault_of_the_email(queued: Scene) -> None:
    with answering({"MAIL": "550 5.7.1 We do not know you"}) as server:
        queued.send(server)
    assert only(queued).state == "queued"


def test_one_refused_email_does_not_hold_up_the_next(scene: Scene) -> None:
    scene.issue_code("11111111")
    scene.issue_code("22222222")
    with answering({"RCPT": "450 4.2.0 Busy"}, times=1) as server:
        scene.send(server)
    assert sorted(email.state for email in scene.emails()) == ["queued", "sent"]


def test_a_connection_that_the_server_closed_is_opened_again(scene: Scene) -> None:
    scene.issue_code("11111111")
    scene.issue_code("22222222")
    with answering({"RCPT": "421 4.3.2 Closing"}, times=1) as server:
        scene.send(server)
    assert sorted(email.state for email in scene.emails()) == ["queued", "sent"]


def test_a_server_that_falls_silent_is_given_up_in_time(
    queued: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notify.smtp.DEADLINE", 0.3)
    monkeypatch.setattr("services.notify.smtp.WAIT", 5)
    with answering({"RCPT": ""}) as server:
        queued.send(server)
    assert only(queued).state == "queued"


def test_a_greeting_without_an_end_is_given_up_in_time(
    queued: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Greeting(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                while True:
                    self.request.sendall(b"220-one moment\r\n")
                    time.sleep(0.05)

    monkeypatch.setattr("services.notify.smtp.WAIT", 0.5)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Greeting) as server:
        server.daemon_threads, server.block_on_close = True, False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(ServerAway):
            queued.send(f"smtp://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
    assert only(queued).state == "queued"


@pytest.mark.parametrize("answer", ["451 4.7.1 Try again later", "421 4.3.2 busy", "450"])
def test_a_server_that_puts_everything_off_is_shown(queued: Scene, answer: str) -> None:
    """A mail server that is new to us may do so for some minutes; then nothing arrives."""
    queued.issue_code()
    with answering({"RCPT": answer}) as server:
        queued.send(server)
        assert queued.ask(CheckMail()).waiting == 0
        queued.pass_time(minutes=11)
        queued.send(server)
    trouble = queued.ask(CheckMail())
    assert (trouble.waiting, answer.split()[0] in trouble.reason) == (2, True)
    queued.issue_code()
    queued.send()
    assert queued.ask(CheckMail()).waiting == 0


def test_a_death_between_acceptance_and_record_sends_the_same_email_again(
    queued: Scene, mailbox: Mailbox
) -> None:
    claimed = queued.claim()
    with MailServer(queued.settings.smtp_url, queued.settings.sender) as server:
        server.send(claimed.address, claimed.content)  # and here the process dies
    assert only(queued).state == "sending"
    queued.pass_time(seconds=59)
    queued.send()
    assert only(queued).state == "sending", "the lease still runs"
    queued.pass_time(seconds=2)
    queued.send()
    first, second = mailbox.wait_for(queued.address, 2)
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()
    assert (only(queued).state, only(queued).interrupted) == ("sent", 1)
    assert queued.ask(CountEmails()) == EmailCounts(sent=1, interrupted=1)


def test_an_email_of_which_the_server_said_nothing_may_be_a_copy_the_next_time(
    queued: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notify.smtp.WAIT", 0.3)
    with answering({"DATA": ""}, times=1) as server:
        queued.send(server)
        assert (only(queued).state, only(queued).interrupted) == ("queued", 1)
        queued.pass_time(seconds=3)
        queued.send(server)
    assert (only(queued).state, only(queued).interrupted) == ("sent", 1)


def test_a_line_lost_before_the_content_leaves_no_copy(
    queued: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notify.smtp.WAIT", 0.3)
    with answering({"RCPT": ""}) as server:
        queued.send(server)
    assert (only(queued).state, only(queued).interrupted) == ("queued", 0)


def test_several_senders_send_each_email_once(scene: Scene, mailbox: Mailbox) -> None:
    for number in range(40):
        scene.issue_code(f"{number:08}")
    with ThreadPoolExecutor(4) as senders:
        for sending in [senders.submit(scene.send) for _ in range(4)]:
            sending.result()
    received = mailbox.wait_for(scene.address, 40)
    assert len(received) == len({email["Message-ID"] for email in received}) == 40
    assert scene.ask(CountEmails()) == EmailCounts(sent=40)


def test_several_processes_queue_each_alert_once(scene: Scene) -> None:
    scene.invite()
    scene.activate()
    for number in range(20):
        scene.tell(ContactInvited(contact_id=f"c{number}", name="C", email=f"c{number}@x.test"))
        scene.tell(scene.message_event(to=f"c{number}"))
    scene.pass_time(minutes=1)
    with ThreadPoolExecutor(4) as processes:
        for queueing in [processes.submit(scene.queue) for _ in range(4)]:
            queueing.result()
    assert len(scene.emails()) == 20


def test_nothing_is_opened_before_something_is_due(queued: Scene, closed_port: str) -> None:
    def unasked() -> MailServer:
        raise AssertionError("nothing is due")

    with pytest.raises(ServerAway):
        queued.send(closed_port)
    assert sending.send_due(queued.service, unasked) == delivery.LADDER[0].total_seconds()
    queued.pass_time(seconds=2)
    queued.send()
    assert sending.send_due(queued.service, unasked) is None


def test_what_dies_or_expires_is_known_ahead(queued: Scene) -> None:
    assert sending.tidy(queued.service) is None
    queued.issue_code(minutes=10)
    assert sending.tidy(queued.service) == 600
    queued.claim()
    queued.claim()
    assert sending.tidy(queued.service) == delivery.LEASE.total_seconds()


def test_a_code_overtakes_everything_else(queued: Scene) -> None:
    queued.pass_time(seconds=5)
    queued.issue_code()
    assert queued.claim().kind == "code"


def test_an_expired_code_is_never_sent(scene: Scene, mailbox: Mailbox, closed_port: str) -> None:
    scene.issue_code()
    with pytest.raises(ServerAway):
        scene.send(closed_port)
    scene.pass_time(minutes=10)
    scene.send()
    assert (only(scene).state, only(scene).content) == ("expired", None)
    assert mailbox.of(scene.address) == []


def test_a_code_that_comes_too_late_is_not_even_queued(scene: Scene) -> None:
    scene.issue_code(minutes=-1)
    assert scene.emails() == []


def test_a_code_waits_for_its_firm_to_be_known(scene: Scene) -> None:
    scene.firm_id = "another"
    with pytest.raises(NotYet):
        scene.issue_code()


def test_an_address_that_the_mail_server_does_not_carry_is_refused(scene: Scene) -> None:
    own = scene.service.settings
    scene.service.runtime.settings = msgspec.structs.replace(own, smtputf8=False)
    with pytest.raises(EventRefused, match="SMTPUTF8"):
        scene.invite(address="jörg@example.test")


def test_the_log_shows_what_became_of_each_email_and_no_address(queued: Scene) -> None:
    queued.issue_code()
    queued.send()
    first = queued.ask(ListEmails(limit=1))
    second = queued.ask(ListEmails(limit=1, cursor=first.next or ""))
    assert [each.kind for each in first.items + second.items] == ["code", "get_started"]
    assert second.next is None
    assert first.items[0].address == "m•••@example.test"
    assert first.items[0].state == "sent"


def test_the_log_can_be_asked_for_one_state_and_one_firm(queued: Scene) -> None:
    assert queued.ask(ListEmails(state="failed")).items == []
    assert queued.ask(ListEmails(firm_id="another")).items == []
    assert len(queued.ask(ListEmails(state="queued")).items) == 1
    assert queued.ask(CountEmails(firm_id="another")) == EmailCounts()
    with pytest.raises(InvalidInput):
        queued.ask(ListEmails(cursor="nonsense"))


def test_a_password_never_travels_in_plain_text(queued: Scene) -> None:
    with answering({}) as server:
        queued.send(server.replace("smtp://", "smtp://user:secret@"))
        assert only(queued).state == "sent"


def test_letters_that_the_mail_server_cannot_take_are_refused_in_words(scene: Scene) -> None:
    scene.invite(address="mária@example.test")
    scene.message()
    scene.queue()
    with answering({"EHLO": "250 here"}) as server:
        scene.send(server)
    assert (only(scene).state, "SMTPUTF8" in only(scene).reason) == ("failed", True)


@pytest.mark.parametrize("offered", ["PLAIN", "LOGIN"])
@pytest.mark.parametrize("password", ["geheim", "a#b/c?d@e:f%g", "Straße ß"])
def test_user_and_password_are_sent_as_they_are(
    queued: Scene, certificate: ssl.SSLContext, password: str, offered: str
) -> None:
    answers = {"EHLO": f"250-here\r\n250 AUTH {offered}", "AUTH PLAIN": "235 in"}
    secrets = {_base64("portal"): "334 go on", _base64(password): "235 in"}
    with answering(answers | {"AUTH LOGIN": "334 go on"} | secrets, tls=certificate) as server:
        queued.send(server.replace("://", f"://portal:{quote(password, safe='')}@"))
    said = " ".join(server.heard)
    plain = _base64(f"\0portal\0{password}")
    assert plain in said if offered == "PLAIN" else _base64(password) in said
    assert only(queued).state == "sent"


def test_an_encrypted_connection_is_not_given_up_for_a_plain_one(queued: Scene) -> None:
    with answering({}) as server, pytest.raises(ServerAway):
        queued.send(server.replace("smtp://", "smtp+starttls://"))
    assert only(queued).state == "queued"


def test_refusals_know_whether_trying_again_can_help() -> None:
    assert ServerAway.retryable
    assert not Refused.retryable
    assert issubclass(smtplib.SMTPRecipientsRefused, smtplib.SMTPException)
    assert delivery.LEASE.total_seconds() > 2 * 20 + 10, "longer than any sending can take"
