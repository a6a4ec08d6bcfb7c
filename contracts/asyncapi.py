"""asyncapi.yaml from the event structs: what travels between firms and Redwell, and how."""

import inspect
from pathlib import Path
from typing import Any

import msgspec
import yaml

from contracts import topology
from contracts.events import CloudEvent, Event, event_types
from contracts.events.envelope import CONTENT_TYPE

FILE = Path(__file__).with_name("asyncapi.yaml")
Json = dict[str, Any]
REF = "#/components/schemas/{name}"
EXCHANGES = {
    topology.FIRM: "Published by firm systems, each with its own key prefix.",
    topology.PORTAL: "Published by Redwell; each firm reads its own from the queue `firm.<id>`.",
    topology.INTERNAL: "Between parts of Redwell; never leaves it.",
}
CONTACT = {  # each firm hosts its own
    "name": "The firm's IT",
    "url": "https://portal.example.com",
    "email": "it@example.com",
}
INFO = {
    "title": "Redwell",
    "version": "1",
    "description": (
        "CloudEvents 1.0 in structured JSON over AMQP 0-9-1. Change is additive: ignore members "
        "that you do not know.\n\n"
        "Events may come twice, late and out of order; the event's `id` tells a second copy from "
        "the first. A firm publishes persistent messages with its broker user as `user_id` and "
        "waits for the broker's confirm; what cannot be applied comes back as `event.rejected`. "
        f"An event has at most {topology.MAX_EVENT_BYTES:,} bytes."
    ),
    "contact": CONTACT,
    "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
    "tags": [{"name": name, "description": of} for name, of in EXCHANGES.items()],
}
SERVER = {
    "host": "{host}",
    "protocol": "amqps",
    "description": "The broker, where the firm's IT has put it.",
    "variables": {"host": {"default": "localhost:5671"}},
    "security": [{"$ref": "#/components/securitySchemes/broker_user"}],
}
BROKER_USER = {
    "type": "userPassword",
    "description": "A firm's own user, made by `redwell firm add`: it writes only under the firm's "
    "key prefix and reads only the firm's queue.",
}


def document() -> str:
    """The AsyncAPI 3.1 document of all events, as YAML; the same structs give the same text."""
    kinds = event_types()
    whole = {
        "asyncapi": "3.1.0",
        "info": INFO,
        "defaultContentType": CONTENT_TYPE,
        "servers": {"broker": SERVER},
        "channels": {kind.type: _channel(kind) for kind in kinds},
        "operations": {f"{_verb(kind)}{kind.__name__}": _operation(kind) for kind in kinds},
        "components": {
            "securitySchemes": {"broker_user": BROKER_USER},
            "messages": {kind.__name__: _message(kind) for kind in kinds},
            "schemas": _schemas(kinds),
        },
    }
    text: str = yaml.dump(whole, Dumper=Plain, sort_keys=False, allow_unicode=True, width=100)
    return text


class Plain(yaml.SafeDumper):
    """Writes what occurs twice twice: readers of such documents stumble over YAML aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def main() -> None:
    """Write contracts/asyncapi.yaml anew."""
    FILE.write_text(document())


def _channel(kind: type[Event]) -> Json:
    exchange = {"name": kind.exchange, "type": "topic", "durable": True}
    return {
        "address": topology.routing_key(
            "{firm_id}", kind.type, "{service}" if kind.addressed else ""
        ),
        "description": EXCHANGES[kind.exchange],
        "parameters": _parameters(kind),
        "messages": {kind.__name__: {"$ref": f"#/components/messages/{kind.__name__}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange}},
    }


def _parameters(kind: type[Event]) -> Json:
    of_firm = {"firm_id": {"description": "The firm that the event is of."}}
    to = {"service": {"description": "The service that alone receives it."}}
    return of_firm | (to if kind.addressed else {})


def _verb(kind: type[Event]) -> str:
    """What Redwell does with it, seen from Redwell, as AsyncAPI wants it."""
    return "receive" if kind.exchange == topology.FIRM else "send"


def _operation(kind: type[Event]) -> Json:
    channel = {"$ref": f"#/channels/{kind.type}"}
    return {
        "action": _verb(kind),
        "channel": channel,
        "description": _summary(kind),
        "security": [{"$ref": "#/components/securitySchemes/broker_user"}],
        "bindings": {"amqp": {"deliveryMode": 2}},
        "messages": [{"$ref": f"#/channels/{kind.type}/messages/{kind.__name__}"}],
    }


def _message(kind: type[Event]) -> Json:
    data = {"$ref": REF.format(name=kind.__name__)}
    own = {"properties": {"type": {"const": kind.type}, "data": data}}
    return {
        "name": kind.type,
        "summary": _summary(kind),
        "contentType": CONTENT_TYPE,
        "payload": {"allOf": [{"$ref": REF.format(name="CloudEvent")}, own]},
    }


def _summary(kind: type[Event]) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


def _schemas(kinds: list[type[Event]]) -> Json:
    schemas = msgspec.json.schema_components([CloudEvent, *kinds], ref_template=REF)[1]
    for schema in schemas.values():
        if "description" in schema:
            schema["description"] = inspect.cleandoc(schema["description"])
        _drop_discriminators(schema)
    return schemas


def _drop_discriminators(schema: Any) -> None:
    """AsyncAPI has others than OpenAPI; which kind it is the tags say by themselves."""
    inner = schema.values() if isinstance(schema, dict) else schema
    if isinstance(schema, dict):
        schema.pop("discriminator", None)
    for each in list(inner):
        if isinstance(each, dict | list):
            _drop_discriminators(each)


if __name__ == "__main__":
    main()
