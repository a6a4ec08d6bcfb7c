"""One firm with a contact and a conversation, told by events, on a clock that the test turns."""

import dataclasses
import datetime
import uuid
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from backbone.origin import Origin
from backbone.setbacks import one_by_one
from backbone.testing import scene
from contracts.events.accounts import AccountActivated, CodeIssued
from contracts.events.contacts import ContactInvited, ContactRemoved, ContactUpdated
from contracts.events.firms import FirmRegistered
from contracts.events.matters import MatterParticipantAdded, MatterParticipantRemoved
from contracts.events.messages import MessageRead, MessageSent
from contracts.events.persons import Person
from contracts.events.tasks import TaskChanged
from contracts.ids import conversation_id, matter_id, message_id, task_id
from services.notify import alert_mail, delivery, invitation_mail, sending
from services.notify.models import Email
from services.notify.service import NotifyService
from services.notify.settings import NotifySettings
from services.notify.smtp import MailServer

SECRET = "The settlement offer of 40,000 dollars"
AUTHOR = "Quentin Aurelius Vane"
MATTER = "Estate of Winterbottom 24-117"


def settings(stack: dict[str, Any], **changed: Any) -> NotifySettings:
    given = {
        "amqp_url": stack["amqp"],
        "database_url": stack["postgres"],
        "public_url": Origin("https://portal.example.test"),
        "link_keys": ["a key for tests only"],
        "smtp_url": stack["smtp"],
        "mail_from": "Redwell <portal@redwell.example.test>",
        "smtputf8": True,
        "alert_delay": 30,
    }
    return msgspec.convert({**given, **changed}, NotifySettings)


class Scene(scene.Scene):
    Service = NotifyService

    def __init__(
        self, sessions: sessionmaker[Session], settings: NotifySettings, firm_id: str = ""
    ) -> None:
        super().__init__(sessions, firm_id, settings)
        self.settings = settings
        self.address = f"maria-{uuid.uuid4().hex}@example.test"
        self.position = 0

    def change_settings(self, **changed: Any) -> None:
        self.settings = msgspec.structs.replace(self.settings, **changed)
        self.service.runtime = dataclasses.replace(self.service.runtime, settings=self.settings)

    def pass_time(self, **by: float) -> None:
        self.now += datetime.timedelta(**by)

    def register(self, name: str = "Hartley & Rowe LLP", contact: str = "+1 212 555 0142") -> None:
        self.tell(FirmRegistered(name=name, contact=contact))

    def invite(self, address: str = "", name: str = "Maria Okafor") -> None:
        self.tell(ContactInvited(contact_id="maria", name=name, email=address or self.address))

    def update(self, **changed: str) -> None:
        self.tell(ContactUpdated(contact_id="maria", **changed))

    def remove(self) -> None:
        self.tell(ContactRemoved(contact_id="maria"))

    def activate(self) -> None:
        self.tell(AccountActivated(person=self.named("maria"), activated_at=self.now))

    def admit(self, *, matter: str = "m1") -> None:
        admitted = MatterParticipantAdded(
            matter_id=matter, contact_id="maria", name="Maria", kind="client", role="Client"
        )
        self.tell(admitted, at=self.now)

    def leave(self, *, matter: str = "m1") -> None:
        self.tell(MatterParticipantRemoved(matter_id=matter, contact_id="maria"), at=self.now)

    def message(
        self,
        *,
        by: str = "vane",
        matter: str = "m1",
        sent_at: datetime.datetime | None = None,
    ) -> MessageSent:
        """Somebody writes to everyone in the matter: the attorney, or the client."""
        event = self.message_event(by=by, matter=matter)
        if sent_at is not None:
            event = msgspec.structs.replace(event, sent_at=sent_at)
        self.tell(event)
        return event

    def message_event(
        self, *, by: str = "vane", matter: str = "m1", to: str = "maria"
    ) -> MessageSent:
        self.position += 1
        return MessageSent(
            conversation_id=conversation_id(self.firm_id, matter),
            matter_id=matter_id(self.firm_id, matter),
            matter_ref=MATTER,
            message_id=message_id(self.firm_id, str(self.position)),
            position=self.position,
            audience=[self.person("vane"), self.person(to)],
            author=self.named(by),
            origin="firm",
            body=SECRET,
            sent_at=self.now,
        )

    def assign(self, title: str) -> None:
        """The firm asks the client to do something."""
        self.tell(
            TaskChanged(
                matter_id=matter_id(self.firm_id, "m1"),
                matter_ref=MATTER,
                audience=[self.person("maria")],
                task_id=task_id(self.firm_id, "t1"),
                task_ref="t1",
                version=1,
                title=title,
                author=self.named("vane"),
                due=None,
                state="open",
                at=self.now,
                waiting=[self.person("maria")],
            )
        )

    def read(self, sent: MessageSent, *, by: str = "maria") -> None:
        event = MessageRead(
            conversation_id=sent.conversation_id,
            matter_id=sent.matter_id,
            matter_ref=sent.matter_ref,
            message_id=sent.message_id,
            position=sent.position,
            audience=sent.audience,
            reader=self.named(by),
            read_at=self.now,
        )
        self.tell(event)

    def issue_code(self, code: str = "48213907", minutes: float = 10) -> None:
        until = self.now + datetime.timedelta(minutes=minutes)
        self.tell(CodeIssued(address=self.address, code=code, expires_at=until))

    def queue(self) -> list[Email]:
        """Queue what is due at this moment; all e-mails there are, oldest first."""
        one_by_one(self.service, invitation_mail.planned, invitation_mail.queue_invitations)
        one_by_one(self.service, alert_mail.planned, alert_mail.queue_alerts)
        return self.emails()

    def send(self, smtp_url: str = "") -> None:
        """One turn of the sender at the scene's time."""
        sending.tidy(self.service)
        url = smtp_url or self.settings.smtp_url
        sending.send_due(self.service, lambda: MailServer(url, self.settings.sender))

    def emails(self) -> list[Email]:
        with self.sessions() as session:
            return list(session.scalars(select(Email).order_by(Email.id)))

    def claim(self) -> delivery.Claimed:
        with self.service.turn() as work:
            claimed = delivery.claim(work)
        assert claimed is not None
        return claimed

    def named(self, contact: str) -> Person:
        name = AUTHOR if contact == "vane" else "Maria Okafor"
        return Person(person_id=self.person(contact), contact_ref=contact, name=name)
