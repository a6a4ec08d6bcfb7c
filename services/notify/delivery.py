"""The way of an e-mail from being queued for good to sent or failed; each step is on record.

queued → sending → sent, and perhaps bounced later. `sending` is committed before the mail server
hears of the e-mail, so a process that dies in between leaves it visibly open: when its lease is
over the e-mail is queued again under the same Message-ID. What can be tried again is, later and
later, for a day; what is refused for its address has failed at once; what nobody needs any more has
expired.
"""

import datetime
import uuid
from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, CursorResult, Update, func, select, tuple_, update

from contracts.calls.notify import EmailState
from services.notify.models import Email
from services.notify.work import NotifyWork

LEASE = datetime.timedelta(seconds=60)
KEPT = datetime.timedelta(days=7)  # what failed and may be sent again by hand
GIVE_UP = datetime.timedelta(hours=24)
LANES = 30  # e-mails under way at once, most of them waiting for an answer
FOR_CODES = 6  # of these, kept for codes
OF_A_FIRM = 4  # under way for one firm, codes and others each
TO_A_DOMAIN = 2  # of these, to one domain
DOMAIN = func.split_part(Email.address, "@", 2)
LADDER = [datetime.timedelta(seconds=each) for each in (2, 10, 30, 120, 300, 900)]


@dataclass(frozen=True)
class Claimed:
    """An e-mail that this process, and no other, is to hand over now."""

    id: uuid.UUID
    kind: str
    firm_id: str
    address: str
    content: bytes
    attempts: int


def seconds_left(work: NotifyWork) -> float | None:
    """Until the next e-mail is due, negative when one is; None when none is queued."""
    first = select(func.min(Email.due_at)).where(*_queued(work))
    # Two ends of one index, however long the queue.
    codes, others = (first.where(each).scalar_subquery() for each in (Email.urgent, ~Email.urgent))
    return _until(work, work.session.scalar(select(func.least(codes, others))))


def claim(work: NotifyWork) -> Claimed | None:
    """The next e-mail that is due and has a lane free, marked as being sent; codes come first.

    The caller commits before it talks to the mail server.
    """
    first = (
        select(Email.id)
        .where(*_queued(work), Email.due_at <= work.now, *_HAS_A_LANE)
        .order_by(Email.urgent.desc(), Email.due_at)
        .limit(1)
        .with_for_update(skip_locked=True, of=Email)
        .scalar_subquery()
    )
    lease = {"lease_until": work.now + LEASE, "attempts": Email.attempts + 1}
    taking = update(Email).where(Email.id == first).values(state="sending", **lease)
    taking = taking.execution_options(synchronize_session=False)
    taken = work.session.execute(taking.returning(*_CLAIMED)).first()
    return None if taken is None else Claimed(*taken)


_CLAIMED = [getattr(Email, field.name) for field in fields(Claimed)]


def _queued(work: NotifyWork) -> list[ColumnElement[bool]]:
    of_use = Email.expires_at.is_(None) | (Email.expires_at > work.now)
    return [Email.state == "queued", Email.content.is_not(None), of_use]


def _has_a_lane() -> list[ColumnElement[bool]]:
    """What may be sent beside what is under way, whose server perhaps never answers.

    Codes have lanes of their own, and some are kept free for them. Two that look at the same
    moment may both find the last free lane: the numbers are no promise.
    """
    going = select(Email.urgent, Email.firm_id, DOMAIN.label("domain"))
    under_way = going.where(Email.state == "sending").cte("under_way")
    firm = under_way.c.urgent, under_way.c.firm_id
    lane = *firm, under_way.c.domain
    busy = func.count()
    full = select(*firm).group_by(*firm).having(busy >= OF_A_FIRM)
    slow = select(*lane).group_by(*lane).having(busy >= TO_A_DOMAIN)
    lanes = select(busy).select_from(under_way).scalar_subquery()
    return [
        tuple_(Email.urgent, Email.firm_id).not_in(full),
        tuple_(Email.urgent, Email.firm_id, DOMAIN).not_in(slow),
        Email.urgent | (lanes < LANES - FOR_CODES),
    ]


_HAS_A_LANE = _has_a_lane()  # what runs for every e-mail is put together once


def record_sent(work: NotifyWork, email_id: uuid.UUID) -> None:
    """The mail server has taken it; from here on the content is nobody's business."""
    this = Email.id == email_id, Email.state != "bounced"
    work.session.execute(_end(work, "sent").where(*this).values(reason="", fault=""))


def put_off(work: NotifyWork, email: Email) -> None:
    """Once more later, and later each time."""
    email.state, email.lease_until = "queued", None
    email.due_at = work.now + LADDER[min(email.attempts, len(LADDER)) - 1]
    work.due(Email, email.due_at)


def end(work: NotifyWork, email: Email, state: EmailState) -> None:
    """It did not arrive. A notice that is not to blame on its recipient is kept, to be resent."""
    email.state, email.ended_at, email.lease_until = state, work.now, None
    if email.kind != "account_notice" or email.fault == "recipient":
        email.content = None


def take_up_again(work: NotifyWork) -> int:
    """Queue what a process left open when it died. A copy may have gone out: that is counted."""
    left_open = (
        update(Email)
        .where(Email.state == "sending", Email.lease_until < work.now)
        .values(
            state="queued",
            due_at=work.now,
            lease_until=None,
            interrupted=Email.interrupted + 1,
        )
    )
    return _count(work, left_open)


def expire(work: NotifyWork) -> int:
    """End what is no longer of use: codes past their time, alerts about what has been read."""
    outlived = _end(work, "expired").where(Email.state == "queued", Email.expires_at <= work.now)
    kept = update(Email).where(Email.state == "failed", Email.content.is_not(None))
    work.session.execute(kept.where(Email.ended_at < work.now - KEPT).values(content=None))
    return _count(work, outlived)


def seconds_to_tidy(work: NotifyWork) -> float | None:
    """Until the next e-mail is to be taken up again or expires; None when none is on its way."""
    leases = select(func.min(Email.lease_until)).where(Email.state == "sending").scalar_subquery()
    use = select(func.min(Email.expires_at)).where(Email.state == "queued").scalar_subquery()
    return _until(work, work.session.scalar(select(func.least(leases, use))))


def lapse(work: NotifyWork, email_id: uuid.UUID) -> None:
    """A newer one says more; what is on its way goes out, and is only not tried again."""
    owed = Email.id == email_id, Email.state.in_(("queued", "sending"))
    work.session.execute(update(Email).where(*owed).values(expires_at=work.now))


def withdraw(
    work: NotifyWork, person_id: uuid.UUID, queued_at: datetime.datetime | None = None
) -> bool:
    """Let the person's e-mails lapse that have not left, all or the one of that moment; if any.

    One that is on its way goes out; it is only not tried again. What is for their calendar goes
    there though they have looked.
    """
    waiting = update(Email).where(
        Email.person_id == person_id, Email.state.in_(("queued", "sending"))
    )
    if queued_at is not None:
        waiting = waiting.where(Email.created_at == queued_at, Email.kind != "invitation")
    return _count(work, waiting.values(expires_at=work.now)) > 0


def _until(work: NotifyWork, moment: datetime.datetime | None) -> float | None:
    return None if moment is None else (moment - work.now).total_seconds()


def _end(work: NotifyWork, state: EmailState) -> Update:
    return update(Email).values(state=state, ended_at=work.now, lease_until=None, content=None)


def _count(work: NotifyWork, statement: Update) -> int:
    result = work.session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount
