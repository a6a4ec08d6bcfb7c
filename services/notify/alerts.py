"""When a person hears by e-mail that something waits: soon, once, and not again too soon.

An e-mail is due a moment after something new waits, unless it is seen to before; it stands for all
that waits at the firm. Until they have looked, other things bring another one a quarter of an hour
later at the soonest, and more of the same four hours later. What happened more than a day before it
was told brings none. Who has no account yet gets one Get Started e-mail, and another one only when
its link has ended and something new waits.

Whoever touches a person's alerts holds the person's row (`people.lock`).
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from contracts import links
from contracts.events.accounts import AccountActivated
from contracts.events.facts import About, MatterFact, Waiting
from services.notify import delivery, people
from services.notify.models import Alert, Person
from services.notify.work import NotifyWork
from waiting import rule, tables
from waiting.rule import Wait

OLD = datetime.timedelta(days=1)  # what happened before is no news: history is being fed in
PAUSE = datetime.timedelta(minutes=15)  # between two e-mails to one person who has not looked
QUIET = datetime.timedelta(hours=4)  # between two e-mails about one thing that still waits

Moved = dict[tuple[uuid.UUID, About], tuple[Alert, Wait]]  # each with how it stood before


def note(work: NotifyWork, facts: Sequence[MatterFact]) -> None:
    """What is new for somebody is told soon; of what waits no longer no e-mail tells any more.

    Runs for every message: one statement looks for the persons, one locks them, and one merges
    the facts into their alerts; more are only for those whose e-mails change by it.
    """
    said = [(fact, fact.waits()) for fact in facts]
    # From the newest back, most say nothing that is not known.
    waits = rule.merged(each for _, waits in reversed(said) for each in waits)
    matters = {each.about: fact.matter_id for fact, waits in said for each in waits}
    persons = {each.id: each for each in people.lock(work, {person for person, _ in waits})}
    moved: Moved = {}
    for alert, before in tables.merge(work.session, Alert, waits):
        alert.matter_id = matters[alert.about]
        if not _stays(persons[alert.person_id], alert, before):
            moved[alert.person_id, alert.about] = (alert, before)
    if moved:
        _go_through(work, persons, moved, said)


def note_activated(work: NotifyWork, event: AccountActivated) -> None:
    """From here on the person gets the common e-mails; what was put off is planned anew."""
    (person,) = people.lock(work, [event.person.person_id])
    person.activated_at = person.activated_at or event.activated_at
    delivery.withdraw(work, person.id)
    for alert in _waiting_for(work, person.id):
        if alert.due_at is not None:
            _plan(work, alert, _next(work, person, alert))


def begin_anew(work: NotifyWork, person: Person) -> None:
    """A new address has been told of nothing yet: all that waits is due again."""
    delivery.withdraw(work, person.id)
    person.get_started_at = person.alerted_at = None
    for alert in _waiting_for(work, person.id):
        alert.emailed_at = None
        _plan(work, alert, _next(work, person, alert))


def silence(work: NotifyWork, person: Person) -> None:
    """The person is not to be written to any more; what waits for them stays noted."""
    delivery.withdraw(work, person.id)
    for alert in _waiting_for(work, person.id):
        alert.due_at = None


def of_matter(work: NotifyWork, person_id: uuid.UUID, matter_id: uuid.UUID) -> list[Alert]:
    """What waits for the person there."""
    return [each for each in _waiting_for(work, person_id) if each.matter_id == matter_id]


def owe_again(
    work: NotifyWork,
    person: Person,
    queued_at: datetime.datetime,
    due_at: datetime.datetime | None = None,
) -> None:
    """The e-mail of that moment never arrived: what it stood for is told anew, at `due_at`."""
    if person.get_started_at == queued_at:
        person.get_started_at = None
    if person.alerted_at == queued_at:
        person.alerted_at = None
    for alert in _waiting_for(work, person.id):
        if alert.emailed_at == queued_at:
            alert.emailed_at = None
            _plan(work, alert, (due_at or work.now) if person.reachable else None)


def _stays(person: Person, alert: Alert, before: Wait) -> bool:
    """Whether no e-mail changes by what was merged, whatever came in which order."""
    if not alert.waits:
        return alert.due_at is alert.emailed_at is person.alerted_at is None
    waited = before.waits and alert.closed == before.closed
    return waited and (alert.due_at is not None or not person.reachable)


def _go_through(
    work: NotifyWork,
    persons: dict[uuid.UUID, Person],
    moved: Moved,
    said: list[tuple[MatterFact, list[Waiting]]],
) -> None:
    """Go through the facts in the order in which they came, as if each had come by itself."""
    whose = {person for person, _ in moved}
    for fact, waits in said:
        for key, wait in rule.merged(waits, whose).items():
            if key not in moved:
                continue
            alert, before = moved[key]
            now = before.merge(wait)
            if now == before:
                continue
            moved[key] = alert, now
            if not now.waits:
                _end(work, persons[alert.person_id], alert)
            elif alert.due_at is None and wait.waits:
                _tell(work, persons[alert.person_id], alert, fact)


def _tell(work: NotifyWork, person: Person, alert: Alert, fact: MatterFact) -> None:
    history = _is_history(work, person, fact)
    _plan(work, alert, None if history else _next(work, person, alert))


def _waiting_for(work: NotifyWork, person_id: uuid.UUID) -> Iterable[Alert]:
    return work.session.scalars(select(Alert).where(Alert.person_id == person_id, Alert.waits))


def _plan(work: NotifyWork, alert: Alert, at: datetime.datetime | None) -> None:
    """The next e-mail about it is to be queued then, or never."""
    alert.due_at = at
    if at is not None:
        work.due(Alert, at)


def _end(work: NotifyWork, person: Person, alert: Alert) -> None:
    """It was seen to; the e-mail about it lapses, unless that stands for more that waits."""
    told = alert.emailed_at
    alert.due_at = alert.emailed_at = person.alerted_at = None
    if told is None:
        return
    if not any(other.emailed_at == told for other in _waiting_for(work, alert.person_id)):
        delivery.withdraw(work, alert.person_id, told)


def _is_history(work: NotifyWork, person: Person, fact: MatterFact) -> bool:
    """For who has no account yet it is as new as anything: Get Started stands for it too."""
    happened_at = fact.happened_at()
    return bool(person.activated_at and happened_at and work.now - happened_at > OLD)


def _next(work: NotifyWork, person: Person, alert: Alert) -> datetime.datetime | None:
    """When to write next; None while there is no address to write to."""
    if not person.reachable:
        return None
    if person.activated_at is None:
        told = person.get_started_at
        return work.now if told is None else max(work.now, told + links.VALID_FOR)
    soon = work.now + work.settings.delay
    if person.alerted_at is not None:
        soon = max(soon, person.alerted_at + PAUSE)
    return soon if alert.emailed_at is None else max(soon, alert.emailed_at + QUIET)
