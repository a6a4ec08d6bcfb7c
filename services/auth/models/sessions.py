"""Who is signed in where."""

import datetime
import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.model import Model


class Session(Model):
    """A signed-in browser or app. `proofs` says by what; `proved_at` when a factor last was."""

    __tablename__ = "sessions"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    token_digest: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    proofs: Mapped[list[str]]
    agent: Mapped[str]
    started_at: Mapped[datetime.datetime]
    proved_at: Mapped[datetime.datetime]
    last_used_at: Mapped[datetime.datetime]
    revoked_at: Mapped[datetime.datetime | None]
    totp_pending: Mapped[bytes | None]
    challenge: Mapped[bytes | None]
    challenge_ends_at: Mapped[datetime.datetime | None]


class Device(Model):
    """A browser that stands for the mailbox, by a secret of its own."""

    __tablename__ = "devices"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    token_digest: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    agent: Mapped[str]
    remembered_at: Mapped[datetime.datetime]
    last_used_at: Mapped[datetime.datetime]
    revoked_at: Mapped[datetime.datetime | None]
