"""Hands over what is queued; no transaction is open while the mail server works."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from backbone import log
from services.notify import delivery
from services.notify.delivery import Claimed
from services.notify.smtp import MailServer, NotDelivered, ServerAway

Transaction = Callable[[], AbstractContextManager[Session]]


def tidy(transaction: Transaction) -> None:
    """Take up again what a dead process left open, and end what is no longer of use."""
    with transaction() as session:
        left_open = delivery.take_up_again(session, _now())
        expired = delivery.expire(session, _now())
    if left_open:
        log.get().warning("emails taken up again, copies may go out", count=left_open)
    if expired:
        log.get().info("emails expired", count=expired)


def send_due(transaction: Transaction, server: MailServer) -> bool:
    """Send until nothing is due; False as soon as there is no mail server to send to."""
    with server:
        while True:
            with transaction() as session:
                email = delivery.claim(session, _now())
            if email is None:
                return True
            try:
                _send(transaction, server, email)
            except ServerAway:
                return False


def _send(transaction: Transaction, server: MailServer, email: Claimed) -> None:
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
            state = delivery.record_failure(session, email.id, error, _now())
        log.get().warning("email not sent", state=state, reason=error.reason, **facts)
        if isinstance(error, ServerAway):
            raise
        return
    with transaction() as session:
        delivery.record_sent(session, email.id, _now())
    log.get().info("email sent", **facts)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
