"""What an account proves itself with, beside its mailbox."""

import datetime
import uuid

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.model import Model


class Authenticator(Model):
    """The account's authenticator app. `last_step`: the newest time step used (RFC 6238, 5.2)."""

    __tablename__ = "authenticators"

    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    secret: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime.datetime]


class Passkey(Model):
    """A WebAuthn credential; the private key never leaves its authenticator."""

    __tablename__ = "passkeys"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    added_at: Mapped[datetime.datetime]
    last_used_at: Mapped[datetime.datetime | None]


class RecoveryCode(Model):
    """`salt` is the same for all codes of a set, so that a try costs one hash, not ten."""

    __tablename__ = "recovery_codes"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    salt: Mapped[bytes]
    digest: Mapped[bytes]
    used_at: Mapped[datetime.datetime | None]
