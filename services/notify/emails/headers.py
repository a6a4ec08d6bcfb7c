"""The headers of an e-mail, made from decoded text alone (RFC 5322, RFC 2047, RFC 6532).

A given text stays text: what looks like an encoded word, an address or another header in it is
encoded, and never interpreted.
"""

import textwrap
from email.header import Header
from typing import NamedTuple

from services.notify.emails.rendering import one_line

LINE = 76  # characters; RFC 5322 asks for no more than 78


class Mailbox(NamedTuple):
    """An address as it travels, with the name that people see or none."""

    address: str
    name: str = ""


class Token(str):
    """What stands as it is: made by ourselves, of ASCII, not to be folded."""

    __slots__ = ()


def header(name: str, value: str | Mailbox) -> bytes:
    """One header, folded, with its line end."""
    if isinstance(value, Mailbox):
        folded = _mailbox(name, value)
    else:
        folded = value if isinstance(value, Token) else _text(name, value)
    return f"{name}: {folded}\r\n".encode()


def _mailbox(header_name: str, mailbox: Mailbox) -> str:
    address, shown = _addr_spec(mailbox.address), one_line(mailbox.name)
    if not shown:
        return address
    if _is_plain(shown):
        return _folded(header_name, f'"{_quoted(shown)}" <{address}>')
    phrase = _encoded(header_name, shown)
    last = len(phrase.rpartition("\r\n")[2]) + len(header_name) + len(address)
    space = " " if last < LINE - 6 else "\r\n "
    return f"{phrase}{space}<{address}>"


def _text(header_name: str, text: str) -> str:
    line = one_line(text)
    return _folded(header_name, line) if _is_plain(line) else _encoded(header_name, line)


def _folded(header_name: str, line: str) -> str:
    lines = textwrap.wrap(
        line,
        LINE,
        initial_indent=" " * len(f"{header_name}: "),
        subsequent_indent=" ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\r\n".join(lines).strip()


def _encoded(header_name: str, text: str) -> str:
    """As encoded words, which leave characters and the spaces between words whole."""
    words = Header(text, "utf-8", maxlinelen=LINE, header_name=header_name)
    return words.encode(linesep="\r\n")


def _addr_spec(address: str) -> str:
    local_part, at, domain = address.rpartition("@")
    # Some programs decode these in addresses too, where they have no meaning (RFC 2047, 5).
    return f'"{local_part}"{at}{domain}' if "=?" in local_part else address


def _is_plain(text: str) -> bool:
    """Whether it can stand as it is, in lines that are short enough."""
    longest = max(map(len, text.split()), default=0)
    return text.isascii() and "=?" not in text and longest < LINE // 2


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
