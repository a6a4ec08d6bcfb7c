"""What events and calls are made of: names, ids, moments and addresses, each with its limits.

`form`: what puts such a text into the form in which it is kept, or refuses it (`cleaning.py`).
"""

import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from contracts import addresses, ids, texts, zones

END = r"$(?!\n)"  # unlike $ alone, refuses a trailing line break
NAME = {"form": texts.name}
LINE = {"form": texts.line}
REFERENCE = {"form": texts.reference}
Ref = Annotated[str, Meta(min_length=1, max_length=200, extra=REFERENCE)]  # a firm's own id
Name = Annotated[str, Meta(min_length=1, max_length=200, extra=NAME)]
LONGEST_MESSAGE = 20_000  # characters
Body = Annotated[str, Meta(min_length=1, max_length=LONGEST_MESSAGE, extra={"form": texts.body})]
Text = Annotated[str, Meta(max_length=LONGEST_MESSAGE, extra={"form": texts.body_if_any})]
Note = Annotated[str, Meta(max_length=2000, extra={"form": texts.body_if_any})]
FirmId = Annotated[str, Meta(pattern=rf"^{ids.FIRM_ID.pattern}{END}", examples=["calder"])]
Moment = Annotated[datetime.datetime, Meta(tz=True)]  # RFC 3339 with its offset
EARLIEST = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
LATEST = datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC)
# An IANA name, or one of Windows; one that is neither is left out.
TimeZone = Annotated[str, Meta(max_length=200, extra={"form": zones.iana})]
Address = Annotated[
    str,
    Meta(
        min_length=3,
        max_length=320,
        examples=["maria@example.com"],
        extra={"form": addresses.canonical},
    ),
]
Kind = Literal["client", "third_party", "staff"]
QuoteState = Literal["shown", "withdrawn", "hidden"]
AudienceStep = Literal["joined", "changed", "left"]
# What a fact is about, waits for somebody, and an e-mail leads to.
Thing = Literal[
    "conversation",
    "document",
    "task",
    "appointment",
    "form",
    "invoice",
    "trust_request",
    "matter",
]

# As it was given, but for what is no character of a line: shown everywhere, trusted nowhere.
FileName = Annotated[str, Meta(min_length=1, max_length=255, extra=NAME)]
LARGEST_DOCUMENT = 5 * 1024**3  # bytes
Size = Annotated[int, Meta(ge=1, le=LARGEST_DOCUMENT, description="Bytes.")]
# What a file's sender takes it for: nothing is decided by it.
MediaType = Annotated[str, Meta(max_length=200, extra=LINE, examples=["application/pdf"])]
Folder = Annotated[str, Meta(max_length=200, extra=LINE)]
Origin = Literal["portal", "firm"]
DocumentKind = Literal["pdf", "image", "text", "word", "sheet", "mail", "other"]
FormState = Literal["open", "sent", "withdrawn"]
DocumentState = Literal["uploading", "checking", "ready", "refused"]
TaskState = Literal["open", "done", "cancelled"]
AppointmentState = Literal["scheduled", "cancelled"]
Answer = Literal["none", "confirmed", "asked"]  # asked for another time
AttachmentState = Literal["checking", "ready", "refused", "revoked"]
CommentedState = AttachmentState | Literal["hidden"]
Scanned = Literal["clean", "not_checked"]
# Why a document is refused: it carries a virus, runs as a program, or what lies in the drop bucket
# is not there, has another size or another digest than the firm says; nobody could look at it; or
# we could not draw it.
Refusal = Literal["virus", "program", "missing", "size", "sha256", "unchecked", "not_drawn"]

# Of a page that is not turned, from its upper left corner: a part of its width, or of its height.
Part = Annotated[float, Meta(ge=0, le=1)]


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle on a page, in parts of the page; it reaches nowhere beyond it."""

    left: Part
    top: Part
    width: Part
    height: Part

    def __post_init__(self) -> None:
        if max(self.left + self.width, self.top + self.height) > 1 + _ROUNDED:
            raise ValueError("a spot lies within its page")


VersionNumber = Annotated[int, Meta(ge=1, le=1_000_000)]


class OnDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Where on a document something hangs: at a spot of a page, on a page, or on it as a whole.

    `version`: of the document, as its author had it before them; else the one that is shown then.
    `page`: counted from 1.
    """

    version: VersionNumber | None = None
    page: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    spot: Spot | None = None

    def __post_init__(self) -> None:
        if self.spot is not None and self.page is None:
            raise ValueError("a spot lies on a page")


_ROUNDED = 1e-6


def is_possible(moment: datetime.datetime | datetime.date) -> bool:
    """Whether it lies in the years that databases, browsers and calendars all can show."""
    if not isinstance(moment, datetime.datetime):
        return EARLIEST.date() <= moment < LATEST.date()
    return EARLIEST <= moment < LATEST
