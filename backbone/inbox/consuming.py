"""Consumes a service's inbox: what has been dealt with is acknowledged, and nothing else."""

import functools
from itertools import islice
from typing import Any

import eventlet
from nameko.extensions import Entrypoint

from backbone import contents
from backbone.amqp import broker
from backbone.amqp.link import Link, ack
from backbone.inbox.arrival import Arrival
from backbone.inbox.lanes import PAUSE, Delivery, Lane
from backbone.runtime import state_of

# Of one firm as many again can come while a piece is at work. The broker lets 8 MB pass for each,
# if somebody means ill; what a piece may hold in sum is said beside it.
PREFETCH = 64


class Consuming(Entrypoint):  # type: ignore[misc]
    """Runs events of one firm one piece after the other, as they came; firms in parallel."""

    link = Link()

    def setup(self) -> None:
        self.link.on_open = self._consume
        self._forget()
        self._stopping = False

    def stop(self) -> None:
        self._stopping = True
        state_of(self.container).stopping = True

    def _forget(self) -> None:
        """What was not begun comes again on the new connection."""
        self._lanes: dict[str, Lane] = {}
        self._unacked: dict[int, None] = {}  # the tags, in the order in which they came

    def _consume(self, channel: Any) -> None:
        self._forget()
        state_of(self.container).in_hand = {}
        bindings = self.container.service_cls.bindings()
        if any(bindings.values()):
            queue = broker.declare_inbox(channel, self.container.service_name, bindings)
            channel.basic_qos(0, PREFETCH, False)
            channel.basic_consume(queue=queue, callback=self._on_message)
        state_of(self.container).listening = True

    def _on_message(self, message: Any) -> None:
        arrival = _arrival(message)
        heard = self.container.service_cls.heard().get((arrival.exchange, arrival.event_type), ())
        delivery = Delivery(message, arrival, contents.all_together(heard))
        self._unacked[delivery.tag] = None
        lane = self._lanes.setdefault(arrival.firm_id, Lane(arrival.firm_id))
        lane.add(delivery)
        if not lane.busy:
            self._go_on(lane)

    def _go_on(self, lane: Lane) -> None:
        if not lane.may_wait():
            self._begin(lane)
        elif lane.timer is None:
            lane.timer = eventlet.spawn_after(PAUSE, self._begin, lane)

    def _begin(self, lane: Lane) -> None:
        if self._stopping or lane.busy or not self._is_current(lane):
            return
        if lane.timer is not None:
            lane.timer.cancel()
        lane.timer, lane.busy = None, True
        piece = lane.piece()
        state = state_of(self.container)
        state.in_hand.update((delivery.tag, state.clock()) for delivery in piece)
        arrivals = [delivery.arrival for delivery in piece]
        ended = functools.partial(self._end, lane, piece)
        self.container.spawn_worker(self, (arrivals,), {}, handle_result=ended)

    def _end(
        self, lane: Lane, piece: list[Delivery], _: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        lane.busy = False
        if self._is_current(lane):
            self._settle(lane, piece, dealt_with=result, failed=exc_info is not None)
            if lane:
                self._go_on(lane)
            else:
                del self._lanes[lane.firm_id]
        return result, exc_info

    def _settle(self, lane: Lane, piece: list[Delivery], *, dealt_with: bool, failed: bool) -> None:
        in_hand = state_of(self.container).in_hand
        for delivery in piece:
            del in_hand[delivery.tag]
        if not dealt_with and not failed:
            lane.take_apart(piece)
            return
        lane.done(piece)
        if not failed:
            self._ack(piece)

    def _ack(self, piece: list[Delivery]) -> None:
        """With one word where all before the last are of the piece, as mostly they are."""
        tags = [delivery.tag for delivery in piece]
        if list(islice(self._unacked, len(tags))) == tags:
            ack(piece[-1].message, multiple=len(tags) > 1)
        else:
            for delivery in piece:
                ack(delivery.message)
        for tag in tags:
            del self._unacked[tag]

    def _is_current(self, lane: Lane) -> bool:
        """Whether the connection is still there on which its events came."""
        return lane is self._lanes.get(lane.firm_id)


def _arrival(message: Any) -> Arrival:
    properties = message.properties
    body = message.body
    return Arrival(
        exchange=_text(message.delivery_info["exchange"]),
        routing_key=_text(message.delivery_info["routing_key"]),
        body=body.encode() if isinstance(body, str) else bytes(body),
        content_type=_text(properties.get("content_type")),
        user_id=_text(properties.get("user_id")),
        message_id=_text(properties.get("message_id")),
    )


def _text(value: object) -> str:
    """Text that PostgreSQL can store, whatever a sender put into a property."""
    return str(value or "").encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
