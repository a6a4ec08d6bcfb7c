"""Whether the relay keeps up: events that should have gone out by now."""

from collections.abc import Iterable
from urllib.parse import urlsplit

import psycopg

from backbone.outbox.confirming import UNROUTABLE
from operations.health import PATIENCE, NotHealthy

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
