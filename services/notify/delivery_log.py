"""What became of each e-mail, for the people who run Redwell: no content, addresses masked."""

from sqlalchemy import func, select

from backbone import paging
from contracts.addresses import masked
from contracts.calls.notify import CountEmails, EmailCounts, EmailPage, EmailRecord, ListEmails
from services.notify.models import Email
from services.notify.work import NotifyWork


def page(work: NotifyWork, call: ListEmails) -> EmailPage:
    """Newest first; the cursor is the id of the last one seen."""
    query = select(Email).order_by(Email.id.desc()).limit(call.limit + 1)
    if call.cursor:
        query = query.where(Email.id < paging.id_(call.cursor, "cursor"))
    if call.state:
        query = query.where(Email.state == call.state)
    if call.firm_id:
        query = query.where(Email.firm_id == call.firm_id)
    found = list(work.session.scalars(query))
    items = [_record(each) for each in found[: call.limit]]
    return EmailPage(items=items, next=str(items[-1].id) if len(found) > call.limit else None)


def count(work: NotifyWork, call: CountEmails) -> EmailCounts:
    """How many e-mails stand in each state, and how many may have gone out twice."""
    query = select(Email.state, func.count(), func.sum(Email.interrupted)).group_by(Email.state)
    if call.firm_id:
        query = query.where(Email.firm_id == call.firm_id)
    counts, interrupted = {}, 0
    for state, number, broken_off in work.session.execute(query):
        counts[state] = number
        interrupted += int(broken_off)
    return EmailCounts(**counts, interrupted=interrupted)


def _record(email: Email) -> EmailRecord:
    return EmailRecord(
        id=email.id,
        kind=email.kind,
        firm_id=email.firm_id,
        person_id=email.person_id,
        address=masked(email.address),
        message_id=email.message_id,
        state=email.state,
        attempts=email.attempts,
        interrupted=email.interrupted,
        queued_at=email.created_at,
        next_try_at=email.due_at if email.state == "queued" else None,
        ended_at=email.ended_at,
        reason=email.reason,
    )
