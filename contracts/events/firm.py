"""What firm systems publish. Ids in these events are the firm's own."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from contracts import topology
from contracts.events.envelope import Address, Body, Event, Moment, Name, Ref

Kind = Literal["client", "third_party", "staff"]
TimeZone = Annotated[str, Meta(max_length=64)]  # IANA name


class FirmEvent(Event, frozen=True, kw_only=True):
    """`owner`: the service that answers to the firm when such an event cannot be applied.

    Other services may take the event too; they park what they cannot apply, and stay silent.
    """

    exchange = topology.FIRM
    owner: ClassVar[str] = ""


class ContactEvent(FirmEvent, frozen=True, kw_only=True):
    owner = "auth"
    contact_id: Ref

    def subject(self) -> str:
        return self.contact_id


class ContactInvited(ContactEvent, frozen=True, kw_only=True):
    """The firm lets a contact in. The first thing that waits for them brings the e-mail."""

    type = "contact.invited"
    name: Name
    email: Address
    time_zone: TimeZone | None = None


class ContactUpdated(ContactEvent, frozen=True, kw_only=True):
    """Only what is given changes."""

    type = "contact.updated"
    name: Name | None = None
    email: Address | None = None
    time_zone: TimeZone | None = None


class ContactRemoved(ContactEvent, frozen=True, kw_only=True):
    """The contact no longer signs in on this firm's behalf; nothing they wrote goes away."""

    type = "contact.removed"


class ContactFactorsReset(ContactEvent, frozen=True, kw_only=True):
    """The firm made sure, by its own means, who asks: they set up their sign-in anew.

    All their sessions end. Other firms that know the same account must confirm them again, by the
    same event or a new invitation: no firm opens another's matters.
    """

    type = "contact.factors_reset"


class FirmPolicyChanged(FirmEvent, frozen=True, kw_only=True):
    """How the firm's clients sign in; only what is given changes, from the next request on.

    `second_factors`: what counts beside the mailbox; authenticator apps and recovery codes always
    do. `email` means that the mailbox alone is enough. For an account that knows several firms the
    strictest of each holds. `remembered_days`: 0 for no remembered devices.
    """

    type = "firm.policy_changed"
    owner = "auth"
    second_factors: list[Literal["totp", "passkey", "email"]] | None = None
    idle_minutes: Annotated[int, Meta(ge=5, le=1440)] | None = None
    absolute_hours: Annotated[int, Meta(ge=1, le=720)] | None = None
    remembered_days: Annotated[int, Meta(ge=0, le=365)] | None = None
    receipts_shown: bool | None = None


class MatterEvent(FirmEvent, frozen=True, kw_only=True):
    owner = "matters"
    matter_id: Ref

    def subject(self) -> str:
        return self.matter_id


class MatterOpened(MatterEvent, frozen=True, kw_only=True):
    """A case begins, or is fed to Redwell for the first time. `number` is what people quote."""

    type = "matter.opened"
    title: Name
    number: Annotated[str, Meta(max_length=80)] = ""


class MatterUpdated(MatterEvent, frozen=True, kw_only=True):
    type = "matter.updated"
    title: Name | None = None
    number: Annotated[str, Meta(max_length=80)] | None = None


class MatterClosed(MatterEvent, frozen=True, kw_only=True):
    """Everything stays readable; nobody writes any more. Opening it again undoes that."""

    type = "matter.closed"


class MatterParticipantAdded(MatterEvent, frozen=True, kw_only=True):
    """A person joins a matter with a role, and sees what happened from `from_date` on.

    Without `from_date` they see it from the event's own time on. `reason` records why a third
    party is present. Sent again, it changes role, from-date and reason.
    """

    type = "matter.participant_added"
    contact_id: Ref
    name: Name
    kind: Kind
    role: Name
    from_date: Moment | None = None
    reason: Annotated[str, Meta(max_length=500)] = ""


class MatterParticipantRemoved(MatterEvent, frozen=True, kw_only=True):
    """The person's access to the matter ends; what they wrote stays."""

    type = "matter.participant_removed"
    contact_id: Ref


class MessagePosted(MatterEvent, frozen=True, kw_only=True):
    """Someone at the firm writes in a matter; in its main conversation unless one is named.

    The author has been added to the matter as staff: until then it waits, and a firm cannot write
    in its client's name. The same `message_id` again changes nothing.
    """

    type = "message.posted"
    owner = "messaging"
    message_id: Ref
    author_id: Ref
    body: Body
    posted_at: Moment
    conversation_id: Annotated[str, Meta(max_length=200)] = ""
    subject_line: Annotated[str, Meta(max_length=200)] = ""

    def subject(self) -> str:
        return self.message_id
