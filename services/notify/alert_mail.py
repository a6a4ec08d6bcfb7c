"""Queues the e-mails about what waits, when their time has come."""

import datetime
import uuid
from collections.abc import Callable

from sqlalchemy import Row, Select, select

from contracts import links
from contracts.calls.notify import EmailKind
from contracts.values import Thing
from services.notify import invitations, parts
from services.notify.emails import (
    get_started,
    new_document,
    new_message,
    several,
    something_new,
)
from services.notify.emails.envelope import message_id
from services.notify.emails.rendering import Rendered
from services.notify.models import Alert, Firm, Person
from services.notify.queueing import queue, secure_link
from services.notify.work import NotifyWork

THREADS = uuid.UUID("6c1b0f1e-7a0e-5a0c-9f0e-0d6a7f5f2b11")  # names threads, one for each thing

Generate = Callable[[Firm, Person, str, str], Rendered]

# Which e-mail tells someone with an account that such a thing waits.
EMAILS: dict[Thing, tuple[EmailKind, Generate]] = {
    "conversation": ("new_message", new_message.generate),
    "document": ("new_document", new_document.generate),
}
# What they are is nobody's business who reads somebody's mail.
ANYTHING_ELSE: tuple[EmailKind, Generate] = ("something_new", something_new.generate)


def planned(work: NotifyWork) -> Select[uuid.UUID, datetime.datetime | None]:
    """The persons for whom something waits, and when it has waited long enough.

    Whoever is in it twice has been told of everything the first time.
    """
    return (
        select(Alert.person_id, Alert.due_at)
        .join(Person, Person.id == Alert.person_id)
        .join(Firm, Firm.id == Person.firm_id)
        .where(Alert.due_at.is_not(None), ~invitations.tells_of(Alert))
        .order_by(Alert.due_at)
    )


def queue_alerts(work: NotifyWork, person_id: uuid.UUID) -> bool:
    """Queue one e-mail that stands for everything that waits for the person.

    False when another process does, or nothing is due: they may have been told of all of it
    meanwhile, and what is new since then is planned for later.
    """
    taken = take(work, person_id)
    if taken is None:
        return False
    person, firm = taken
    alerts = _planned(work, person)
    if not any(alert.due_at and alert.due_at <= work.now for alert in alerts):
        return False
    if person.activated_at is None:
        _queue(work, firm, person, _first(alerts), ("get_started", get_started.generate))
        person.get_started_at = work.now
    else:
        one = len(alerts) == 1
        of_one = EMAILS.get(alerts[0].about_kind, ANYTHING_ELSE)
        email = of_one if one else ("several", several.generate)
        _queue(work, firm, person, alerts[0] if one else None, email)
        person.alerted_at = work.now
    for alert in alerts:
        alert.due_at, alert.emailed_at = None, work.now
    return True


def take(work: NotifyWork, person_id: uuid.UUID) -> Row[Person, Firm] | None:
    """The person, locked: whoever changes their alerts holds their row, so these need no lock."""
    query = (
        select(Person, Firm)
        .join(Firm, Firm.id == Person.firm_id)
        .where(Person.id == person_id)
        .with_for_update(of=Person, skip_locked=True)
    )
    return work.session.execute(query).one_or_none()


def _planned(work: NotifyWork, person: Person) -> list[Alert]:
    """What is due, and what would be soon; in matters they left nothing is.

    Nor what comes as an invitation, which has a button of its own.
    """
    planned = select(Alert).where(
        Alert.person_id == person.id, Alert.due_at.is_not(None), ~invitations.tells_of(Alert)
    )
    for alert in work.session.scalars(planned.where(parts.has_left())):
        alert.due_at = None
    work.session.flush()
    return list(work.session.scalars(planned.order_by(Alert.due_at)))


def _first(alerts: list[Alert]) -> Alert:
    """What a newcomer is led to: a message says best why somebody writes to them."""
    messages = (each for each in alerts if each.about_kind == "conversation")
    return next(messages, alerts[0])


def _queue(
    work: NotifyWork,
    firm: Firm,
    person: Person,
    alert: Alert | None,
    email: tuple[EmailKind, Generate],
) -> None:
    """`alert`: what it leads to; without one it leads to everything."""
    kind, generate = email
    target = links.Target()
    if alert is not None:
        target = links.Target(kind=alert.about_kind, id=alert.about_id)
    link = secure_link(work, firm, person.id, person.address, target)
    queue(
        work,
        kind,
        firm,
        person.address,
        generate(firm, person, link, work.settings.host),
        thread=thread(work, person, target),
        person_id=person.id,
    )


def thread(work: NotifyWork, person: Person, target: links.Target) -> str:
    """Names a person's thread of one thing, alike in all its e-mails, telling nothing."""
    thread = uuid.uuid5(THREADS, f"{person.id}/{target.id or ''}")
    return message_id(thread, work.settings.sender)
