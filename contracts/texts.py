"""Text as people and their systems write it: what is kept of it, and whether it shows anything."""

import regex

# PostgreSQL cannot keep the one, UTF-8 cannot say the other.
_IMPOSSIBLE = regex.compile(r"[\x00\p{Cs}]")
_CONTROL = regex.compile(r"\p{Cc}")
_NOT_A_BREAK = regex.compile(r"[\p{Cc}--[\t\n\v\f\r\x85]]", regex.V1)
# Embeddings, overrides and isolates (UAX 9) turn around what stands beside a name; and what stands
# before the first name of many exported lists.
_TURNING = regex.compile(r"[\u202A-\u202E\u2066-\u2069\uFEFF]")
_SEEN = regex.compile(r"[^\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]")


def possible(text: str) -> str:
    """The text itself; raises ValueError where it cannot be kept."""
    if _IMPOSSIBLE.search(text):
        raise ValueError("holds a character that cannot be stored, such as U+0000")
    return text


def reference(text: str) -> str:
    """An id as it came; raises ValueError where it has control characters."""
    if _CONTROL.search(text):
        raise ValueError("holds a control character")
    return text


def line(text: str) -> str:
    """One line without control characters; joiners, which Persian and emoji need, stay."""
    return " ".join(_TURNING.sub("", _CONTROL.sub(" ", text)).split())


def name(text: str) -> str:
    """One line that shows something; raises ValueError."""
    return _seen(line(text))


def body(text: str) -> str:
    """Lines that show something, without control characters; raises ValueError."""
    return _seen(_NOT_A_BREAK.sub("", text))


def _seen(text: str) -> str:
    if not _SEEN.search(text):
        raise ValueError("holds only spaces, or characters that show nothing")
    return text
