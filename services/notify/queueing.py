"""Writes e-mails into the delivery log, finished to the last byte."""

import uuid
from typing import Any

from contracts import ids, links
from contracts.calls.notify import EmailKind
from services.notify.emails.envelope import envelope, message_id
from services.notify.emails.rendering import Rendered
from services.notify.models import Email, Firm
from services.notify.work import NotifyWork


def queue(
    work: NotifyWork,
    kind: EmailKind,
    firm: Firm,
    address: str,
    rendered: Rendered,
    *,
    thread: str = "",
    **columns: Any,
) -> uuid.UUID:
    """Have the e-mail go out from now on; its Message-ID is fixed with its content. Its id.

    `thread`: as for `envelope`. `columns`: what else is to stand in the delivery log.
    """
    email_id, sender = ids.new_id(), work.settings.sender
    named = message_id(email_id, sender)
    content = envelope(
        rendered,
        sender=sender,
        sender_name=firm.name,
        recipient=address,
        message_id=named,
        at=work.now,
        thread=thread,
    )
    email = Email(
        id=email_id,
        kind=kind,
        firm_id=firm.id,
        address=address,
        message_id=named,
        content=content,
        state="queued",
        created_at=work.now,
        due_at=work.now,
        **columns,
    )
    work.session.add(email)
    work.due(Email)
    return email_id


def secure_link(
    work: NotifyWork, firm: Firm, person_id: uuid.UUID, address: str, target: links.Target
) -> str:
    """The address behind a button: where it leads, sealed, in the fragment that no server sees."""
    link = links.Link(
        firm_id=firm.id,
        person_id=person_id,
        address_digest=links.address_digest(address),
        target=target,
        issued_at=work.now,
        expires_at=work.now + links.VALID_FOR,
    )
    return f"{work.settings.public_url}/open#{links.seal(link, work.settings.link_keys)}"
