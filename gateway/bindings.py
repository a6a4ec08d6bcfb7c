"""Whose facts come to this process: those of the firms that somebody listens to here."""

import asyncio
from collections import Counter
from collections.abc import Iterable

from backbone.amqp.lasting import Channel
from contracts import topology
from contracts.events import Event

PATIENCE = 5.0  # seconds for the broker's answer; a channel that breaks by it is made anew


class Bindings:
    """The bindings of one queue, made to follow `listeners`: how many there are, by firm."""

    def __init__(
        self, channel: Channel, queue: str, kinds: Iterable[type[Event]], listeners: Counter[str]
    ) -> None:
        self._channel, self._queue = channel, queue
        self._kinds = list(kinds)
        self._listeners = listeners
        self._bound: set[str] = set()
        self._turn = asyncio.Lock()

    def hears(self, firm_ids: Iterable[str]) -> bool:
        """Whether their facts come for certain."""
        return self._bound.issuperset(firm_ids)

    async def settle(self) -> None:
        """Bind whom somebody listens to, then let go of the others.

        Once it returns, all who listened when it was called are heard. Raises what a broken channel
        raises.
        """
        async with self._turn:
            missing = self._listeners.keys() - self._bound
            await self._bind(missing)
            self._bound |= missing
            for firm_id in self._bound - self._listeners.keys():
                if firm_id in self._listeners:
                    continue  # somebody has come while we let go of others, and counts on us
                # Whoever comes from here on has their turn after us, and binds it again.
                self._bound.discard(firm_id)
                await self._unbind(firm_id)

    async def _bind(self, firm_ids: Iterable[str]) -> None:
        """With one wait for all: the broker does one after the other."""
        keys = [key for firm_id in firm_ids for key in self._keys(firm_id)]
        for left, (exchange, key) in zip(reversed(range(len(keys))), keys, strict=True):
            unanswered = left > 0
            await self._channel.queue_bind(
                self._queue, exchange, key, nowait=unanswered, timeout=PATIENCE
            )

    async def _unbind(self, firm_id: str) -> None:
        for exchange, key in self._keys(firm_id):
            await self._channel.queue_unbind(self._queue, exchange, key, timeout=PATIENCE)

    def _keys(self, firm_id: str) -> list[tuple[str, str]]:
        """Exchange and routing key of each of the firm's facts."""
        return [(kind.exchange, topology.routing_key(firm_id, kind.type)) for kind in self._kinds]
