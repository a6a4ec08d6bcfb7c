"""E-mails about what waits, and one-time codes; what became of each is on record."""

from backbone.service import Service, answer, every, hear
from backbone.setbacks import one_by_one
from services.notify import (
    account_mail,
    alert_mail,
    alerts,
    contacts,
    delivery_log,
    parts,
    people,
    resending,
    sending,
    undelivered,
)
from services.notify.settings import NotifySettings
from services.notify.smtp import MailServer
from services.notify.work import NotifyWork


class NotifyService(Service):
    name = "notify"
    Settings = NotifySettings
    Work = NotifyWork
    answers = [
        answer(delivery_log.page, reading=True),
        answer(delivery_log.count, reading=True),
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
        hear(alerts.note),
        hear(account_mail.queue_code),
        hear(account_mail.queue_new_link),
        hear(account_mail.queue_notice),
    ]

    @every(0.5)
    def queue_alerts(self) -> None:
        one_by_one(self, alert_mail.due, alert_mail.queue_alerts)

    @every(1)
    def tidy(self) -> None:
        sending.tidy(self)

    @every(0.25)
    def send_due(self) -> None:
        sending.send_due(self, self._mail_server)

    def _mail_server(self) -> MailServer:
        return MailServer(self.settings.smtp_url, self.settings.sender)
