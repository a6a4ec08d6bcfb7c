"""Money that the firm holds in trust: what came in, what went out, what it asks for."""

import datetime
import uuid
from typing import Annotated

from msgspec import Meta

from contracts import topology
from contracts.events.exchanges import FirmEvent
from contracts.events.facts import About, Item, MatterFact, Waiting
from contracts.money import Amount, Currency
from contracts.values import LINE, REFERENCE, Ref, Text

TITLE = "Money to be held in trust"  # of a request, in a list


class TrustEvent(FirmEvent, frozen=True, kw_only=True):
    """`contact_id`: whose money it is; they take part in the matter."""

    owner = "billing"
    matter_id: Ref
    contact_id: Ref
    amount: Amount
    currency: Currency


class TrustMoved(TrustEvent, frozen=True, kw_only=True):
    entry_id: Ref
    moved_on: datetime.date
    description: Annotated[str, Meta(max_length=500, extra=LINE)] = ""

    def subject(self) -> str:
        return self.entry_id


class TrustDeposited(TrustMoved, frozen=True, kw_only=True):
    """Money came into trust. The same `entry_id` again changes nothing.

    `request_id`: for which request it came, if for one.
    """

    type = "trust.deposited"
    request_id: Annotated[str, Meta(max_length=200, extra=REFERENCE)] = ""


class TrustDisbursed(TrustMoved, frozen=True, kw_only=True):
    """Money left trust. It waits while there is not as much of it on that day or a later one.

    `invoice_id`: which invoice was paid by it: then it is that payment too, by `contact_id`.
    """

    type = "trust.disbursed"
    invoice_id: Annotated[str, Meta(max_length=200, extra=REFERENCE)] = ""


class TrustRequested(TrustEvent, frozen=True, kw_only=True):
    """The firm asks for money to be held in trust; that is no invoice, and nothing is owed by it.

    The same `request_id` again says it anew; the latest one stands.
    """

    type = "trust.requested"
    request_id: Ref
    requested_on: datetime.date
    due_on: datetime.date | None = None
    text: Text = ""

    def subject(self) -> str:
        return self.request_id


class TrustRequestWithdrawn(FirmEvent, frozen=True, kw_only=True):
    """The firm asks for it no more."""

    type = "trust.request_withdrawn"
    owner = "billing"
    request_id: Ref

    def subject(self) -> str:
        return self.request_id


class TrustRequestChanged(MatterFact, frozen=True, kw_only=True):
    """How a request for money in trust stands; `version` only rises. `missing`: what is to come.

    `firm_name`: as it was called then.
    """

    type = "trust_request.changed"
    exchange = topology.INTERNAL
    request_id: uuid.UUID
    request_ref: str
    person_id: uuid.UUID
    version: int
    firm_name: str
    due_on: datetime.date | None
    missing: str
    currency: str
    open: bool

    def subject(self) -> str:
        return str(self.request_id)

    def about(self) -> About:
        return About("trust_request", self.request_id)

    def item(self) -> Item:
        return Item(
            number=self.version,
            title=TITLE,
            due=self.due_on,
            amount=self.missing,
            currency=self.currency,
        )

    def waits(self) -> list[Waiting]:
        number = {"opened": self.version} if self.open else {"closed": self.version}
        return [Waiting(persons=[self.person_id], about=self.about(), **number)]


class TrustChanged(MatterFact, frozen=True, kw_only=True):
    """Money came into trust for a person in this matter, or went out of it."""

    type = "trust.changed"
    exchange = topology.INTERNAL
    person_id: uuid.UUID

    def subject(self) -> str:
        return str(self.matter_id)

    def about(self) -> About:
        return About("matter", self.matter_id)
