"""Calls to the notify service, for the people who run Redwell."""

import datetime
import uuid
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts.calls.call import A, Call
from contracts.calls.paging import Cursor, Limit
from contracts.values import END

EmailState = Literal["queued", "sending", "sent", "failed", "bounced", "expired"]
EmailKind = Literal[
    "get_started",
    "new_message",
    "new_document",
    "something_new",
    "several",
    "invitation",
    "code",
    "new_link",
    "account_notice",
]


class NotifyCall(Call[A], frozen=True, kw_only=True):
    service = "notify"


class EmailRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One e-mail: the address masked, no content.

    `interrupted`: how often a process or the line to the mail server ended between handing it over
    and recording that; as many copies may have gone out, all under the same Message-ID.
    `reason`: why the last try failed.
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
    bounced: int = 0
    expired: int = 0
    interrupted: int = 0


class CountEmails(NotifyCall[EmailCounts], frozen=True, kw_only=True):
    """How many e-mails stand in each state; of one firm when given."""

    firm_id: str = ""


class MailTrouble(msgspec.Struct, frozen=True, kw_only=True):
    """E-mails that the mail server does not take from us, whoever they are for.

    `reason`: why the last one was not taken. `since`: when the first of them was queued.
    """

    waiting: int
    reason: str = ""
    since: datetime.datetime | None = None


class CheckMail(NotifyCall[MailTrouble], frozen=True, kw_only=True):
    """Whether e-mails wait because of us: the mail server away, a wrong password, a quota."""


class BounceTaken(msgspec.Struct, frozen=True, kw_only=True):
    """`state`: what the e-mail is in from now on."""

    email_id: uuid.UUID
    state: EmailState


class ReportBounce(NotifyCall[BounceTaken], frozen=True, kw_only=True):
    """A delivery report (RFC 3464) came to one of `addresses`: the e-mail was not delivered.

    `status`: the enhanced status code in it. Raises NotFound where none of the addresses is an
    e-mail's return path.
    """

    addresses: Annotated[list[Annotated[str, Meta(max_length=400)]], Meta(max_length=50)]
    status: Annotated[str, Meta(pattern=rf"^[245]\.\d{{1,3}}\.\d{{1,3}}{END}")]


class Resent(msgspec.Struct, frozen=True, kw_only=True):
    emails: int


class ResendEmails(NotifyCall[Resent], frozen=True, kw_only=True):
    """What was not taken is tried again at once; of one firm when given.

    With `email_id`: also what was refused for good; what waits for the person is told anew there.
    Raises NotFound where nothing of that e-mail can be told any more.
    """

    firm_id: str = ""
    email_id: uuid.UUID | None = None
