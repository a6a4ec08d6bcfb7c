"""E-mails about what waits, and one-time codes; what became of each is on record."""

from backbone.service import Service, answer, hear, hear_together, when_due
from backbone.setbacks import one_by_one
from services.notify import (
    account_mail,
    alert_mail,
    alerts,
    contacts,
    delivery_log,
    invitation_mail,
    invitations,
    parts,
    people,
    resending,
    sending,
    undelivered,
)
from services.notify.models import Alert, Email, Invitation
from services.notify.settings import NotifySettings
from services.notify.smtp import MailServer
from services.notify.work import NotifyWork


class NotifyService(Service):
    name = "notify"
    Settings = NotifySettings
    Work = NotifyWork
    answers = [
        answer(delivery_log.page),
        answer(delivery_log.count),
        answer(resending.check),
        answer(resending.resend),
        answer(undelivered.report),
    ]
    hears = [
        hear(people.register_firm),
        hear(contacts.invite),
        hear(contacts.update),
        hear(contacts.remove),
        hear(parts.join),
        hear(parts.leave),
        hear(alerts.note_activated),
        hear_together(alerts.note),
        hear(invitations.want),
        hear(invitations.note),
        hear(invitations.note_activated),
        hear(account_mail.queue_code),
        hear(account_mail.queue_new_link),
        hear(account_mail.queue_notice),
    ]

    @when_due(Alert)
    def queue_alerts(self) -> float | None:
        return one_by_one(self, alert_mail.planned, alert_mail.queue_alerts)

    @when_due(Invitation)
    def queue_invitations(self) -> float | None:
        return one_by_one(self, invitation_mail.planned, invitation_mail.queue_invitations)

    @when_due()
    def tidy(self) -> float | None:
        return sending.tidy(self)

    @when_due(Email)
    def send_due(self) -> float | None:
        return sending.send_due(self, self._mail_server)

    def _mail_server(self) -> MailServer:
        return MailServer(self.settings.smtp_url, self.settings.sender)
