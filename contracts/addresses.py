"""E-mail addresses: their one form, how they are compared, and how they may be shown."""

import unicodedata

import idna
import regex

from contracts.errors import EventRefused

# The letters of an atom (RFC 5322, 3.2.3), and beyond ASCII (RFC 6532) what shows a shape.
_ASCII = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~-"
_BEYOND = r"[^\p{ASCII}\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\uFFFD]"
_ATOM = rf"(?:[{_ASCII}]|{_BEYOND})+"
_LOCAL_PART = regex.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LONGEST = 254  # RFC 5321, 4.5.3.1.3, less the brackets
_LONGEST_LOCAL_PART = 64  # octets, 4.5.3.1.1
_LONGEST_LABEL = 63


def canonical(address: str) -> str:
    """The one form in which an address is kept, compared, sealed and written to.

    The domain is in ASCII as browsers write it: UTS 46 without its transition, then IDNA 2008, so ß
    is not ss. The part before the @ stays as written. Raises ValueError, in words, for an address
    that no mail can reach.
    """
    local_part, _, domain = address.strip().rpartition("@")
    whole = f"{_local_part(local_part)}@{_domain(domain)}"
    if len(whole) > _LONGEST:
        raise ValueError(_unreachable(f"it is longer than {_LONGEST} characters"))
    return whole


def as_it_travels(address: str) -> str:
    """An address of our own, with its domain in ASCII. Raises ValueError."""
    local_part, _, domain = address.strip().rpartition("@")
    return f"{local_part}@{_in_ascii(domain)}"


def normalize(address: str) -> str:
    """An address in its one form as it is compared: the same mailbox, however it was typed.

    No letter beyond ASCII becomes one of ASCII here: `_local_part` refuses those that would.
    """
    return address.lower()


def require_carried(address: str | None, *, smtputf8: bool) -> None:
    """Raises EventRefused where the address takes SMTPUTF8 (RFC 6531) and nobody speaks it."""
    if address is not None and not smtputf8 and not address.isascii():
        raise EventRefused(
            "The mail server here carries no mail to addresses with other letters than a to z"
            " before the @ (SMTPUTF8)."
        )


def shown(address: str) -> str:
    """An address in its one form as people read it: the domain in its own letters."""
    local_part, _, domain = address.rpartition("@")
    return f"{local_part}@{idna.decode(domain)}"


def masked(address: str) -> str:
    """Enough for the owner to recognize, too little for anyone else: `m•••@example.test`."""
    local_part, _, domain = shown(address).rpartition("@")
    return f"{local_part[:1]}•••@{domain}"


def _local_part(text: str) -> str:
    if any(unicodedata.normalize("NFKC", each) != each for each in text):
        raise ValueError(_unreachable("it holds a look-alike of another letter"))
    composed = unicodedata.normalize("NFC", text)
    if not _LOCAL_PART.fullmatch(composed):
        raise ValueError(_unreachable("what stands before the @ is no plain name of a mailbox"))
    if len(composed.encode()) > _LONGEST_LOCAL_PART:
        raise ValueError(_unreachable("what stands before the @ is longer than 64 bytes"))
    return composed


def _domain(text: str) -> str:
    if any(len(label) > _LONGEST_LABEL for label in text.split(".")):
        raise ValueError(_unreachable("a part of its domain is longer than 63 characters"))
    domain = _in_ascii(text)
    if "." not in domain or domain.endswith("."):
        raise ValueError(_unreachable("its domain is not complete, or ends in a dot"))
    if domain.rpartition(".")[2].isdigit():
        raise ValueError(_unreachable("its domain is a number, not a name"))
    return domain


def _in_ascii(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True, std3_rules=True).decode()
    except UnicodeError as error:  # IDNAError is one
        raise ValueError(_unreachable("its domain cannot exist")) from error


def _unreachable(why: str) -> str:
    return f"is no address that mail can reach: {why}"
