"""Makes a place for a firm: broker user and queue, drop bucket with a key of its own.

Every step can be taken again: what is there stays, what is missing is made.
"""

import secrets
import urllib.parse

import httpx
import kombu
import msgspec

from backbone.amqp.broker import declare_firm_queue, declare_firm_stream
from contracts import buckets, topology
from operations.object_store import ObjectStore, ensure_bucket, ensure_key

# A firm's system that opens a connection for each event and closes none must not take them all.
LIMITS = {"max-connections": 100, "max-channels": 1000}


class Stack(msgspec.Struct, frozen=True):
    """Where the running parts are, with an administrator's credentials (`stack.json`)."""

    amqp: str
    rabbitmq_api: str
    s3: ObjectStore

    @property
    def vhost(self) -> str:
        return urllib.parse.unquote(urllib.parse.urlsplit(self.amqp).path[1:]) or "/"


class FirmAccess(msgspec.Struct, frozen=True, kw_only=True):
    """What a firm's system needs; kept as REDWELL_<FIELD> in the firm's own file."""

    firm_id: str
    firm_amqp_url: str
    firm_s3_endpoint: str
    firm_s3_access_key: str
    firm_s3_secret_key: str
    firm_s3_bucket: str


class BrokerRefused(Exception):
    """The management API refused; the message names the request, without credentials."""


def provision(stack: Stack, firm_id: str, kept: FirmAccess | None = None) -> FirmAccess:
    """Give the firm what it needs; the credentials in `kept` go on working where they still do."""
    password = _password_in(kept.firm_amqp_url) if kept else secrets.token_urlsafe(32)
    ensure_broker_user(stack, firm_id, password)
    with kombu.Connection(stack.amqp, connect_timeout=10) as connection:
        declare_firm_queue(connection.default_channel, firm_id)
        declare_firm_stream(connection.default_channel, firm_id)
    access_key, secret_key = ensure_drop_bucket(stack.s3, firm_id, kept)
    return FirmAccess(
        firm_id=firm_id,
        firm_amqp_url=_with_user(stack.amqp, topology.firm_user(firm_id), password),
        firm_s3_endpoint=stack.s3.endpoint,
        firm_s3_access_key=access_key,
        firm_s3_secret_key=secret_key,
        firm_s3_bucket=buckets.drop(firm_id),
    )


def ensure_broker_user(stack: Stack, firm_id: str, password: str) -> None:
    """A user that writes only to `firm` under its own prefix, and reads only its own."""
    user = topology.firm_user(firm_id)
    place = f"{urllib.parse.quote(stack.vhost, safe='')}/{user}"
    with broker_api(stack) as api:
        api.put(f"/users/{user}", json={"password": password, "tags": ""})
        permissions = {
            "configure": "^$",
            "write": f"^{topology.FIRM}$",
            "read": rf"^firm\.{firm_id}(\.stream)?$",
        }
        api.put(f"/permissions/{place}", json=permissions)
        keys = {"exchange": topology.FIRM, "write": rf"^{firm_id}\.", "read": "^$"}
        api.put(f"/topic-permissions/{place}", json=keys)
        for limit, value in LIMITS.items():
            api.put(f"/user-limits/{user}/{limit}", json={"value": value})


def ensure_drop_bucket(
    store: ObjectStore, firm_id: str, kept: FirmAccess | None
) -> tuple[str, str]:
    """The bucket where the firm drops documents, and its key (id, secret).

    That key opens this bucket, and reads what lies in the firm's own folder of our documents.
    """
    bucket = buckets.drop(firm_id)
    ensure_bucket(store, bucket)
    key = (kept.firm_s3_access_key, kept.firm_s3_secret_key) if kept else None
    return ensure_key(store, topology.firm_user(firm_id), bucket, buckets.folder(firm_id), key)


def broker_api(stack: Stack) -> httpx.Client:
    """RabbitMQ's management API; use it in a `with`. A refusal raises BrokerRefused."""
    return httpx.Client(
        base_url=stack.rabbitmq_api, timeout=20, event_hooks={"response": [_raise_refusal]}
    )


def _raise_refusal(response: httpx.Response) -> None:
    if response.is_error:  # httpx's own error would show the password in its address
        request = f"{response.request.method} {response.request.url.path}"
        raise BrokerRefused(f"The broker answers {request} with {response.status_code}.")


def _password_in(amqp_url: str) -> str:
    return urllib.parse.unquote(urllib.parse.urlsplit(amqp_url).password or "")


def _with_user(amqp_url: str, user: str, password: str) -> str:
    parts = urllib.parse.urlsplit(amqp_url)
    host = parts.netloc.rpartition("@")[2]
    credentials = f"{urllib.parse.quote(user)}:{urllib.parse.quote(password)}"
    return parts._replace(netloc=f"{credentials}@{host}").geturl()
