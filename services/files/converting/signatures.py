"""What a file is by its first bytes, found out by looking for few things and reading nothing else.

This much may be done anywhere; all that goes deeper is done by a child.
"""

import re

HEAD = 64 * 1024  # bytes
PDF = "application/pdf"
UNKNOWN = "application/octet-stream"

_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(!doctype\s+)?([a-z]+)", re.S | re.I
)
_HTML = {b"html", b"head", b"body", b"script", b"iframe", b"meta", b"title", b"object", b"embed"}
_HEADER = re.compile(
    rb"^(?:received|return-path|from|to|date|subject|message-id|mime-version|delivered-to):",
    re.I | re.M,
)
_BEGINS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"PK\x03\x04": "application/zip",
    b"MZ": "application/vnd.microsoft.portable-executable",
    b"\x7fELF": "application/x-executable",
}


def media_type(head: bytes) -> str:
    """The type, UNKNOWN where none of these."""
    begins = next((kind for begin, kind in _BEGINS.items() if head.startswith(begin)), UNKNOWN)
    return surely(head) or begins


def surely(head: bytes) -> str:
    """Markup first: whatever else it is too, a browser that sees it as markup runs its scripts.
    Then PDFs and e-mails; empty for what is none of them."""
    return _markup(head) or _portable(head) or _mail(head)


def _markup(head: bytes) -> str:
    found = _MARKUP.match(head[:4096])
    if not found:
        return ""
    name = found[2].lower()
    if name in _HTML:
        return "text/html"
    return "image/svg+xml" if name == b"svg" else "text/xml"


def _portable(head: bytes) -> str:
    """Where readers look for it, junk before it or not."""
    return PDF if b"%PDF-" in head[:1024] else ""


def _mail(head: bytes) -> str:
    begin = re.split(rb"\r?\n\r?\n", head[:8192], maxsplit=1)[0]
    is_mail = len({each.lower() for each in _HEADER.findall(begin)}) >= 3
    return "message/rfc822" if is_mail and b"\0" not in begin else ""
