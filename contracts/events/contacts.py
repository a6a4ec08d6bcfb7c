"""What firms say of their contacts."""

from contracts.events.exchanges import FirmEvent, PortalEvent
from contracts.events.persons import Person
from contracts.values import Address, Moment, Name, Ref, TimeZone


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


class ContactUnreachable(PortalEvent, frozen=True, kw_only=True):
    """E-mail to this address was refused for good; none is sent there until it changes.

    `reason` in words; `status`: the enhanced status code (RFC 3463) where the mail server gave one.
    """

    type = "contact.unreachable"
    person: Person
    email: str
    reason: str
    at: Moment
    status: str = ""

    def subject(self) -> str:
        return self.person.contact_ref
