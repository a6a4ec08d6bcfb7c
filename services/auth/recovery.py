"""Recovery codes: ten, shown once, each in place of the second factor once.

A code has 80 random bits, which can't be searched. ASVS 5.0 6.5.2 nevertheless asks for a password
hash below 112 bits; scrypt at a small cost keeps to it without holding up other calls.
"""

import hashlib
import secrets

from sqlalchemy import delete, select

from contracts import ids
from contracts.errors import CodeWrong
from services.auth import tallies, tokens
from services.auth.models import Account, RecoveryCode
from services.auth.work import AuthWork

HOW_MANY = 10
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's Base32: none looks like another
LENGTH = 16
MEANT = str.maketrans("OIL", "011")  # what people read a 0 or 1 as

SOON = tallies.Limit("recovery/soon", 5, 10 * tallies.MINUTE)
DAILY = tallies.Limit("recovery/daily", 20, 24 * tallies.HOUR)


def make(work: AuthWork, account: Account) -> None:
    """A new set in place of the old one, sealed with the account until it is said to be kept."""
    plain = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(HOW_MANY)]
    salt = secrets.token_bytes(16)
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    work.session.add_all(
        RecoveryCode(id=ids.new_id(), account_id=account.id, salt=salt, digest=_digest(code, salt))
        for code in plain
    )
    _seal(work, account, plain)


def shown(work: AuthWork, account: Account) -> list[str]:
    """The codes that still work, as people copy them, until they are kept."""
    plain = _unsealed(work, account)
    return ["-".join(code[at : at + 4] for at in range(0, LENGTH, 4)) for code in plain]


def keep(account: Account) -> None:
    """The person has the codes; from here on only their hashes are left."""
    account.codes_sealed = None


def use(work: AuthWork, account: Account, entered: str, subject: str) -> None:
    """Spend a code; the tries of `subject` are counted together.

    Raises CodeWrong, TooManyTries.
    """
    tallies.count(work, SOON, subject)
    tallies.count(work, DAILY, subject)
    its = _codes(work, account)
    meant = entered.translate(MEANT)
    given = _digest(meant, its[0].salt if its else b"")
    match = [code for code in its if tokens.same(code.digest, given)]
    if not match:
        raise CodeWrong()
    if match[0].used_at is not None:
        raise CodeWrong("That code was used already. Each works once, so take another one.")
    match[0].used_at = work.now
    _show_no_longer(work, account, meant)
    tallies.forget(work, SOON, subject)
    tallies.forget(work, DAILY, subject)


def unused(work: AuthWork, account: Account) -> list[RecoveryCode]:
    return [code for code in _codes(work, account) if code.used_at is None]


def _show_no_longer(work: AuthWork, account: Account, spent: str) -> None:
    """Somebody used it in another browser before they said that they had kept them all."""
    left = [code for code in _unsealed(work, account) if code != spent]
    if left:
        _seal(work, account, left)
    else:
        keep(account)  # nothing is left to show


def _seal(work: AuthWork, account: Account, plain: list[str]) -> None:
    account.codes_sealed = work.keys.secrets.encrypt(" ".join(plain).encode())


def _unsealed(work: AuthWork, account: Account) -> list[str]:
    if account.codes_sealed is None:
        return []
    return work.keys.secrets.decrypt(account.codes_sealed).decode().split()


def _codes(work: AuthWork, account: Account) -> list[RecoveryCode]:
    return list(
        work.session.scalars(select(RecoveryCode).where(RecoveryCode.account_id == account.id))
    )


def _digest(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, n=2**12, r=8, p=1)
