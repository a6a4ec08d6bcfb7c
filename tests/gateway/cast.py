"""Who takes part in the gateway's tests: a firm, two of its clients, a matter of each."""

import dataclasses
import uuid

from contracts import ids
from contracts.events.contacts import ContactInvited
from contracts.events.firms import FirmRegistered
from contracts.events.matters import MatterOpened, MatterParticipantAdded
from tests.browser import Browser
from tests.portal import Portal


@dataclasses.dataclass
class Client:
    """A signed-in client and the conversation of their matter.

    `papers`: by their names in paths, an upload and an archive of theirs, where there are any.
    """

    firm_id: str
    contact_id: str
    email: str
    browser: Browser
    papers: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def conversation_id(self) -> uuid.UUID:
        return ids.conversation_id(self.firm_id, f"m-{self.contact_id}")

    @property
    def message_id(self) -> uuid.UUID:
        """The newest message there, as they see it."""
        page = self.browser.get(f"/v1/conversations/{self.conversation_id}/messages").json()
        return uuid.UUID(page["items"][-1]["id"])

    @property
    def matter_id(self) -> uuid.UUID:
        return ids.matter_id(self.firm_id, f"m-{self.contact_id}")


def register(portal: Portal) -> str:
    """A firm of its own for these tests; returns its id."""
    firm_id = f"quill-{uuid.uuid4().hex[:8]}"
    portal.send(firm_id, FirmRegistered(name="Quill & Sons", contact="+1 555 0111"))
    return firm_id


def client(portal: Portal, firm_id: str, contact_id: str, name: str) -> Client:
    """Invited, in a matter of their own, and signed in."""
    email = f"{contact_id}@{firm_id}.example"
    matter = f"m-{contact_id}"
    portal.send(firm_id, ContactInvited(contact_id=contact_id, name=name, email=email))
    portal.send(firm_id, MatterOpened(matter_id=matter, title=f"The matter of {name}"))
    portal.send(
        firm_id,
        MatterParticipantAdded(
            matter_id=matter, contact_id=contact_id, name=name, kind="client", role="Client"
        ),
    )
    return Client(firm_id, contact_id, email, portal.signed_in(firm_id, contact_id, email))


def with_attorney(portal: Portal, client: Client) -> Client:
    """The same with Nora, of the firm, in their matter."""
    portal.send(
        client.firm_id,
        MatterParticipantAdded(
            matter_id=f"m-{client.contact_id}",
            contact_id="nora",
            name="Nora",
            kind="staff",
            role="Attorney",
        ),
    )
    return client
