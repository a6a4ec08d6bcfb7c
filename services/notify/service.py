"""E-mails about what waits, and one-time codes; what became of each is on record."""

import datetime

from sqlalchemy.orm import Session

from backbone.service import Delivery, Service, every, rpc, subscribe
from contracts.calls.notify import CountEmails, EmailCounts, EmailPage, ListEmails
from contracts.events.accounts import AccountActivated, AccountNotice, CodeIssued, LinkRequested
from contracts.events.contacts import ContactInvited, ContactRemoved, ContactUpdated
from contracts.events.firms import FirmRegistered
from contracts.events.messages import MessageRead, MessageSent
from services.notify import account_mail, alerts, contacts, delivery_log, people, queueing, sending
from services.notify.settings import NotifySettings
from services.notify.smtp import MailServer


class NotifyService(Service):
    name = "notify"
    Settings = NotifySettings
    settings: NotifySettings

    @subscribe
    def on_firm_registered(
        self, session: Session, event: FirmRegistered, delivery: Delivery
    ) -> None:
        people.register_firm(session, delivery.firm_id, event, at=delivery.time)

    @subscribe
    def on_contact_invited(
        self, session: Session, event: ContactInvited, delivery: Delivery
    ) -> None:
        contacts.invited(
            session, self.settings, delivery.firm_id, event, at=delivery.time, now=_now()
        )

    @subscribe
    def on_contact_updated(
        self, session: Session, event: ContactUpdated, delivery: Delivery
    ) -> None:
        contacts.updated(
            session, self.settings, delivery.firm_id, event, at=delivery.time, now=_now()
        )

    @subscribe
    def on_contact_removed(
        self, session: Session, event: ContactRemoved, delivery: Delivery
    ) -> None:
        contacts.removed(session, delivery.firm_id, event, at=delivery.time, now=_now())

    @subscribe
    def on_account_activated(
        self, session: Session, event: AccountActivated, delivery: Delivery
    ) -> None:
        alerts.note_activated(session, delivery.firm_id, event, _now(), self.settings.delay)

    @subscribe
    def on_message_sent(self, session: Session, event: MessageSent, delivery: Delivery) -> None:
        alerts.note_sent(session, delivery.firm_id, event, _now(), self.settings.delay)

    @subscribe
    def on_message_read(self, session: Session, event: MessageRead, delivery: Delivery) -> None:
        alerts.note_read(session, delivery.firm_id, event, _now())

    @subscribe
    def on_code_issued(self, session: Session, event: CodeIssued, delivery: Delivery) -> None:
        queueing.queue_code(
            session, self.settings, delivery.firm_id, event, issued_at=delivery.time, now=_now()
        )

    @subscribe
    def on_link_requested(self, session: Session, event: LinkRequested, delivery: Delivery) -> None:
        account_mail.queue_new_link(session, self.settings, delivery.firm_id, event, now=_now())

    @subscribe
    def on_account_notice(self, session: Session, event: AccountNotice, delivery: Delivery) -> None:
        account_mail.queue_notice(session, self.settings, delivery.firm_id, event, now=_now())

    @every(0.5)
    def queue_alerts(self) -> None:
        with self.transaction() as session:
            queueing.queue_alerts(session, self.settings, _now())

    @every(1)
    def tidy(self) -> None:
        sending.tidy(self.transaction, _now)

    @every(0.25)
    def send_due(self) -> None:
        server = MailServer(self.settings.smtp_url, self.settings.sender)
        sending.send_due(self.transaction, server, _now)

    @rpc
    def list_emails(self, session: Session, call: ListEmails) -> EmailPage:
        return delivery_log.page(session, call)

    @rpc
    def count_emails(self, session: Session, call: CountEmails) -> EmailCounts:
        return delivery_log.count(session, call)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
