"""Present state, said again to a service that came late: what is true, and since when.

History cannot be replayed, as events go once they are applied; so the owners of the facts say what
they hold now, with the times of the events that once set it. For whoever knows them they change
nothing, and they reach the inbox of the asking service alone.
"""

import uuid
from typing import ClassVar

from contracts.events.exchanges import InternalEvent
from contracts.values import Kind, Moment, Name, Ref


class RestatingRequested(InternalEvent, frozen=True, kw_only=True):
    """The service `to` knows nothing of what was before it. `run` tells requests apart.

    `kinds`: the types of the events by which it is to be told. `itself`: also of what it owns.
    """

    type = "restating.requested"
    run: uuid.UUID
    to: str
    kinds: list[str] = []
    itself: bool = False


class Restated(InternalEvent, frozen=True, kw_only=True):
    """`to`: the service that asked."""

    addressed: ClassVar[bool] = True
    to: str

    def addressee(self) -> str:
        return self.to


class FirmRestated(Restated, frozen=True, kw_only=True):
    type = "firm.restated"
    name: Name
    named_at: Moment


class PersonRestated(Restated, frozen=True, kw_only=True):
    type = "person.restated"
    ref: Ref
    name: Name
    named_at: Moment


class MatterRestated(Restated, frozen=True, kw_only=True):
    type = "matter.restated"
    ref: Ref
    title: Name
    title_at: Moment
    number: str
    number_at: Moment
    closed: bool
    closed_at: Moment


class ParticipantRestated(Restated, frozen=True, kw_only=True):
    type = "participant.restated"
    matter_ref: Ref
    contact_ref: Ref
    kind: Kind
    role: Name
    reason: str
    from_date: Moment
    from_date_kept: bool = False
    removed_at: Moment | None
    changed_at: Moment


class ConversationRestated(Restated, frozen=True, kw_only=True):
    """A conversation beside the matter's main one, which every matter has."""

    type = "conversation.restated"
    matter_ref: Ref
    ref: Ref
