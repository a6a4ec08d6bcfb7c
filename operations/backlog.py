"""Whether events go on: those that should have gone out by now, and those that nobody takes."""

from collections.abc import Iterable
from urllib.parse import urlsplit

import kombu
import psycopg
from amqp.exceptions import AMQPError

from backbone.outbox.confirming import UNROUTABLE
from contracts import topology
from operations.health import PATIENCE, NotHealthy

MANY = 1000  # that wait in one inbox; all firms' events stand in that line
# Without what is held: nobody could receive it, and that is not the relay's fault; unless it is no
# message that could be sent at all.
OVERDUE = """
    SELECT count(*) FILTER (WHERE held_until IS NULL OR held_until < now()),
           count(*) FILTER (WHERE held_until >= now() AND reason <> %s)
    FROM outbox WHERE created_at < now() - interval '15 seconds'
"""


def check(superuser: str, services: Iterable[str]) -> None:
    """Raises NotHealthy when events wait in an outbox for over 15 seconds, or can't be sent."""
    for service in services:
        url = urlsplit(superuser)._replace(path=f"/{service}").geturl()
        try:
            with psycopg.connect(url, connect_timeout=round(PATIENCE)) as connection:
                row = connection.execute(OVERDUE, [UNROUTABLE]).fetchone()
        except psycopg.Error as error:
            raise NotHealthy(f"cannot see the outbox of {service}") from error
        late, refused = row or (0, 0)
        if late:
            raise NotHealthy(f"{late} events of {service} wait to go out")
        if refused:
            raise NotHealthy(f"{refused} events of {service} cannot be sent")


def check_inbox(amqp_url: str, service: str) -> None:
    """Raises NotHealthy when the service takes no events, or many wait until it does."""
    with kombu.Connection(amqp_url, connect_timeout=PATIENCE) as connection:
        connection.ensure_connection(max_retries=1, timeout=PATIENCE)
        try:
            inbox = connection.default_channel.queue_declare(topology.inbox(service), passive=True)
        except AMQPError as error:
            raise NotHealthy("cannot see its inbox") from error
    if not inbox.consumer_count:
        raise NotHealthy("takes no events")
    if inbox.message_count > MANY:
        raise NotHealthy(f"{inbox.message_count:,} events wait to be taken")
