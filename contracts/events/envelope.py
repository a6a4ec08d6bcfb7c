"""The envelope of every event: CloudEvents 1.0, structured JSON mode."""

import datetime
from typing import Any, ClassVar, Literal, TypeVar

import msgspec

from contracts import topology
from contracts.cleaning import Unfit, cleaned
from contracts.errors import EventRefused
from contracts.values import FirmId, Moment, Ref
from contracts.wording import flaw

CONTENT_TYPE = "application/cloudevents+json"
# What reading JSON raises: another shape, bytes that are no UTF-8, a thousand brackets deep.
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

S = TypeVar("S", bound=msgspec.Struct)
_types: dict[tuple[str, str], type["Event"]] = {}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """The data of one event type. Unknown members are ignored: change is additive."""

    type: ClassVar[str] = ""
    exchange: ClassVar[str] = ""
    addressed: ClassVar[bool] = False  # such an event reaches the service that it names, alone
    hint: ClassVar[bool] = False  # such an event is done with where nobody listens

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.type:
            _types[cls.exchange, cls.type] = cls

    def subject(self) -> str:
        """What the event is about, by the publisher's own id."""
        return ""

    def addressee(self) -> str:
        """The service that alone receives it, where the event is `addressed`."""
        return ""


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event on the wire; `data` is decoded by `decode` once the type is known.

    `acknowledge`: the firm that sends it hears once it is applied.
    """

    specversion: Literal["1.0"] = "1.0"
    id: Ref
    source: Ref
    type: Ref
    firmid: FirmId
    time: Moment
    data: msgspec.Raw
    datacontenttype: Literal["application/json"] = "application/json"
    subject: str = ""
    traceparent: str = ""
    acknowledge: bool = False

    def __post_init__(self) -> None:
        if not self.data:
            raise ValueError("The event has no data")


def encode(
    event: Event,
    *,
    id: str,
    source: str,
    firm_id: str,
    time: datetime.datetime,
    traceparent: str = "",
    acknowledge: bool = False,
) -> bytes:
    """The event in its envelope, as the bytes that travel."""
    envelope = {
        "specversion": "1.0",
        "id": id,
        "source": source,
        "type": event.type,
        "subject": event.subject(),
        "firmid": firm_id,
        "time": time,
        "traceparent": traceparent,
        "acknowledge": acknowledge or "",
        "datacontenttype": "application/json",
        "data": event,
    }
    return msgspec.json.encode({key: value for key, value in envelope.items() if value != ""})


def decode(body: bytes, exchange: str) -> tuple[CloudEvent, Event]:
    """The envelope and the data of an event that came by `exchange`.

    Raises EventRefused, in words for the person who will read it, when the bytes are too many, no
    CloudEvent 1.0, of a type that the exchange does not carry, or of another shape than promised.
    """
    if len(body) > topology.MAX_EVENT_BYTES:
        raise EventRefused(
            f"The event has {len(body):,} bytes; the limit is {topology.MAX_EVENT_BYTES:,}."
        )
    try:
        envelope = msgspec.json.decode(body, type=CloudEvent)
    except UNREADABLE as error:
        why = flaw(error, CloudEvent).sentence
        raise EventRefused(f"This is not a CloudEvent 1.0 in JSON: {why}") from error
    kind = _types.get((exchange, envelope.type))
    if kind is None:
        raise EventRefused(f"The event type '{envelope.type}' is not known here.")
    try:
        event = msgspec.json.decode(envelope.data, type=kind)
    except UNREADABLE as error:
        why = flaw(error, kind).sentence
        raise EventRefused(f"The data of '{envelope.type}' is not as promised: {why}") from error
    event = in_form(event)  # first, as its members have names that its sender knows
    return in_form(envelope), event


def in_form(told: S) -> S:
    """The same as it is kept (`contracts.cleaning`); raises EventRefused."""
    try:
        return cleaned(told)
    except Unfit as error:
        raise EventRefused(str(error)) from error


def event_types(exchange: str | None = None) -> list[type[Event]]:
    """All event types, or those of one exchange, by exchange and name."""
    return [kind for (where, _), kind in sorted(_types.items()) if exchange in (None, where)]
