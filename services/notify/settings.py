"""What notify needs to be told beside what every service is told."""

import datetime
from email.utils import parseaddr
from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta

from backbone.settings import LinkKeys, PublicUrl, ServiceSettings, SpeaksSmtputf8
from contracts.addresses import as_it_travels
from contracts.values import END

_ENCODED = r"([A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"  # RFC 3986, 3.2.1
_LOGIN = rf"{_ENCODED}+(:{_ENCODED}*)?"
_HOST = r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])"

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
        pattern=rf"^(smtp|smtps|smtp\+starttls)://({_LOGIN}@)?{_HOST}(:\d{{1,5}})?/?{END}",
        description="User and password are percent-encoded: `/` is %2F, `#` %23, `?` %3F, `@` %40.",
        examples=["smtp+starttls://user:password@mail.example.com:587"],
    ),
]
BouncesTo = Annotated[
    str,
    Meta(
        pattern=rf"^([A-Za-z0-9._-]{{1,20}}@[A-Za-z0-9.-]+)?{END}",
        description="Where delivery reports come, as bounces@example.com, if you have them read;\n"
        "mail to bounces+anything@example.com must come there too. See docs/operations.md.",
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
    smtputf8: SpeaksSmtputf8 = False
    bounces_to: BouncesTo = ""
    alert_delay: Annotated[float, Meta(ge=0)] = 30

    @property
    def host(self) -> str:
        """The part of the public address that people know it by."""
        return urlsplit(self.public_url).netloc

    @property
    def sender(self) -> str:
        """The address that all e-mails come from."""
        return as_it_travels(parseaddr(self.mail_from)[1])

    @property
    def delay(self) -> datetime.timedelta:
        return datetime.timedelta(seconds=self.alert_delay)
