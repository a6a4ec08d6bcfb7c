"""What a child says at its end, in a file of its folder; whoever reads it trusts none of it."""

import os
import pathlib
import stat
from typing import Annotated, BinaryIO, Literal, TypeVar

import msgspec
from msgspec import Meta

ShownAs = Literal["pdf", "image", "text", "docx", "sheet", "mail", "none"]
MadeType = Literal[
    "application/pdf", "image/jpeg", "text/plain", "application/json", "application/octet-stream"
]
TEXT = 1024**2  # bytes of a text that are shown
# Renditions that are shown in place of the document itself, by their names.
PDF, JPEG, PLAIN, JSON = "view.pdf", "view.jpg", "view.txt", "view.json"
FILE = "report.json"
_LARGEST = 1024**2  # bytes

# Why something is not shown, for the person who wants to see it.
PASSWORD = "It is protected with a password."  # noqa: S105 - a sentence
DAMAGED = "It is damaged, or is not what it seems to be."
TOO_LARGE = "It is too large to be shown here."
TOO_MUCH = "It is too large or too intricate to be shown here."
NO_KIND = "Files of this kind cannot be shown here."
EMPTY = "It is empty."


class Made(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rendition, in the folder under its name. `file_name`: of an attachment, as it came."""

    name: Annotated[str, Meta(pattern=r"^(view\.(pdf|jpg|txt|json)|attachment-[1-9][0-9]{0,2})\Z")]
    media_type: MadeType
    file_name: Annotated[str, Meta(max_length=255)] = ""


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the file can be shown. Without a rendition named `view.…` it is shown as it is."""

    shown_as: ShownAs
    why_not_shown: Annotated[str, Meta(max_length=200)] = ""
    pages: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    renditions: Annotated[list[Made], Meta(max_length=1000)] = []


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file is."""

    media_type: Annotated[str, Meta(pattern=r"^[a-z0-9.+-]+/[a-z0-9.+-]+\Z", max_length=100)]


T = TypeVar("T", Report, Look)


class Untrue(Exception):
    """What a child left is no report, or not what the report says."""


def not_shown(why: str) -> Report:
    return Report(shown_as="none", why_not_shown=why)


def write(report: Report | Look) -> None:
    """Into the present folder; for children."""
    pathlib.Path(FILE).write_bytes(msgspec.json.encode(report))


def read(folder: pathlib.Path, kind: type[T]) -> T:
    """Raises Untrue."""
    with opened(folder, FILE) as file:
        text = file.read(_LARGEST)
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Untrue("no report") from error


def opened(folder: pathlib.Path, name: str) -> BinaryIO:
    """A plain file that a child left: neither a link that leads elsewhere nor a pipe.

    Raises Untrue.
    """
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise Untrue(f"no {name}") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Untrue(f"{name} is no file")
    return os.fdopen(descriptor, "rb")
