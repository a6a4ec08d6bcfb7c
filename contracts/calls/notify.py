"""Calls to the notify service, for the people who run Redwell."""

import datetime
import uuid
from typing import Literal

import msgspec

from contracts.calls.call import A, Call
from contracts.calls.paging import Cursor, Limit

EmailState = Literal["queued", "sending", "sent", "failed", "expired"]
EmailKind = Literal["get_started", "new_message", "several", "code", "new_link", "account_notice"]


class NotifyCall(Call[A], frozen=True, kw_only=True):
    service = "notify"


class EmailRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One e-mail: the address masked, no content.

    `interrupted`: how often a process died between handing it over and recording that; as many
    copies may have gone out, all under the same Message-ID. `reason`: why the last try failed.
    """

    id: uuid.UUID
    kind: EmailKind
    firm_id: str
    person_id: uuid.UUID | None
    address: str
    message_id: str
    state: EmailState
    attempts: int
    interrupted: int
    queued_at: datetime.datetime
    next_try_at: datetime.datetime | None
    ended_at: datetime.datetime | None
    reason: str


class EmailPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[EmailRecord]
    next: str | None


class ListEmails(NotifyCall[EmailPage], frozen=True, kw_only=True):
    """The delivery log, newest first; of one firm or in one state when given."""

    firm_id: str = ""
    state: EmailState | Literal[""] = ""
    cursor: Cursor = ""
    limit: Limit = 50


class EmailCounts(msgspec.Struct, frozen=True, kw_only=True):
    """`interrupted`: over all e-mails, see EmailRecord."""

    queued: int = 0
    sending: int = 0
    sent: int = 0
    failed: int = 0
    expired: int = 0
    interrupted: int = 0


class CountEmails(NotifyCall[EmailCounts], frozen=True, kw_only=True):
    """How many e-mails stand in each state; of one firm when given."""

    firm_id: str = ""
