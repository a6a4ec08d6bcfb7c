"""Puts a rendered e-mail into the form that travels: headers, text and HTML (RFC 5322, MIME)."""

import datetime
import uuid
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from services.notify.emails.headers import Mailbox, Token, header
from services.notify.emails.rendering import Rendered


def envelope(
    rendered: Rendered,
    *,
    sender: str,
    sender_name: str,
    recipient: str,
    message_id: str,
    at: datetime.datetime,
    thread: str = "",
) -> bytes:
    """The e-mail as bytes, no line over 78 characters; all ASCII where the addresses are.

    `thread`: the Message-ID under which mail programs gather e-mails that belong together. No
    such e-mail need exist (RFC 5322, 3.6.4).
    """
    threading = {"In-Reply-To": Token(thread), "References": Token(thread)} if thread else {}
    headers: dict[str, str | Mailbox] = {
        "From": Mailbox(sender, sender_name),
        "To": Mailbox(recipient),
        "Subject": rendered.subject,
        "Date": Token(format_datetime(at)),
        "Message-ID": Token(message_id),
        **threading,
        "Auto-Submitted": Token("auto-generated"),  # RFC 3834
        "X-Auto-Response-Suppress": Token("All"),  # keeps Exchange from answering
        "Content-Language": Token("en"),
    }
    return b"".join(header(*each) for each in headers.items()) + _body(rendered)


def message_id(local_part: uuid.UUID, sender: str) -> str:
    """A Message-ID in the sender's domain."""
    return f"<{local_part}@{sender.rpartition('@')[2]}>"


def _body(rendered: Rendered) -> bytes:
    """All bodies, with the headers that tell them apart."""
    body = EmailMessage(policy=SMTP)
    body.set_content(rendered.text, cte="quoted-printable")
    body.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    if rendered.invitation is not None:
        # Of the bodies the last one is the best that a mail program knows (RFC 2046, 5.1.4).
        method, calendar = rendered.invitation
        body.add_alternative(
            calendar, subtype="calendar", cte="quoted-printable", params={"method": method}
        )
    return body.as_bytes()
