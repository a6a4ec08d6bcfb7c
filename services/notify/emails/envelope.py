"""Puts a rendered e-mail into the form that travels: headers, text and HTML (RFC 5322, MIME)."""

import datetime
import uuid
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from services.notify.addresses import as_it_travels
from services.notify.emails.rendering import Rendered, one_line


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
    """The e-mail as bytes, all ASCII, no line over 78 characters.

    `thread`: the Message-ID under which mail programs gather e-mails that belong together. No
    such e-mail need exist (RFC 5322, 3.6.4).
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=one_line(sender_name), addr_spec=sender)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = rendered.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    if thread:
        message["In-Reply-To"] = message["References"] = thread
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834
    message["X-Auto-Response-Suppress"] = "All"  # keeps Exchange from answering
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = "en"
    return message.as_bytes()


def message_id(local_part: uuid.UUID, sender: str) -> str:
    """A Message-ID in the sender's domain."""
    return f"<{local_part}@{as_it_travels(sender).partition('@')[2]}>"
