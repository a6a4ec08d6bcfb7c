"""What stands on the broker, declared alike by whoever starts first."""

from collections.abc import Mapping
from typing import Any

from contracts import topology

RPC_EXCHANGE = "nameko-rpc"

# Name, type and arguments of every exchange; all are durable.
EXCHANGES: list[tuple[str, str, dict[str, Any]]] = [
    (topology.UNROUTED, "fanout", {}),
    (topology.FIRM, "topic", {"alternate-exchange": topology.UNROUTED}),
    (topology.PORTAL, "topic", {}),
    (topology.INTERNAL, "topic", {}),
    (RPC_EXCHANGE, "topic", {}),
]
QUORUM: dict[str, Any] = {"x-queue-type": "quorum"}
# Who looks on wants to see what happens now: older segments go, and what is kept stays small.
STREAM: dict[str, Any] = {
    "x-queue-type": "stream",
    "x-max-age": "1h",
    "x-max-length-bytes": 4_000_000,
    "x-stream-max-segment-size-bytes": 1_000_000,
}


def declare_exchanges(channel: Any) -> None:
    """Declare all exchanges on a channel of kombu or py-amqp."""
    for name, kind, arguments in EXCHANGES:
        channel.exchange_declare(
            exchange=name, type=kind, durable=True, auto_delete=False, arguments=arguments
        )


async def declare_exchanges_async(channel: Any) -> None:
    """Declare all exchanges on a channel of aiormq."""
    for name, kind, arguments in EXCHANGES:
        await channel.exchange_declare(
            exchange=name, exchange_type=kind, durable=True, arguments=arguments
        )


def declare_inbox(channel: Any, service: str, bindings: Mapping[tuple[str, str], bool]) -> str:
    """Declare a service's inbox, bound by these (exchange, routing key) pairs; returns its name.

    False: bound no more. An earlier version may have been.
    """
    declare_exchanges(channel)
    queue = topology.inbox(service)
    declare_queue(channel, queue)
    for (exchange, routing_key), wanted in bindings.items():
        settle = channel.queue_bind if wanted else channel.queue_unbind
        settle(queue=queue, exchange=exchange, routing_key=routing_key)
    if service == topology.UNROUTED_TO:
        channel.queue_bind(queue=queue, exchange=topology.UNROUTED)
    return queue


def declare_firm_queue(channel: Any, firm_id: str) -> str:
    """Declare the queue that a firm reads, bound to its own facts; returns its name."""
    return _declare_for_firm(channel, firm_id, topology.firm_queue(firm_id), QUORUM)


def declare_firm_stream(channel: Any, firm_id: str) -> str:
    """Declare the stream of the same facts, for who looks on; returns its name."""
    return _declare_for_firm(channel, firm_id, topology.firm_stream(firm_id), STREAM)


def _declare_for_firm(channel: Any, firm_id: str, queue: str, arguments: dict[str, Any]) -> str:
    declare_exchanges(channel)
    channel.queue_declare(queue=queue, durable=True, auto_delete=False, arguments=arguments)
    channel.queue_bind(queue=queue, exchange=topology.PORTAL, routing_key=f"{firm_id}.#")
    return queue


def declare_queue(channel: Any, queue: str) -> None:
    channel.queue_declare(queue=queue, durable=True, auto_delete=False, arguments=QUORUM)
