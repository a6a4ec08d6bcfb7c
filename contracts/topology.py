"""Where things travel on the broker: exchanges, queues, routing keys, users."""

FIRM = "firm"  # events that firm systems publish
PORTAL = "portal"  # facts; a firm may read its own
INTERNAL = "internal"  # codes, sessions, firms: never leaves Redwell
UNROUTED = "firm.unrouted"  # alternate exchange of FIRM: types that no service takes
EXCHANGES = (FIRM, PORTAL, INTERNAL)

# Each has an inbox, and a database of its own, with the tables of the backbone and of these parts.
SERVICES: dict[str, tuple[str, ...]] = {
    "auth": (),
    "billing": ("roster",),
    "files": ("roster",),
    "matters": ("roster",),
    "messaging": ("roster",),
    "notify": (),
}

# The service that parks what no service takes, and tells the firm.
UNROUTED_TO = "matters"

# Stands where a firm's id is expected, in internal events that are about no one firm.
REDWELL = "redwell"

MAX_EVENT_BYTES = 256 * 1024


def routing_key(firm_id: str, event_type: str, to: str = "") -> str:
    """`to`: the service that alone receives it, where the event is for one."""
    return f"{firm_id}.{event_type}" + (f"@{to}" if to else "")


def any_firm(event_type: str, to: str = "") -> str:
    """The binding for one event type, whichever firm it is from."""
    return routing_key("*", event_type, to)


def event_type(exchange: str, routing_key: str) -> str:
    """The type that the key names; only Redwell itself says to whom an event goes."""
    name = routing_key.partition(".")[2]
    return name.partition("@")[0] if exchange == INTERNAL else name


def inbox(service: str) -> str:
    """The one queue that a service consumes (quorum)."""
    return f"{service}.inbox"


def firm_queue(firm_id: str) -> str:
    """The queue that a firm's system reads (quorum); bound to PORTAL with `<firm_id>.#`."""
    return f"firm.{firm_id}"


def firm_stream(firm_id: str) -> str:
    """The same facts for who only looks on: reading takes nothing away, and old ones go."""
    return f"firm.{firm_id}.stream"


def firm_user(firm_id: str) -> str:
    """The broker user of a firm; the broker itself validates it on each message."""
    return f"firm.{firm_id}"
