"""E-mails about somebody's way in: a new link for an old one, and changes they should know of."""

import datetime

from sqlalchemy.orm import Session

from contracts.errors import NotYet
from contracts.events.accounts import AccountNotice, LinkRequested
from services.notify.addresses import as_it_travels
from services.notify.emails import account_notice, new_link
from services.notify.emails.envelope import envelope
from services.notify.emails.rendering import Rendered
from services.notify.models import Email, Firm, Person
from services.notify.queueing import begun, secure_link
from services.notify.settings import NotifySettings


def queue_new_link(
    session: Session,
    settings: NotifySettings,
    firm_id: str,
    event: LinkRequested,
    now: datetime.datetime,
) -> None:
    """Queue a link to where the old one led. Raises NotYet while the firm is unknown."""
    firm = _firm(session, firm_id)
    address = as_it_travels(event.address)
    person = session.get(Person, event.person_id)
    link = secure_link(firm_id, event.person_id, event.address, event.target, settings, now)
    rendered = new_link.generate(firm, person.name if person else "", link, settings.host)
    email = begun("new_link", firm, address, now, settings)
    email.person_id, email.urgent = event.person_id, True
    _queue(session, email, rendered, firm, settings, now)


def queue_notice(
    session: Session,
    settings: NotifySettings,
    firm_id: str,
    event: AccountNotice,
    now: datetime.datetime,
) -> None:
    """Queue word of a change in how they sign in. Raises NotYet while the firm is unknown."""
    firm = _firm(session, firm_id)
    email = begun("account_notice", firm, as_it_travels(event.address), now, settings)
    rendered = account_notice.generate(firm, event, settings.host)
    _queue(session, email, rendered, firm, settings, now)


def _firm(session: Session, firm_id: str) -> Firm:
    firm = session.get(Firm, firm_id)
    if firm is None:
        raise NotYet("The firm is not known yet.")
    return firm


def _queue(
    session: Session,
    email: Email,
    rendered: Rendered,
    firm: Firm,
    settings: NotifySettings,
    now: datetime.datetime,
) -> None:
    email.content = envelope(
        rendered,
        sender=settings.sender,
        sender_name=firm.name,
        recipient=email.address,
        message_id=email.message_id,
        at=now,
    )
    session.add(email)
