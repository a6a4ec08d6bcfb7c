"""A firm on the stack under test: how it publishes, and what became of what it published."""

import contextlib
import dataclasses
import urllib.parse
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

import httpx
import psycopg

from bench.people import Town
from contracts import topology
from contracts.topology import SERVICES
from firm import settings
from firm.publisher import Publisher
from tests.own_stack import Stack


@dataclasses.dataclass(frozen=True)
class Office:
    stack: Stack
    firm_id: str

    @property
    def amqp_url(self) -> str:
        file = self.stack.run.folder / "firms" / f"{self.firm_id}.env"
        return settings.read_environment_file(file)["REDWELL_FIRM_AMQP_URL"]

    @property
    def town(self) -> Town:
        return Town(self.stack.addresses["portal"], self.stack.addresses["mailbox"])

    def publisher(self) -> Publisher:
        return Publisher(self.amqp_url, self.firm_id, heartbeat=4)

    @contextlib.contextmanager
    def database(self, service: str) -> Iterator["psycopg.Connection[Any]"]:
        parts = urllib.parse.urlsplit(self.stack.addresses["postgres"])
        url = parts._replace(path=f"/{service}").geturl()
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection

    def taken_types(self) -> dict[str, set[str]]:
        """Which event types of firms each service takes, as its inbox is bound."""
        api = self.stack.addresses["rabbitmq_api"]
        found = httpx.get(f"{api}/exchanges/%2F/{topology.FIRM}/bindings/source", timeout=20)
        taken: dict[str, set[str]] = {service: set() for service in SERVICES}
        for each in found.json():
            service = each["destination"].removesuffix(".inbox")
            taken[service].add(each["routing_key"].removeprefix("*."))
        return taken

    def states(self, service: str, event_ids: Collection[str]) -> Counter[str]:
        """How many of the events stand in which state in the service's inbox, or are missing."""
        with self.database(service) as connection:
            rows = connection.execute(
                "SELECT state FROM inbox WHERE firm_id = %s AND event_id = ANY(%s)",
                [self.firm_id, list(event_ids)],
            ).fetchall()
        found = Counter(state for (state,) in rows)
        found["missing"] = len(event_ids) - len(rows)
        return +found

    def pieces(self, service: str) -> list[int]:
        """How many of the firm's events each transaction of the service wrote, the most first."""
        with self.database(service) as connection:
            rows = connection.execute(
                "SELECT count(*) FROM inbox WHERE firm_id = %s GROUP BY xmin::text ORDER BY 1 DESC",
                [self.firm_id],
            ).fetchall()
        return [number for (number,) in rows]
