"""Firms, the persons they know, and the accounts that sign in."""

import datetime
import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.model import Model


class Firm(Model):
    __tablename__ = "firms"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    contact: Mapped[str]
    accent: Mapped[str]
    told_at: Mapped[datetime.datetime]


class Account(Model):
    """An e-mail identity. It exists from the first proved second factor on.

    `address` is normalized, `email` as the firm wrote it. `codes_sealed` holds the recovery codes,
    encrypted, until the person says that they have kept them.
    """

    __tablename__ = "accounts"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    created_at: Mapped[datetime.datetime]
    codes_sealed: Mapped[bytes | None]


class Person(Model):
    """Someone known to one firm; `account_id` is set once the invitation was proved.

    Each `…_at` beside a value is the time of the event that set it, so that a late event never
    overwrites a newer one. Links made before `links_void_before` open nothing any more.
    """

    __tablename__ = "persons"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[str] = mapped_column(ForeignKey("firms.id"))
    contact_ref: Mapped[str]
    name: Mapped[str]
    name_at: Mapped[datetime.datetime]
    email: Mapped[str]
    address: Mapped[str] = mapped_column(index=True)
    email_at: Mapped[datetime.datetime]
    time_zone: Mapped[str | None]
    time_zone_at: Mapped[datetime.datetime]
    invited: Mapped[bool]
    invited_at: Mapped[datetime.datetime]
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    activated_at: Mapped[datetime.datetime | None]
    links_void_before: Mapped[datetime.datetime | None]
