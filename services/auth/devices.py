"""Remembered devices: a browser that stands for the mailbox, never for the second factor.

Whoever shares the computer often shares the mailbox too; so the second factor is always asked for.
"""

import datetime
import uuid

from sqlalchemy import delete, select, update

from contracts import ids
from services.auth import tokens
from services.auth.models import Account, Device
from services.auth.policies import Policy
from services.auth.work import AuthWork


def find(work: AuthWork, token: str, address: str) -> Device | None:
    """The device of this token, if it stands for the mailbox with this address."""
    return work.session.scalar(
        select(Device)
        .join(Account, Account.id == Device.account_id)
        .where(
            Device.token_digest == tokens.digest(token),
            Device.revoked_at.is_(None),
            Account.address == address,
        )
    )


def still(work: AuthWork, device_id: uuid.UUID | None, policy: Policy) -> Device | None:
    """The device, as long as it is remembered: a stricter policy holds for old ones too."""
    device = work.session.get(Device, device_id) if device_id else None
    if device is None or device.revoked_at or ends_at(device, policy) <= work.now:
        return None
    return device


def remember(
    work: AuthWork, account: Account, agent: str, policy: Policy
) -> tuple[str, datetime.datetime] | None:
    """A new device's token, which is told only here, and its end; None where none may be."""
    if not policy.remembered:
        return None
    token = tokens.fresh()
    device = Device(
        id=ids.new_id(),
        token_digest=tokens.digest(token),
        account_id=account.id,
        agent=agent,
        remembered_at=work.now,
        last_used_at=work.now,
    )
    work.session.add(device)
    return token, ends_at(device, policy)


def of_account(work: AuthWork, account_id: uuid.UUID, policy: Policy) -> list[Device]:
    """Those remembered now, newest use first."""
    found = work.session.scalars(
        select(Device)
        .where(Device.account_id == account_id, Device.revoked_at.is_(None))
        .order_by(Device.last_used_at.desc())
    )
    return [device for device in found if ends_at(device, policy) > work.now]


def forget_all(work: AuthWork, account_id: uuid.UUID) -> None:
    work.session.execute(
        update(Device)
        .where(Device.account_id == account_id, Device.revoked_at.is_(None))
        .values(revoked_at=work.now)
    )


def prune(work: AuthWork, before: datetime.datetime) -> None:
    """Those that nobody can use any more; a policy allows 365 days at most."""
    work.session.execute(
        delete(Device).where(
            (Device.revoked_at < before)
            | (Device.remembered_at < before - datetime.timedelta(days=365))
        )
    )


def ends_at(device: Device, policy: Policy) -> datetime.datetime:
    return device.remembered_at + policy.remembered
