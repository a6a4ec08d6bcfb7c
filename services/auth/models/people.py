"""Firms, the persons they know, and the accounts that sign in."""

import datetime
import uuid
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.model import Model


class Firm(Model):
    """`policy`: what the firm has set of it, each with the time of the event (see `policies`)."""

    __tablename__ = "firms"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    contact: Mapped[str]
    accent: Mapped[str]
    told_at: Mapped[datetime.datetime]
    policy: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Account(Model):
    """An e-mail identity. It exists from the first proved second factor on.

    `address` is normalized, `email` as the firm wrote it. `codes_sealed` holds the recovery codes,
    encrypted, until the person says that they have kept them. What was begun or remembered before
    `reset_at` is worth nothing. `name` and `time_zone` are what the person has confirmed.
    """

    __tablename__ = "accounts"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    created_at: Mapped[datetime.datetime]
    codes_sealed: Mapped[bytes | None]
    mailbox_alone: Mapped[bool] = mapped_column(default=False)
    reset_at: Mapped[datetime.datetime | None]
    name: Mapped[str | None]
    time_zone: Mapped[str | None]


class Person(Model):
    """Someone known to one firm; `account_id` is set once the invitation was proved.

    Each `…_at` beside a value is the time of the event that set it, so that a late event never
    overwrites a newer one. Links made before `links_void_before` open nothing any more. Since
    `held_at` the firm has to confirm the person, because another firm had their factors reset.
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
    held_at: Mapped[datetime.datetime | None]
