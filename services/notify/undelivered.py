"""What becomes of an e-mail that did not arrive, and of what it was to tell.

Refused for good because of its address: the firm hears of it, and nothing more goes there. For
any other reason what it stood for is owed again.
"""

import datetime
import uuid

from sqlalchemy import select

from contracts.calls.notify import BounceTaken, EmailState, ReportBounce
from contracts.errors import NotFound
from contracts.events import persons
from contracts.events.contacts import ContactUnreachable
from services.notify import alerts, delivery, people, return_path
from services.notify.models import Email, Person
from services.notify.refusals import judge
from services.notify.smtp import NotDelivered
from services.notify.work import NotifyWork

PATIENCE = datetime.timedelta(hours=4)  # before what bounced because of us is tried anew


def record(work: NotifyWork, email_id: uuid.UUID, error: NotDelivered) -> EmailState:
    """The mail server did not take it: later once more, or never. The state it is in now."""
    email = work.session.get_one(Email, email_id, with_for_update=True)
    email.reason, email.fault = error.reason, error.fault
    email.interrupted += error.may_have_arrived
    if error.retryable and work.now - email.created_at < delivery.GIVE_UP:
        delivery.put_off(work, email)
        return email.state
    delivery.end(work, email, "failed")
    _settle(work, email, error.words, error.status, owed_at=work.now)
    return email.state


def report(work: NotifyWork, call: ReportBounce) -> BounceTaken:
    """A delivery report of an e-mail that a mail server had taken; the second one changes nothing.

    Raises NotFound for addresses that we did not make.
    """
    keys = work.settings.link_keys
    sealed = (return_path.unseal(address, keys) for address in call.addresses)
    email_id = next((found for found in sealed if found), None)
    email = work.session.get(Email, email_id, with_for_update=True) if email_id else None
    if email is None:
        raise NotFound("The report came to no address from which we sent an e-mail.")
    if email.state in ("sent", "sending"):
        code = int(call.status[0]) * 100
        judgement = judge(code, call.status, of_recipient=True)
        email.reason = f"A delivery report says {call.status}."
        email.fault = judgement.fault
        delivery.end(work, email, "bounced")
        _settle(work, email, judgement.words, call.status, owed_at=work.now + PATIENCE)
    return BounceTaken(email_id=email.id, state=email.state)


def _settle(
    work: NotifyWork, email: Email, words: str, status: str, owed_at: datetime.datetime
) -> None:
    if email.fault == "recipient":
        for person in people.lock(work, _at_the_address_of(work, email)):
            if person.reachable:
                _give_up_on(work, person, words, status)
    elif email.person_id is not None:
        (person,) = people.lock(work, [email.person_id])
        alerts.owe_again(work, person, email.created_at, owed_at)


def _at_the_address_of(work: NotifyWork, email: Email) -> list[uuid.UUID]:
    there = Person.firm_id == email.firm_id, Person.address == email.address
    return list(work.session.scalars(select(Person.id).where(*there)))


def _give_up_on(work: NotifyWork, person: Person, words: str, status: str) -> None:
    person.unreachable_at = work.now
    alerts.silence(work, person)
    told = ContactUnreachable(
        person=persons.Person(person_id=person.id, contact_ref=person.ref, name=person.name),
        email=person.address,
        reason=words,
        at=work.now,
        status=status,
    )
    work.publish(told, person.firm_id)
