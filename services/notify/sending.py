"""Hands over what is queued, side by side; no transaction is open while the mail server works.

A few connections carry everything as long as the mail server answers. One that waits for an answer
is no longer counted, and another opens beside it: what is slow holds up nothing else. How much of
one firm, and of one firm to one domain, may be under way is for `delivery.claim` to say.
"""

import time
from collections.abc import Callable
from threading import Thread

from backbone import log
from backbone.service import Service
from services.notify import delivery, return_path, undelivered
from services.notify.delivery import Claimed
from services.notify.smtp import MailServer, NotDelivered, ServerAway

BATCH = 100  # e-mails over one connection; some servers close it after that
MOVING = 3  # connections that may be busy; some mail servers take no more from one sender
STUCK = 1.0  # seconds without a step, after which a connection does not count as busy
PAUSE = 0.25  # seconds until what has come meanwhile is looked at


def tidy(service: Service) -> float | None:
    """Take up again what a dead process left open, and end what is no longer of use.

    Returns in how many seconds there is more to do, as far as is known.
    """
    with service.turn() as work:
        left_open = delivery.take_up_again(work)
        expired = delivery.expire(work)
        seconds = delivery.seconds_to_tidy(work)
    if left_open:
        log.get().warning("emails taken up again, copies may go out", count=left_open)
    if expired:
        log.get().info("emails expired", count=expired)
    return seconds


def send_due(service: Service, connect: Callable[[], MailServer]) -> float | None:
    """Send what is due, until nothing more is; ends when all connections have.

    Returns in how many seconds the next one is due; None when none is queued. Raises what the last
    connection that had something to send failed by: ServerAway, when there is no mail server to
    send to; the rest stays queued as it is.
    """
    seconds = _seconds_left(service)
    if seconds is None or seconds > 0:
        return seconds
    _send_by_lanes(service, connect)
    return _seconds_left(service)


def _seconds_left(service: Service) -> float | None:
    with service.turn() as work:
        return delivery.seconds_left(work)


def _send_by_lanes(service: Service, connect: Callable[[], MailServer]) -> None:
    lanes: list[Lane] = []
    failed: Exception | None = None
    while True:
        if _another(lanes) and not service.runtime.stopping:
            lanes.append(Lane(service, connect()))
        if service.runtime.stopping and not any(lane.moves for lane in lanes):
            return  # their leases run out, and they are taken up again
        lanes[0].join(PAUSE)
        ended = [lane for lane in lanes if not lane.is_alive()]
        told = [lane.failed for lane in ended if lane.failed or lane.had_some]
        failed = told[-1] if told else failed
        lanes = [lane for lane in lanes if lane not in ended]
        if not lanes:
            break
    if failed is not None:
        raise failed


def _another(lanes: list["Lane"]) -> bool:
    return len(lanes) < delivery.LANES and sum(lane.moves for lane in lanes) < MOVING


class Lane(Thread):
    """One connection to the mail server, and the e-mails that go over it one by one."""

    def __init__(self, service: Service, server: MailServer) -> None:
        super().__init__(daemon=True)
        self.had_some = False  # something to send
        self.failed: Exception | None = None
        self._service, self._server = service, server
        self._stepped = time.monotonic()
        self.start()

    @property
    def moves(self) -> bool:
        return self.is_alive() and time.monotonic() - self._stepped < STUCK

    def run(self) -> None:
        try:
            self._send_all()
        except Exception as error:  # told by `send_due`
            self.failed = error

    def _send_all(self) -> None:
        with self._server:
            for _ in range(BATCH):
                self._stepped = time.monotonic()
                if self._service.runtime.stopping:
                    return
                with self._service.turn() as work:
                    email = delivery.claim(work)
                if email is None:
                    return
                self.had_some = True
                _send(self._service, self._server, email)


def _send(service: Service, server: MailServer, email: Claimed) -> None:
    facts = {
        "email_id": str(email.id),
        "kind": email.kind,
        "firm_id": email.firm_id,
        "attempts": email.attempts,
    }
    try:
        server.send(email.address, email.content, _return_path(service, email))
    except NotDelivered as error:
        with service.turn() as work:
            state = undelivered.record(work, email.id, error)
        log.get().warning("email not sent", state=state, reason=error.reason, **facts)
        if isinstance(error, ServerAway):
            raise
        return
    with service.turn() as work:
        delivery.record_sent(work, email.id)
    log.get().info("email sent", **facts)


def _return_path(service: Service, email: Claimed) -> str:
    """Where its delivery report comes to; nothing where nobody reads those."""
    bounces = service.settings.bounces_to
    return return_path.seal(bounces, email.id, service.settings.link_keys) if bounces else ""
