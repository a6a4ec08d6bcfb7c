"""Every event, as a struct each: what firms publish, what Redwell publishes, what stays inside."""

from contracts.events import firm, internal, portal
from contracts.events.envelope import CloudEvent, Event, decode, encode, event_types

__all__ = ["CloudEvent", "Event", "decode", "encode", "event_types", "firm", "internal", "portal"]
