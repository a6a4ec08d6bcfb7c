"""What notify needs to be told beside what every service is told."""

import datetime
from email.utils import parseaddr
from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta

from backbone.settings import LinkKeys, PublicUrl, ServiceSettings

Mailbox = Annotated[
    str,
    Meta(
        pattern=r"^([^<>]+ <[^@\s<>]+@[^@\s<>]+>|[^@\s<>]+@[^@\s<>]+)$",
        examples=["portal@example.com"],
    ),
]
SmtpUrl = Annotated[
    str,
    Meta(
        pattern=r"^(smtp|smtps|smtp\+starttls)://[^\s]+$",
        examples=["smtp+starttls://user:password@mail.example.com:587"],
    ),
]


class NotifySettings(ServiceSettings, frozen=True, kw_only=True):
    """`link_keys`: newest last. `alert_delay`: seconds a message waits unread before an e-mail.

    `mail_from`: an address, with a name before it or not; what people see is the firm's name.
    """

    public_url: PublicUrl
    link_keys: LinkKeys
    smtp_url: SmtpUrl
    mail_from: Mailbox
    alert_delay: Annotated[float, Meta(ge=0)] = 30

    @property
    def host(self) -> str:
        """The part of the public address that people know it by."""
        return urlsplit(self.public_url).netloc

    @property
    def sender(self) -> str:
        """The address that all e-mails come from."""
        return parseaddr(self.mail_from)[1]

    @property
    def delay(self) -> datetime.timedelta:
        return datetime.timedelta(seconds=self.alert_delay)
