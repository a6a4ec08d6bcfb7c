"""Publishing for a firm's system: each event is confirmed by the broker, or the caller is told."""

import datetime
import itertools
import time
from collections.abc import Iterator

from contracts import events, ids, topology
from contracts.errors import EventRefused
from contracts.events.envelope import CONTENT_TYPE
from contracts.events.exchanges import FirmEvent
from firm.channel import ConfirmingChannel, NotPublished, Refused, Unroutable

__all__ = ["NotPublished", "Publisher", "Refused", "Unroutable"]


class Publisher:
    """Publishes the events of one firm; connects when needed. Not for several threads at once.

    Publishing the same event id again is harmless: Redwell applies an event once.
    """

    def __init__(
        self, amqp_url: str, firm_id: str, *, exchange: str = topology.FIRM, heartbeat: int = 20
    ) -> None:
        self.firm_id = firm_id
        self._amqp_url = amqp_url
        self._exchange = exchange
        self._heartbeat = heartbeat
        self._channel: ConfirmingChannel | None = None

    def send(
        self,
        event: FirmEvent,
        *,
        event_id: str = "",
        deadline: float = 10.0,
        acknowledge: bool = False,
    ) -> str:
        """Wrap the event, publish it, and return its id; raises as `publish` does.

        `acknowledge`: `event.applied` tells once it is applied.
        """
        event_id = event_id or str(ids.new_id())
        now = datetime.datetime.now(datetime.UTC)
        who = {"source": f"/firms/{self.firm_id}", "firm_id": self.firm_id}
        try:
            body = events.encode(event, id=event_id, time=now, acknowledge=acknowledge, **who)
        except UnicodeEncodeError as error:  # for example bytes of a command line
            raise EventRefused("The event holds text that is no UTF-8.") from error
        self.publish(body, deadline=deadline)
        return event_id

    def publish(self, body: bytes, *, deadline: float = 10.0) -> None:
        """Publish a CloudEvent given as JSON and return when the broker has safely queued it.

        Lost connections, a stopped broker and a broker short of memory are tried again until
        `deadline` seconds are over. Raises EventRefused where the event is not as the contract
        promises, Refused and Unroutable at once, and NotPublished when the time is up: the event
        may then have arrived or not, so publish it again.
        """
        envelope = checked(body, self.firm_id, self._exchange)
        key = topology.routing_key(self.firm_id, envelope.type)
        until = time.monotonic() + deadline
        for pause in _growing_pauses():
            try:
                self._publish_once(body, key, envelope.id, _half_way_to(until))
                return
            except NotPublished as error:
                self.close()
                if not error.retryable or time.monotonic() + pause >= until:
                    raise
                time.sleep(pause)

    def close(self) -> None:
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    def __enter__(self) -> "Publisher":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _publish_once(self, body: bytes, key: str, event_id: str, until: float) -> None:
        if self._channel is None:
            self._channel = ConfirmingChannel(
                self._amqp_url, heartbeat=self._heartbeat, until=until
            )
        properties = {"content_type": CONTENT_TYPE, "message_id": event_id}
        if self._exchange == topology.FIRM:
            # The broker itself checks it against who is connected; Redwell trusts nothing else.
            properties["user_id"] = topology.firm_user(self.firm_id)
        self._channel.publish(body, exchange=self._exchange, key=key, until=until, **properties)


def checked(body: bytes, firm_id: str, exchange: str = topology.FIRM) -> events.CloudEvent:
    """The envelope of an event that the contract allows; raises EventRefused, in words."""
    envelope, _ = events.decode(body, exchange)
    if envelope.firmid != firm_id:
        raise EventRefused(f"The event is from '{envelope.firmid}', but you are '{firm_id}'.")
    return envelope


def _half_way_to(until: float) -> float:
    """The end of one try: a connection that died unnoticed must leave time for a fresh one."""
    now = time.monotonic()
    return min(until, now + max(1.0, (until - now) / 2))


def _growing_pauses() -> Iterator[float]:
    return itertools.chain((0.1, 0.2, 0.5, 1.0), itertools.repeat(2.0))
