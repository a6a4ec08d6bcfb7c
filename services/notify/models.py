"""What notify remembers: firms, persons with their addresses, what waits for them, every e-mail."""

import datetime
import uuid

from sqlalchemy import BigInteger, DateTime, Index, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from contracts.calls.notify import EmailKind, EmailState
from contracts.values import Thing
from services.notify.refusals import Fault
from waiting.tables import WaitRow


class Model(DeclarativeBase):
    type_annotation_map = {
        datetime.datetime: DateTime(timezone=True),
        str: Text,
        EmailState: Text,
        EmailKind: Text,
        Thing: Text,
        Fault: Text,
    }


class Firm(Model):
    """A firm as its clients see it. `told_at`: the time of the event that says so."""

    __tablename__ = "firms"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    contact: Mapped[str]
    accent: Mapped[str]
    told_at: Mapped[datetime.datetime]


class Person(Model):
    """Someone a firm knows. The row may be there before anybody told us more than the id.

    Each fact keeps the time of the event that set it, so that an older event coming later is
    known as such. `ref`: the firm's own id, once it told more of them. `get_started_at`: when the
    last Get Started e-mail was queued. `alerted_at`: when the last e-mail about what waits was,
    unless they have looked since. `unreachable_at`: since when their address is known to take none.
    """

    __tablename__ = "persons"
    __table_args__ = (Index("persons_of_address", "address"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[str]
    ref: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    name_at: Mapped[datetime.datetime | None]
    address: Mapped[str] = mapped_column(default="")
    address_at: Mapped[datetime.datetime | None]
    invited_at: Mapped[datetime.datetime | None]
    removed_at: Mapped[datetime.datetime | None]
    activated_at: Mapped[datetime.datetime | None]
    get_started_at: Mapped[datetime.datetime | None]
    alerted_at: Mapped[datetime.datetime | None]
    unreachable_at: Mapped[datetime.datetime | None]

    @property
    def reachable(self) -> bool:
        """Whether the firm lets them in and an address is known; staff never are."""
        if not self.address or self.invited_at is None or self.unreachable_at is not None:
            return False
        return self.removed_at is None or self.removed_at < self.invited_at


class Alert(WaitRow, Model):
    """What waits for a person, or did, and what they were told of it.

    `due_at`: when the next e-mail about it is to be queued. `emailed_at`: when the last one was,
    unless it was seen to since; the same as that e-mail's `created_at`.
    """

    __tablename__ = "alerts"
    __table_args__ = (Index("alerts_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),)

    matter_id: Mapped[uuid.UUID | None]
    due_at: Mapped[datetime.datetime | None]
    emailed_at: Mapped[datetime.datetime | None]


class Part(Model):
    """Whether somebody takes part in a matter, as the event of the time `told_at` says."""

    __tablename__ = "parts"

    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    removed: Mapped[bool]
    from_date: Mapped[datetime.datetime | None]
    told_at: Mapped[datetime.datetime]


class InvitationPolicy(Model):
    """Whether a firm wants appointments sent by e-mail, as it said at `said_at`."""

    __tablename__ = "invitation_policies"

    firm_id: Mapped[str] = mapped_column(primary_key=True)
    emailed: Mapped[bool]
    said_at: Mapped[datetime.datetime]


class Invitation(Model):
    """An appointment as a guest is to have it in their calendar, and as they were told of it.

    `takes_place`: with them, as of the appointment's `version`; it does not for nobody where it is
    `cancelled`. `told_from`, `told_until`: when their
    calendar has it, which was told as `told_sequence`; none where it has it not. `email_id`: the
    last e-mail. `due_at`: when to look whether another one is needed.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        Index("invitations_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    appointment_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID]
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    sequence: Mapped[int]
    starts_at: Mapped[datetime.datetime]
    ends_at: Mapped[datetime.datetime]
    time_zone: Mapped[str]
    all_day: Mapped[bool]
    takes_place: Mapped[bool]
    cancelled: Mapped[bool]
    told_sequence: Mapped[int | None]
    told_from: Mapped[datetime.datetime | None]
    told_until: Mapped[datetime.datetime | None]
    email_id: Mapped[uuid.UUID | None]
    due_at: Mapped[datetime.datetime | None]


class Email(Model):
    """One e-mail, from being queued for good to its end: the delivery log.

    `message_id` is fixed when it is queued, so that a second copy can be told as one. `content`:
    the whole e-mail as it travels (RFC 5322), wiped when it has ended. `due_at`: the next try.
    `lease_until`: until when the process that is sending it is left alone. `interrupted`: how
    often a process or the line to the mail server ended between handing it over and recording
    that, so a copy may have gone out.
    `fault`: of whom the last refusal spoke.
    """

    __tablename__ = "emails"
    __table_args__ = (
        Index(
            "emails_due",
            text("urgent DESC"),
            "due_at",
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "emails_in_trouble",
            "created_at",
            postgresql_where=text("fault = 'sender'"),
        ),
        Index("emails_leased", "lease_until", postgresql_where=text("state = 'sending'")),
        Index(
            "emails_kept",
            "ended_at",
            postgresql_where=text("state = 'failed' AND content IS NOT NULL"),
        ),
        Index(
            "emails_of_person",
            "person_id",
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[EmailKind]
    firm_id: Mapped[str]
    person_id: Mapped[uuid.UUID | None]
    address: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    content: Mapped[bytes | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[EmailState] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    interrupted: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime.datetime]
    due_at: Mapped[datetime.datetime]
    expires_at: Mapped[datetime.datetime | None]
    lease_until: Mapped[datetime.datetime | None]
    ended_at: Mapped[datetime.datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    fault: Mapped[Fault] = mapped_column(default="")
