"""Who says an event, and how far it goes: firms, the portal to its firms, Redwell to itself."""

from typing import ClassVar

from contracts import topology
from contracts.events.envelope import Event


class FirmEvent(Event, frozen=True, kw_only=True):
    """`owner`: the service that answers to the firm when such an event cannot be applied.

    Other services may take the event too; they park what they cannot apply, and stay silent.
    """

    exchange = topology.FIRM
    owner: ClassVar[str] = ""


class PortalEvent(Event, frozen=True, kw_only=True):
    """A fact. Each firm reads its own from its own queue.

    Ids named `…_ref` are the firm's own; the others are Redwell's.
    """

    exchange = topology.PORTAL


class InternalEvent(Event, frozen=True, kw_only=True):
    """What never leaves Redwell."""

    exchange = topology.INTERNAL
