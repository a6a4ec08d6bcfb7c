"""Whether the relay keeps up: events that should have gone out by now."""

from collections.abc import Iterable
from urllib.parse import urlsplit

import psycopg

from operations.health import PATIENCE, NotHealthy

# Without what is held: nobody could receive it, and that is not the relay's fault.
OVERDUE = """
    SELECT count(*) FROM outbox
    WHERE created_at < now() - interval '15 seconds' AND (held_until IS NULL OR held_until < now())
"""


def check(superuser: str, services: Iterable[str]) -> None:
    """Raises NotHealthy when events wait in an outbox for longer than 15 seconds."""
    for service in services:
        url = urlsplit(superuser)._replace(path=f"/{service}").geturl()
        try:
            with psycopg.connect(url, connect_timeout=round(PATIENCE)) as connection:
                row = connection.execute(OVERDUE).fetchone()
        except psycopg.Error as error:
            raise NotHealthy(f"cannot see the outbox of {service}") from error
        if row and row[0]:
            raise NotHealthy(f"{row[0]} events of {service} wait to go out")
