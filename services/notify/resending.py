"""For those who run Redwell: whether mail is in trouble, and trying again once that is mended."""

import datetime
import uuid

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from contracts.calls.notify import CheckMail, MailTrouble, ResendEmails, Resent
from contracts.errors import NotFound
from services.notify import alerts, delivery, people
from services.notify.models import Email
from services.notify.work import NotifyWork

LONG = datetime.timedelta(minutes=10)  # some servers make who is new to them come again
MOST = 1000  # at a time; those after them are due by themselves soon


def check(work: NotifyWork, call: CheckMail) -> MailTrouble:
    """What waits because of us, what bounced because of us within a day, and what nobody takes."""
    bounced = (Email.state == "bounced") & (Email.ended_at > work.now - delivery.GIVE_UP)
    ours = (Email.fault == "sender") & ((Email.state == "queued") | bounced)
    trouble = ours | _taken_by_nobody(work)
    waiting, since = work.session.execute(
        select(func.count(), func.min(Email.created_at)).where(trouble)
    ).one()
    latest = select(Email.reason).where(trouble).order_by(Email.created_at.desc()).limit(1)
    reason = work.session.scalar(latest) or ""
    return MailTrouble(waiting=waiting, reason=reason, since=since)


def _taken_by_nobody(work: NotifyWork) -> ColumnElement[bool]:
    """Tried for long, for whatever reason in vain, while no other e-mail was taken either.

    Codes among it: they have lapsed by then.
    """
    other = aliased(Email)
    taken = exists().where(other.state == "sent", other.ended_at >= Email.created_at)
    lapsed = (Email.state == "expired") & Email.urgent
    return and_(
        (Email.state == "queued") | lapsed,
        Email.fault == "",
        Email.reason != "",
        Email.created_at < work.now - LONG,
        Email.created_at > work.now - delivery.GIVE_UP,
        ~taken,
    )


def resend(work: NotifyWork, call: ResendEmails) -> Resent:
    """Have it tried again at the next moment."""
    if call.email_id is not None:
        _resend_one(work, call.email_id)
        return Resent(emails=1)
    query = select(Email).where(
        ((Email.state == "queued") & (Email.due_at > work.now))
        | ((Email.state == "failed") & Email.content.is_not(None))
    )
    if call.firm_id:
        query = query.where(Email.firm_id == call.firm_id)
    found = work.session.scalars(query.order_by(Email.id).limit(MOST).with_for_update()).all()
    for email in found:
        _queue_again(work, email)
    return Resent(emails=len(found))


def _resend_one(work: NotifyWork, email_id: uuid.UUID) -> None:
    email = work.session.get(Email, email_id, with_for_update=True)
    if email is not None and email.content is not None and email.state in ("queued", "failed"):
        _queue_again(work, email)
    elif email is None or email.person_id is None or email.state not in ("failed", "bounced"):
        raise NotFound("There is no such e-mail, or nothing of it is left to tell.")
    else:
        (person,) = people.lock(work, [email.person_id])
        person.unreachable_at = None
        alerts.begin_anew(work, person)
        email.fault = ""


def _queue_again(work: NotifyWork, email: Email) -> None:
    email.state, email.due_at, email.ended_at, email.fault = "queued", work.now, None, ""
    work.due(Email)
