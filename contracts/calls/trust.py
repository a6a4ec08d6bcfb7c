"""Calls to the billing service about money in trust."""

import datetime
import uuid

import msgspec

from contracts.calls.billing import BillingCall
from contracts.calls.caller import Caller
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit


class TrustAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What is held in trust for one person in one matter and currency; never a sum over several."""

    matter_id: uuid.UUID
    matter_title: str
    firm_id: str
    firm_name: str
    person_id: uuid.UUID
    person_name: str
    currency: str
    balance: str


class TrustAccounts(msgspec.Struct, frozen=True, kw_only=True):
    items: list[TrustAccount]


class ListTrustAccounts(BillingCall[TrustAccounts], frozen=True, kw_only=True):
    """What is held for the caller, and in matters where they are of the firm for everyone there."""

    caller: Caller
    firm_id: FirmChosen = ""
    matter_id: uuid.UUID | None = None


class TrustLine(msgspec.Struct, frozen=True, kw_only=True):
    """`amount`: negative for what went out. `balance`: after it."""

    id: str
    moved_on: datetime.date
    description: str
    amount: str
    balance: str


class TrustPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[TrustLine]
    next: str | None


class ListTrustLines(BillingCall[TrustPage], frozen=True, kw_only=True):
    """The ledger of one account, the newest first. Raises InvalidInput for a bad cursor."""

    caller: Caller
    matter_id: uuid.UUID
    person_id: uuid.UUID
    currency: str
    cursor: Cursor = ""
    limit: Limit = 50


class TrustAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What the firm asks to be put into trust. `missing`: what has not come; zero: it is over."""

    id: uuid.UUID
    firm_id: str
    firm_name: str
    matter_id: uuid.UUID
    matter_title: str
    person_name: str
    yours: bool
    currency: str
    amount: str
    missing: str
    requested_on: datetime.date
    due_on: datetime.date | None
    text: str
    withdrawn: bool


class TrustAskedPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[TrustAsked]
    next: str | None


class ListTrustRequests(BillingCall[TrustAskedPage], frozen=True, kw_only=True):
    """What is asked for and has not all come, the first due first. Raises InvalidInput."""

    caller: Caller
    firm_id: FirmChosen = ""
    matter_id: uuid.UUID | None = None
    cursor: Cursor = ""
    limit: Limit = 50


class GetTrustRequest(BillingCall[TrustAsked], frozen=True, kw_only=True):
    """Raises NotFound."""

    caller: Caller
    request_id: uuid.UUID
