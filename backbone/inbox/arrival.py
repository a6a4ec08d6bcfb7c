"""Judges what came in: who really sent it, which event it is, and what is wrong with it."""

import dataclasses
import datetime
import hashlib

import msgspec

from backbone import log
from contracts import topology
from contracts.errors import EventRefused
from contracts.events import CloudEvent, Event, decode, event_types
from contracts.events.envelope import CONTENT_TYPE, UNREADABLE
from contracts.events.exchanges import FirmEvent
from contracts.texts import excerpt


@dataclasses.dataclass(frozen=True)
class Arrival:
    """A message as the broker handed it over. `user_id` was validated by the broker."""

    exchange: str
    routing_key: str
    body: bytes
    content_type: str = ""
    user_id: str = ""
    message_id: str = ""

    @property
    def firm_id(self) -> str:
        """The firm by the routing key: the broker lets a firm's user write under no other."""
        return self.routing_key.partition(".")[0]

    @property
    def event_type(self) -> str:
        return topology.event_type(self.exchange, self.routing_key)


@dataclasses.dataclass(frozen=True)
class Reading:
    """An arrival that can be named; `event`, and its own `time`, unless `refusal` says why not.

    `acknowledge`: whether its firm wants to hear once it is applied.
    """

    arrival: Arrival
    event_id: str
    event: Event | None = None
    time: datetime.datetime | None = None
    traceparent: str = ""
    acknowledge: bool = False
    refusal: str = ""

    @property
    def firm_id(self) -> str:
        return self.arrival.firm_id

    @property
    def event_type(self) -> str:
        return self.arrival.event_type

    @property
    def digest(self) -> bytes:
        """Alike for the same type and data however they are written; of the bytes if unreadable."""
        if self.event is None:
            return hashlib.sha256(self.arrival.body).digest()
        data = msgspec.json.encode(self.event, order="deterministic")
        return hashlib.sha256(f"{self.event_type}\n".encode() + data).digest()

    def bind(self) -> None:
        """From here on log lines and outgoing events are of it."""
        log.bind(traceparent=self.traceparent, firm_id=self.firm_id, event_id=self.event_id)


def read(arrival: Arrival) -> Reading:
    """The event that arrived, or the reason in words why it can never be applied."""
    try:
        _check_sender(arrival)
        _check_content_type(arrival)
        envelope, event = decode(arrival.body, arrival.exchange)
        _check_key(arrival, envelope)
        _check_addressee(arrival, event)
    except EventRefused as refusal:
        return Reading(arrival, _event_id(arrival), refusal=excerpt(refusal.text))
    except Exception as error:  # whatever it is, it must never stand in the way of other events
        return unreadable(arrival, error)
    return Reading(
        arrival, envelope.id, event, envelope.time, envelope.traceparent, envelope.acknowledge
    )


def unreadable(arrival: Arrival, error: Exception) -> Reading:
    """An arrival of which nothing can be said but that; it is known again by its bytes."""
    reason = f"The event cannot be read: {type(error).__name__}."
    return Reading(arrival, hashlib.sha256(arrival.body).hexdigest(), refusal=reason)


def answers_for(service: str, arrival: Arrival) -> bool:
    """Whether this service is the one that tells the firm of a rejected event."""
    if arrival.exchange != topology.FIRM:
        return False
    return service == _owners().get(arrival.event_type, topology.UNROUTED_TO)


def _check_sender(arrival: Arrival) -> None:
    if arrival.exchange != topology.FIRM:
        return
    if not arrival.user_id:
        raise EventRefused("The message does not say who sent it: its AMQP user_id is not set.")
    if arrival.user_id != topology.firm_user(arrival.firm_id):
        raise EventRefused(
            f"The message was sent by the user '{arrival.user_id}', which does not speak for the"
            f" firm '{arrival.firm_id}'."
        )


def _check_content_type(arrival: Arrival) -> None:
    given = arrival.content_type.partition(";")[0].strip().lower()
    if given != CONTENT_TYPE:
        raise EventRefused(f"The content type is '{given}'; it must be '{CONTENT_TYPE}'.")


def _check_key(arrival: Arrival, envelope: CloudEvent) -> None:
    if envelope.firmid != arrival.firm_id:
        raise EventRefused(
            f"The event names the firm '{envelope.firmid}', but its routing key names"
            f" '{arrival.firm_id}'."
        )
    if envelope.type != arrival.event_type:
        raise EventRefused(
            f"The event is a '{envelope.type}', but its routing key says '{arrival.event_type}'."
        )


def _check_addressee(arrival: Arrival, event: Event) -> None:
    named = arrival.routing_key.partition("@")[2]
    if event.addressee() != named:
        raise EventRefused(f"The event is for '{event.addressee()}', but its key says '{named}'.")


class _Named(msgspec.Struct):
    id: str = ""


def _event_id(arrival: Arrival) -> str:
    """The id to keep a refused event under, so that a copy of it is known again."""
    try:
        given = msgspec.json.decode(arrival.body, type=_Named).id
    except UNREADABLE:
        given = arrival.message_id
    given = given or arrival.message_id
    if 0 < len(given) <= 200 and "\x00" not in given:
        return given
    return hashlib.sha256(arrival.body).hexdigest()


def _owners() -> dict[str, str]:
    kinds = event_types(topology.FIRM)
    return {kind.type: kind.owner for kind in kinds if issubclass(kind, FirmEvent)}
