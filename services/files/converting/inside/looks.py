"""What a file is, by its bytes alone: libmagic's word, and looks of our own where it errs."""

import re
import zipfile

import magic

from services.files.converting import signatures
from services.files.converting.report import Look

_OFFICE = {
    "word/": "wordprocessingml.document",
    "xl/": "spreadsheetml.sheet",
    "ppt/": "presentationml.presentation",
}
_WITH_MACROS = {"word/": "word.document", "xl/": "excel.sheet", "ppt/": "powerpoint.presentation"}


def read(file: str) -> Look:
    with open(file, "rb") as opened:
        head = opened.read(signatures.HEAD)
    return Look(media_type=signatures.surely(head) or _zipped(file, head) or _told(head))


def _zipped(file: str, head: bytes) -> str:
    """Office's newer files are ZIPs, and only their directory says whether macros are in them."""
    if not head.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return "application/zip"
    if "[Content_Types].xml" not in names:
        return ""
    folder = next((each for each in _OFFICE if any(n.startswith(each) for n in names)), "")
    if not folder:
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return f"application/vnd.ms-{_WITH_MACROS[folder]}.macroenabled.12"
    return f"application/vnd.openxmlformats-officedocument.{_OFFICE[folder]}"


def _told(head: bytes) -> str:
    said = magic.from_buffer(head, mime=True).lower()
    return said if re.fullmatch(r"[a-z0-9.+-]+/[a-z0-9.+-]+", said) else signatures.UNKNOWN
