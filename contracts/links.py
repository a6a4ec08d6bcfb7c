"""Secure links: a signed pointer (who, where, until when) that alone opens nothing.

`notify` writes them into e-mails, `auth` reads them. They travel in the URL fragment, so no server
and no log sees them on the way.
"""

import datetime
import hashlib
import uuid
from typing import Literal

import itsdangerous
import msgspec

from contracts.addresses import normalize
from contracts.errors import LinkInvalid
from contracts.values import Thing

VALID_FOR = datetime.timedelta(days=7)


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What a link leads to. `id` is empty for a whole section."""

    kind: Literal[Thing, "home"] = "home"
    id: uuid.UUID | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Who is meant (a person of one firm), at which address, where it leads, and until when.

    `address_digest`: see the function of that name.
    """

    firm_id: str
    person_id: uuid.UUID
    address_digest: str
    target: Target
    issued_at: datetime.datetime
    expires_at: datetime.datetime


def address_digest(address: str) -> str:
    """The address in a form that tells whether it is still the same one, without saying it."""
    return hashlib.sha256(normalize(address).encode()).hexdigest()


def seal(link: Link, keys: list[str]) -> str:
    """The link as URL-safe text, signed with the newest key (the last of `keys`)."""
    return _signer(keys).sign(_b64(msgspec.json.encode(link))).decode()


def unseal(text: str, keys: list[str]) -> Link:
    """The link sealed with any of `keys`; raises LinkInvalid. Expiry is the caller's to judge."""
    try:
        return msgspec.json.decode(
            itsdangerous.encoding.base64_decode(_signer(keys).unsign(text)), type=Link
        )
    except (itsdangerous.BadData, msgspec.DecodeError, ValueError) as error:
        raise LinkInvalid() from error


def _signer(keys: list[str]) -> itsdangerous.Signer:
    return itsdangerous.Signer(
        keys, salt="redwell.link", key_derivation="hmac", digest_method=_sha256
    )


def _b64(data: bytes) -> bytes:
    return itsdangerous.encoding.base64_encode(data)


def _sha256(data: bytes = b"") -> "hashlib._Hash":
    return hashlib.sha256(data)
