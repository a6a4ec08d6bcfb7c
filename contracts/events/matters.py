"""What firms say of their matters, and of who takes part in them."""

from typing import Annotated

from msgspec import Meta

from contracts.events.exchanges import FirmEvent
from contracts.values import LINE, Kind, Moment, Name, Ref


class MatterEvent(FirmEvent, frozen=True, kw_only=True):
    owner = "matters"
    matter_id: Ref

    def subject(self) -> str:
        return self.matter_id


class MatterOpened(MatterEvent, frozen=True, kw_only=True):
    """A case begins, or is fed to Redwell for the first time. `number` is what people quote."""

    type = "matter.opened"
    title: Name
    number: Annotated[str, Meta(max_length=80, extra=LINE)] = ""


class MatterUpdated(MatterEvent, frozen=True, kw_only=True):
    """Only what is given changes."""

    type = "matter.updated"
    title: Name | None = None
    number: Annotated[str, Meta(max_length=80, extra=LINE)] | None = None


class MatterClosed(MatterEvent, frozen=True, kw_only=True):
    """Everything stays readable; nobody writes any more. Opening it again undoes that."""

    type = "matter.closed"


class MatterParticipantAdded(MatterEvent, frozen=True, kw_only=True):
    """A person joins a matter with a role, and sees what happened from `from_date` on.

    Without `from_date` they see it from the event's own time on. `reason` records why a third
    party is present. Sent again it changes role and reason, and the from-date only where one is
    given.
    """

    type = "matter.participant_added"
    contact_id: Ref
    name: Name
    kind: Kind
    role: Name
    from_date: Moment | None = None
    reason: Annotated[str, Meta(max_length=500, extra=LINE)] = ""


class MatterParticipantRemoved(MatterEvent, frozen=True, kw_only=True):
    """The person's access to the matter ends; what they wrote stays."""

    type = "matter.participant_removed"
    contact_id: Ref
