"""Hands over what is queued; no transaction is open while the mail server works."""

from backbone import log
from backbone.service import Service
from services.notify import delivery
from services.notify.delivery import Claimed
from services.notify.smtp import MailServer, NotDelivered, ServerAway

BATCH = 100  # e-mails over one connection; some servers close it after that


def tidy(service: Service) -> None:
    """Take up again what a dead process left open, and end what is no longer of use."""
    with service.turn() as work:
        left_open = delivery.take_up_again(work)
        expired = delivery.expire(work)
    if left_open:
        log.get().warning("emails taken up again, copies may go out", count=left_open)
    if expired:
        log.get().info("emails expired", count=expired)


def send_due(service: Service, server: MailServer) -> None:
    """Send what is due over one connection, at most a batch of it.

    Raises ServerAway when there is no mail server to send to; the rest stays queued as it is.
    """
    with server:
        for _ in range(BATCH):
            with service.turn() as work:
                email = delivery.claim(work)
            if email is None:
                return
            _send(service, server, email)


def _send(service: Service, server: MailServer, email: Claimed) -> None:
    facts = {
        "email_id": str(email.id),
        "kind": email.kind,
        "firm_id": email.firm_id,
        "attempts": email.attempts,
    }
    try:
        server.send(email.address, email.content)
    except NotDelivered as error:
        with service.turn() as work:
            state = delivery.record_failure(work, email.id, error)
        log.get().warning("email not sent", state=state, reason=error.reason, **facts)
        if isinstance(error, ServerAway):
            raise
        return
    with service.turn() as work:
        delivery.record_sent(work, email.id)
    log.get().info("email sent", **facts)
