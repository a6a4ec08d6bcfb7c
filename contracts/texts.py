"""Text as people and their systems write it: what is kept of it, and whether it shows anything."""

import regex

# PostgreSQL cannot keep the one, UTF-8 cannot say the other.
_IMPOSSIBLE = regex.compile(r"[\x00\p{Cs}]")
_CONTROL = regex.compile(r"\p{Cc}")
_NOT_A_BREAK = regex.compile(r"[\p{Cc}--[\t\n\v\f\r\x85]]", regex.V1)
# Embeddings, overrides and isolates (UAX 9) turn around what stands beside a name; and what stands
# before the first name of many exported lists.
_TURNING = regex.compile(r"[\u202A-\u202E\u2066-\u2069\uFEFF]")
# A mark alone is seen on what stands beside it; a few symbols are blank.
_SEEN = regex.compile(
    r"[^\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\U0001D159]"
)


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


def body_if_any(text: str) -> str:
    """The same, or nothing where they show nothing."""
    kept = _NOT_A_BREAK.sub("", text)
    return kept if _SEEN.search(kept) else ""


def excerpt(text: str, longest: int = 500) -> str:
    """One line of it that a person can read, whatever it quotes and however much of it."""
    short = line(text[: longest * 4])
    return short if len(short) <= longest else f"{short[: longest - 1]}…"


def on_screen(text: str) -> str:
    """A line as it may go to a terminal: nothing in it steers that, or turns it around."""
    return _TURNING.sub("", _CONTROL.sub("\ufffd", text))


def _seen(text: str) -> str:
    if not _SEEN.search(text):
        raise ValueError("holds only spaces, or characters that show nothing")
    return text
