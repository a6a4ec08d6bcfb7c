"""Hands over what is queued; no transaction is open while the mail server works."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from backbone import log
from services.notify import delivery
from services.notify.delivery import Claimed
from services.notify.smtp import MailServer, NotDelivered, ServerAway

BATCH = 100  # e-mails over one connection; some servers close it after that

Transaction = Callable[[], AbstractContextManager[Session]]
Clock = Callable[[], datetime.datetime]


def tidy(transaction: Transaction, now: Clock) -> None:
    """Take up again what a dead process left open, and end what is no longer of use."""
    with transaction() as session:
        left_open = delivery.take_up_again(session, now())
        expired = delivery.expire(session, now())
    if left_open:
        log.get().warning("emails taken up again, copies may go out", count=left_open)
    if expired:
        log.get().info("emails expired", count=expired)


def send_due(transaction: Transaction, server: MailServer, now: Clock) -> None:
    """Send what is due over one connection, at most a batch of it.

    Raises ServerAway when there is no mail server to send to; the rest stays queued as it is.
    """
    with server:
        for _ in range(BATCH):
            with transaction() as session:
                email = delivery.claim(session, now())
            if email is None:
                return
            _send(transaction, server, email, now)


def _send(transaction: Transaction, server: MailServer, email: Claimed, now: Clock) -> None:
    facts = {
        "email_id": str(email.id),
        "kind": email.kind,
        "firm_id": email.firm_id,
        "attempts": email.attempts,
    }
    try:
        server.send(email.address, email.content)
    except NotDelivered as error:
        with transaction() as session:
            state = delivery.record_failure(session, email.id, error, now())
        log.get().warning("email not sent", state=state, reason=error.reason, **facts)
        if isinstance(error, ServerAway):
            raise
        return
    with transaction() as session:
        delivery.record_sent(session, email.id, now())
    log.get().info("email sent", **facts)
