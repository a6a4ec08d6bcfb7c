"""A virtual host for each test that asks for one, and messages exactly as a test wants them."""

import datetime
import functools
import urllib.parse
import uuid
from typing import Any

import amqp
import httpx
import kombu

from backbone.testing.parts import stack, undo
from contracts import topology
from contracts.events import Event, encode
from contracts.events.envelope import CONTENT_TYPE


def fresh_vhost() -> str:
    """The AMQP address of a new, empty virtual host; gone after `clean_up`."""
    name = f"test-{uuid.uuid4().hex[:16]}"
    user = urllib.parse.urlsplit(stack()["amqp"]).username
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    management("PUT", f"/vhosts/{name}")
    undo.append(functools.partial(management, "DELETE", f"/vhosts/{name}"))
    management("PUT", f"/permissions/{name}/{user}", everything)
    return f"{stack()['amqp'].rstrip('/')}/{name}"


def firm_url(amqp_url: str, firm_id: str) -> str:
    """`amqp_url` as the firm's own broker user, with the rights that a firm has."""
    parts = urllib.parse.urlsplit(amqp_url)
    user, password = topology.firm_user(firm_id), uuid.uuid4().hex
    access = f"{parts.path[1:]}/{user}"
    management("PUT", f"/users/{user}", {"password": password, "tags": ""})
    undo.append(functools.partial(management, "DELETE", f"/users/{user}"))
    rights = {"configure": "^$", "write": "^firm$", "read": rf"^firm\.{firm_id}$"}
    management("PUT", f"/permissions/{access}", rights)
    topic = {"exchange": topology.FIRM, "write": rf"^{firm_id}\.", "read": ".*"}
    management("PUT", f"/topic-permissions/{access}", topic)
    return parts._replace(netloc=f"{user}:{password}@{parts.hostname}:{parts.port}").geturl()


def send_event(amqp_url: str, firm_id: str, event: Event, event_id: str = "") -> str:
    """Publish the event as the firm itself does (see `firm_url`); returns the event's id."""
    event_id = event_id or uuid.uuid4().hex
    now = datetime.datetime.now(datetime.UTC)
    body = encode(event, id=event_id, source="test", firm_id=firm_id, time=now)
    own = {"user_id": topology.firm_user(firm_id)} if event.exchange == topology.FIRM else {}
    key = topology.routing_key(firm_id, event.type, event.addressee())
    publish(amqp_url, event.exchange, key, body, content_type=CONTENT_TYPE, **own)
    return event_id


def publish(amqp_url: str, exchange: str, routing_key: str, body: bytes, **properties: Any) -> None:
    """Publish one message exactly so, and wait for the broker's confirm."""
    with kombu.Connection(amqp_url, transport_options={"confirm_publish": True}) as connection:
        message = amqp.Message(body, **properties)
        connection.channel().basic_publish(message, exchange, routing_key, mandatory=True)


def management(method: str, path: str, body: object = None) -> Any:
    """A request to the broker's management API, as administrator."""
    address = httpx.URL(stack()["rabbitmq_api"])
    reply = httpx.request(method, f"{address}{path}", json=body, timeout=30)
    reply.raise_for_status()
    return reply.json() if reply.content else None
