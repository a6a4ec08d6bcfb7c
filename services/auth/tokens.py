"""Random tokens and codes, and what is stored of them."""

import hashlib
import hmac
import secrets

CODE_DIGITS = 8


def fresh() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What is stored of a token. It has 256 random bits: a plain hash can't be searched."""
    return hashlib.sha256(token.encode()).digest()


def fresh_code() -> str:
    """A one-time code: 26 bits, where ASVS 5.0 6.5.4 asks for at least 20."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def code_digest(attempt_token: str, code: str) -> bytes:
    """What is stored of a one-time code.

    Keyed with the browser's attempt token, which is stored nowhere: whoever reads the database
    can't search the few codes there are, and the code means nothing in another browser.
    """
    return hmac.digest(attempt_token.encode(), code.encode(), "sha256")


def same(left: bytes, right: bytes) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(left, right)
