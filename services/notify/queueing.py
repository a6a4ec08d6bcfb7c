"""Writes e-mails into the delivery log, finished to the last byte, when their time has come."""

import datetime
import uuid

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from contracts import ids, links
from contracts.calls.notify import EmailKind
from contracts.errors import NotYet
from contracts.events.accounts import CodeIssued
from services.notify.addresses import as_it_travels
from services.notify.emails import code, get_started, new_message
from services.notify.emails.envelope import envelope, message_id
from services.notify.models import Alert, Email, Firm, Person
from services.notify.settings import NotifySettings

BATCH = 50
THREADS = uuid.UUID("6c1b0f1e-7a0e-5a0c-9f0e-0d6a7f5f2b11")  # names threads, one a conversation


def queue_code(
    session: Session,
    settings: NotifySettings,
    firm_id: str,
    event: CodeIssued,
    issued_at: datetime.datetime,
    now: datetime.datetime,
) -> None:
    """Queue the code for the next moment; nothing at all when it has expired already.

    Raises NotYet while the firm is unknown: the e-mail has to name it.
    """
    if event.expires_at <= now:
        return
    firm = session.get(Firm, firm_id)
    if firm is None:
        raise NotYet("The firm is not known yet.")
    email = begun("code", firm, as_it_travels(event.address), now, settings)
    rendered = code.generate(firm, event.code, event.expires_at - issued_at, settings.host)
    email.urgent, email.expires_at = True, event.expires_at
    email.content = envelope(
        rendered,
        sender=settings.sender,
        sender_name=firm.name,
        recipient=email.address,
        message_id=email.message_id,
        at=now,
    )
    session.add(email)


def queue_alerts(session: Session, settings: NotifySettings, now: datetime.datetime) -> None:
    """Queue an e-mail for what has waited unread long enough, for some persons at a time."""
    for person, firm in _take_persons(session, now):
        alerts = _due(session, person, now)
        if alerts and person.activated_at is None:
            # One Get Started e-mail stands for everything that waits for the person.
            session.add(_alert_email(alerts[0], person, firm, settings, now))
            person.get_started_at = now
        elif alerts:
            session.add_all(_alert_email(each, person, firm, settings, now) for each in alerts)
        for alert in alerts:
            alert.due_at, alert.emailed_at = None, now


def _take_persons(session: Session, now: datetime.datetime) -> list[Row[Person, Firm]]:
    """Persons with something due, locked, less those that another process has in hand.

    Whoever changes a person's alerts holds the person's row, so the alerts need no lock.
    """
    due = (
        select(Alert.person_id)
        .join(Person, Person.id == Alert.person_id)
        .join(Firm, Firm.id == Person.firm_id)
        .where(Alert.due_at <= now)
        .order_by(Alert.due_at)
        .limit(BATCH)
    )
    query = (
        select(Person, Firm)
        .join(Firm, Firm.id == Person.firm_id)
        .where(Person.id.in_(due))
        .with_for_update(of=Person, skip_locked=True)
    )
    return list(session.execute(query.execution_options(populate_existing=True)))


def _due(session: Session, person: Person, now: datetime.datetime) -> list[Alert]:
    query = select(Alert).where(Alert.person_id == person.id, Alert.due_at <= now)
    return list(session.scalars(query.order_by(Alert.due_at)))


def _alert_email(
    alert: Alert, person: Person, firm: Firm, settings: NotifySettings, now: datetime.datetime
) -> Email:
    kind: EmailKind = "get_started" if person.activated_at is None else "new_message"
    page = get_started if kind == "get_started" else new_message
    email = begun(kind, firm, person.address, now, settings)
    email.person_id, email.conversation_id = person.id, alert.conversation_id
    target = links.Target(kind="conversation", id=alert.conversation_id)
    link = secure_link(firm.id, person.id, person.address, target, settings, now)
    email.content = envelope(
        page.generate(firm, person, link, settings.host),
        sender=settings.sender,
        sender_name=firm.name,
        recipient=person.address,
        message_id=email.message_id,
        at=now,
        thread=_thread(person.id, alert.conversation_id, settings),
    )
    return email


def begun(
    kind: EmailKind, firm: Firm, address: str, now: datetime.datetime, settings: NotifySettings
) -> Email:
    """A row of the delivery log, its content still to come; its Message-ID is fixed from now on."""
    email_id = ids.new_id()
    return Email(
        id=email_id,
        kind=kind,
        firm_id=firm.id,
        address=address,
        message_id=message_id(email_id, settings.sender),
        state="queued",
        created_at=now,
        due_at=now,
    )


def secure_link(
    firm_id: str,
    person_id: uuid.UUID,
    address: str,
    target: links.Target,
    settings: NotifySettings,
    now: datetime.datetime,
) -> str:
    """The address behind a button: where it leads, sealed, in the fragment that no server sees."""
    link = links.Link(
        firm_id=firm_id,
        person_id=person_id,
        address_digest=links.address_digest(address),
        target=target,
        issued_at=now,
        expires_at=now + links.VALID_FOR,
    )
    return f"{settings.public_url}/open#{links.seal(link, settings.link_keys)}"


def _thread(person_id: uuid.UUID, conversation_id: uuid.UUID, settings: NotifySettings) -> str:
    """Names a person's thread of one conversation, alike in all its e-mails, telling nothing."""
    thread = uuid.uuid5(THREADS, f"{person_id}/{conversation_id}")
    return message_id(thread, settings.sender)
