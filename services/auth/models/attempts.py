"""Sign-ins under way, the codes sent for them, and the counting of tries."""

import datetime
import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.model import Model


class Attempt(Model):
    """A sign-in in one browser, which alone holds the token; only its digest is here.

    Without a person it is a sign-in by a typed address, which nobody may be behind.
    `totp_pending` is the encrypted secret of an authenticator that is being set up, `challenge`
    what a passkey has to sign.
    """

    __tablename__ = "attempts"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    token_digest: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    address: Mapped[str]
    target: Mapped[dict[str, Any]]
    agent: Mapped[str]
    network: Mapped[str]
    started_at: Mapped[datetime.datetime]
    ends_at: Mapped[datetime.datetime] = mapped_column(index=True)
    mailbox_proved_at: Mapped[datetime.datetime | None]
    factor: Mapped[str | None]
    totp_pending: Mapped[bytes | None]
    device_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("devices.id", ondelete="SET NULL")
    )
    challenge: Mapped[bytes | None]
    challenge_ends_at: Mapped[datetime.datetime | None]


class Code(Model):
    """A one-time code sent to a mailbox; only the newest of an attempt counts.

    `sealed`: the code itself, encrypted, while nobody has yet looked who owns the typed address.
    """

    __tablename__ = "codes"
    __table_args__ = (
        Index("codes_sealed", "issued_at", postgresql_where=text("sealed IS NOT NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("attempts.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[bytes]
    issued_at: Mapped[datetime.datetime]
    resend_at: Mapped[datetime.datetime]
    expires_at: Mapped[datetime.datetime]
    tries: Mapped[int]
    sealed: Mapped[bytes | None]


class Tally(Model):
    """How often something was tried since the window began; `key` is a digest."""

    __tablename__ = "tallies"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime.datetime] = mapped_column(index=True)
