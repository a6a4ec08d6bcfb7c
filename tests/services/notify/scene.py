"""One firm with a contact and a conversation, told by events, on a clock that the test turns."""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from contracts.events.accounts import AccountActivated, CodeIssued
from contracts.events.contacts import ContactInvited, ContactRemoved, ContactUpdated
from contracts.events.firms import FirmRegistered
from contracts.events.messages import MessageRead, MessageSent
from contracts.events.persons import Person
from contracts.ids import conversation_id, matter_id, message_id, person_id
from services.notify import alerts, contacts, delivery, people, queueing, sending
from services.notify.models import Email
from services.notify.settings import NotifySettings
from services.notify.smtp import MailServer

SECRET = "The settlement offer of 40,000 dollars"
AUTHOR = "Quentin Aurelius Vane"
MATTER = "Estate of Winterbottom 24-117"


def settings(stack: dict[str, Any], **changed: Any) -> NotifySettings:
    given = {
        "amqp_url": stack["amqp"],
        "database_url": stack["postgres"],
        "public_url": "https://portal.example.test",
        "link_keys": ["a key for tests only"],
        "smtp_url": stack["smtp"],
        "mail_from": "Redwell <portal@redwell.example.test>",
        "alert_delay": 30,
    }
    return msgspec.convert({**given, **changed}, NotifySettings)


class Scene:
    def __init__(
        self, sessions: sessionmaker[Session], settings: NotifySettings, firm_id: str
    ) -> None:
        self.sessions, self.settings, self.firm_id = sessions, settings, firm_id
        self.now = datetime.datetime.now(datetime.UTC)
        self.address = f"maria-{uuid.uuid4().hex}@example.test"
        self.position = 0

    def pass_time(self, **by: float) -> None:
        self.now += datetime.timedelta(**by)

    def register(self, name: str = "Hartley & Rowe LLP", contact: str = "+1 212 555 0142") -> None:
        event = FirmRegistered(name=name, contact=contact)
        with self.sessions.begin() as session:
            people.register_firm(session, self.firm_id, event, self.now)

    def invite(self, contact: str = "maria", address: str = "", name: str = "Maria Okafor") -> None:
        event = ContactInvited(contact_id=contact, name=name, email=address or self.address)
        with self.sessions.begin() as session:
            contacts.invited(session, self.settings, self.firm_id, event, self.now, self.now)

    def update(self, **changed: str) -> None:
        event = ContactUpdated(contact_id="maria", **changed)
        with self.sessions.begin() as session:
            contacts.updated(session, self.settings, self.firm_id, event, self.now, self.now)

    def remove(self) -> None:
        event = ContactRemoved(contact_id="maria")
        with self.sessions.begin() as session:
            contacts.removed(session, self.firm_id, event, self.now, self.now)

    def activate(self) -> None:
        event = AccountActivated(person=self.person("maria"), activated_at=self.now)
        with self.sessions.begin() as session:
            alerts.note_activated(session, self.firm_id, event, self.now, self.settings.delay)

    def message(self, *, by: str = "vane", matter: str = "m1") -> MessageSent:
        """Somebody writes to everyone in the matter: the attorney, or the client."""
        event = self.message_event(by=by, matter=matter)
        self.apply_sent(event)
        return event

    def message_event(self, *, by: str = "vane", matter: str = "m1") -> MessageSent:
        self.position += 1
        return MessageSent(
            **self._place(matter, self.position),
            author=self.person(by),
            origin="firm",
            body=SECRET,
            sent_at=self.now,
        )

    def apply_sent(self, event: MessageSent) -> None:
        with self.sessions.begin() as session:
            alerts.note_sent(session, self.firm_id, event, self.now, self.settings.delay)

    def read(self, sent: MessageSent, *, by: str = "maria") -> None:
        event = MessageRead(
            conversation_id=sent.conversation_id,
            matter_id=sent.matter_id,
            matter_ref=sent.matter_ref,
            message_id=sent.message_id,
            position=sent.position,
            audience=sent.audience,
            reader=self.person(by),
            read_at=self.now,
        )
        with self.sessions.begin() as session:
            alerts.note_read(session, self.firm_id, event, self.now)

    def issue_code(self, code: str = "48213907", minutes: float = 10) -> None:
        until = self.now + datetime.timedelta(minutes=minutes)
        event = CodeIssued(address=self.address, code=code, expires_at=until)
        with self.sessions.begin() as session:
            queueing.queue_code(session, self.settings, self.firm_id, event, self.now, self.now)

    def queue(self) -> list[Email]:
        """Queue what is due at this moment; all e-mails there are, oldest first."""
        with self.sessions.begin() as session:
            queueing.queue_alerts(session, self.settings, self.now)
        return self.emails()

    def send(self, smtp_url: str = "") -> None:
        """One turn of the sender at the scene's time."""
        server = MailServer(smtp_url or self.settings.smtp_url, self.settings.sender)
        sending.tidy(self.transaction, lambda: self.now)
        sending.send_due(self.transaction, server, lambda: self.now)

    def emails(self) -> list[Email]:
        with self.sessions() as session:
            return list(session.scalars(select(Email).order_by(Email.id)))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with self.sessions.begin() as session:
            yield session

    def claim(self) -> delivery.Claimed:
        with self.sessions.begin() as session:
            claimed = delivery.claim(session, self.now)
        assert claimed is not None
        return claimed

    def person(self, contact: str) -> Person:
        name = AUTHOR if contact == "vane" else "Maria Okafor"
        return Person(person_id=person_id(self.firm_id, contact), contact_ref=contact, name=name)

    def _place(self, matter: str, position: int) -> dict[str, Any]:
        return {
            "conversation_id": conversation_id(self.firm_id, matter),
            "matter_id": matter_id(self.firm_id, matter),
            "matter_ref": MATTER,
            "message_id": message_id(self.firm_id, str(position)),
            "position": position,
            "audience": [self.person(each).person_id for each in ("vane", "maria")],
        }
