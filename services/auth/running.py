"""For the people who run Redwell: keys that change, and somebody who must be signed out."""

from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import select

from contracts import ids
from contracts.calls.auth_operations import (
    PersonSignedOut,
    RotateSecrets,
    SecretsRotated,
    SignOutPerson,
)
from contracts.errors import NotFound
from services.auth import accounts, devices, persons, sessions, trail
from services.auth.models import Account, Attempt, Authenticator, Code, Session
from services.auth.work import AuthWork

# In the order in which sign-ins lock these rows, so that neither waits for the other for ever.
ENCRYPTED: tuple[Any, ...] = (
    Attempt.totp_pending,
    Code.sealed,
    Account.codes_sealed,
    Authenticator.secret,
    Session.totp_pending,
)


def rotate_secrets(work: AuthWork, call: RotateSecrets) -> SecretsRotated:
    """Encrypt with the newest key what an older one has encrypted.

    Once this answers 0, the older keys may go from the settings.
    """
    rotated = 0
    for column in ENCRYPTED:
        rotated += _rotate(work, column, call.most - rotated)
    return SecretsRotated(rotated=rotated)


def sign_out(work: AuthWork, call: SignOutPerson) -> PersonSignedOut:
    """Raises NotFound."""
    person = persons.locked(work, ids.person_id(call.firm_id, call.contact_id))
    if person is None or person.account_id is None:
        raise NotFound()
    account = accounts.locked(work, person.account_id)
    devices.forget_all(work, account.id)
    ended = sessions.end_all(work, account.id)
    trail.signed_out(work, account, "firm", ended)
    return PersonSignedOut(sessions=ended)


def _rotate(work: AuthWork, column: Any, most: int) -> int:
    """Which key made a token shows only by trying; so every row is looked at, few are written."""
    holder, name = column.class_, column.key
    rows = work.session.scalars(select(holder).where(column.is_not(None)).with_for_update())
    old = [row for row in rows if not _is_newest(work, getattr(row, name))][: max(0, most)]
    for row in old:
        setattr(row, name, work.keys.secrets.rotate(getattr(row, name)))
    return len(old)


def _is_newest(work: AuthWork, token: bytes) -> bool:
    try:
        work.keys.newest_secret.decrypt(token)
    except InvalidToken:
        return False
    return True
