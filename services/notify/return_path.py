"""The address that delivery reports come back to: one for each e-mail (VERP), and not to be forged.

It is `<bounces>+<token>@<domain>`; the token holds the e-mail's id and a code (HMAC) that only who
has a key can make. Lower-case letters and digits alone: some servers fold the case.
"""

import base64
import binascii
import hmac
import re
import uuid

_CODE = 10  # bytes
_SALT = b"redwell.return-path"


def seal(bounces: str, email_id: uuid.UUID, keys: list[str]) -> str:
    """The return path of the e-mail, signed with the newest key (the last of `keys`)."""
    local_part, _, domain = bounces.rpartition("@")
    token = base64.b32encode(email_id.bytes + _code(email_id.bytes, keys[-1]))
    return f"{local_part}+{token.decode().rstrip('=').lower()}@{domain}"


def unseal(address: str, keys: list[str]) -> uuid.UUID | None:
    """The e-mail whose return path it is, made with any of `keys`; else nothing."""
    found = re.search(r"\+([a-z2-7]{42})@", address.lower())
    if found is None:
        return None
    try:
        sealed = base64.b32decode(found[1].upper() + "=" * 6)
    except binascii.Error:
        return None
    email_id, code = sealed[:-_CODE], sealed[-_CODE:]
    if any(hmac.compare_digest(code, _code(email_id, key)) for key in keys):
        return uuid.UUID(bytes=email_id)
    return None


def _code(email_id: bytes, key: str) -> bytes:
    return hmac.digest(key.encode(), _SALT + email_id, "sha256")[:_CODE]
