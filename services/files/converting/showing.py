"""What a file is, and how it can be shown: which step is taken for which type."""

import pathlib
from typing import TypeVar

from backbone.confined.children import Broke, TookTooMuch
from services.files.converting import report, signatures
from services.files.converting.report import Look, Report, Untrue, not_shown
from services.files.converting.steps import STEPS
from services.files.converting.workshop import Workshop

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_ODF = "application/vnd.oasis.opendocument"

_READ_BY = {
    "application/pdf": "pdf",
    **dict.fromkeys(("image/jpeg", "image/png", "image/gif", "image/webp"), "images"),
    **dict.fromkeys(("image/tiff", "image/heic", "image/heif"), "images"),
    **dict.fromkeys(("image/bmp", "image/x-ms-bmp"), "images"),
    **dict.fromkeys((_XLSX, "application/vnd.ms-excel", f"{_ODF}.spreadsheet"), "sheets"),
    "application/vnd.ms-excel.sheet.macroenabled.12": "sheets",
    **dict.fromkeys(("message/rfc822", "application/vnd.ms-outlook"), "mails"),
}
# By LibreOffice alone, with the ending that it knows them by.
_PRINTED = {
    _DOCX: "docx",
    "application/vnd.ms-word.document.macroenabled.12": "docm",
    "application/msword": "doc",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    f"{_ODF}.text": "odt",
    _PPTX: "pptx",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12": "pptm",
    "application/vnd.ms-powerpoint": "ppt",
    f"{_ODF}.presentation": "odp",
}
# Text to libmagic, and more than text to others: as a text that is shown it does nothing.
_TEXTS = ("text/", "application/json", "application/csv", "application/javascript", "image/svg+xml")

T = TypeVar("T", Report, Look)


def look(workshop: Workshop, folder: pathlib.Path, file: str) -> str:
    """The media type of the file, by its bytes. Raises NotConfined."""
    try:
        return _done(workshop, "looks", folder, file, Look).media_type
    except (TookTooMuch, Broke, Untrue):
        return begins_as(folder, file)


def begins_as(folder: pathlib.Path, file: str) -> str:
    """What little can be told of its type without a child."""
    try:
        with report.opened(folder, file) as opened:
            return signatures.media_type(opened.read(signatures.HEAD))
    except Untrue:
        return signatures.UNKNOWN


def show(workshop: Workshop, folder: pathlib.Path, file: str, media_type: str, size: int) -> Report:
    """How a file of this type, of `size` bytes in whole, can be shown; renditions are left in
    `folder`. Raises NotConfined.
    """
    if size == 0:
        return not_shown(report.EMPTY)
    try:
        if media_type in _PRINTED:
            return _printed(workshop, folder, file, media_type, size)
        if step := _READ_BY.get(media_type) or ("texts" if media_type.startswith(_TEXTS) else ""):
            return _read(workshop, step, folder, file, size)
    except TookTooMuch:
        return not_shown(report.TOO_MUCH)
    except (Broke, Untrue):
        return not_shown(report.DAMAGED)
    return not_shown(report.NO_KIND)


def lacks_office(workshop: Workshop, media_type: str) -> bool:
    """Whether LibreOffice would make pages of a file of this type, and is not there to do it."""
    return media_type in _PRINTED and not (workshop.confinement() and workshop.has_office())


def _read(workshop: Workshop, step: str, folder: pathlib.Path, file: str, size: int) -> Report:
    if step != "texts" and size > STEPS[step].largest:
        # A reader that asks for the pages it shows has no trouble with a large one.
        return Report(shown_as="pdf") if step == "pdf" else not_shown(report.TOO_LARGE)
    return _done(workshop, step, folder, file, Report)


def _printed(
    workshop: Workshop, folder: pathlib.Path, file: str, media_type: str, size: int
) -> Report:
    """As a PDF; without LibreOffice, or where it fails, Word's own files as they are."""
    otherwise = Report(shown_as="docx") if media_type == _DOCX else not_shown(report.NO_KIND)
    if size > STEPS["office"].largest:
        return not_shown(report.TOO_LARGE)
    if not workshop.has_office():
        return otherwise
    named = f"{file}.{_PRINTED[media_type]}"
    (folder / file).rename(folder / named)
    try:
        workshop.do("office", folder, named)
        return _done(workshop, "printed", folder, f"{file}.pdf", Report)
    except (TookTooMuch, Broke, Untrue):
        return otherwise


def _done(workshop: Workshop, step: str, folder: pathlib.Path, file: str, kind: type[T]) -> T:
    workshop.do(step, folder, file)
    return report.read(folder, kind)
