"""Text, in UTF-8: in which encoding it came is found out, and only its beginning is shown."""

import pathlib

from charset_normalizer import from_bytes

from services.files.converting.report import PLAIN, TEXT, Made, Report

_REST = "\n\n[…] Only the beginning is shown here. Download the file to read all of it.\n"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_ENOUGH = 64 * 1024  # bytes to find an encoding by


def read(file: str) -> Report:
    with open(file, "rb") as opened:
        begin = opened.read(TEXT)
        rest = _REST if opened.read(1) else ""
    pathlib.Path(PLAIN).write_text(decoded(begin) + rest, "utf-8", newline="")
    return Report(shown_as="text", renditions=[Made(name=PLAIN, media_type="text/plain")])


def decoded(text: bytes) -> str:
    """As whoever wrote it would read it, as far as can be told."""
    for mark, encoding in _MARKS.items():
        if text.startswith(mark):
            return text.decode(encoding, "replace")
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(text) - 4:  # cut off within its last character
            return text[: error.start].decode("utf-8")
    found = from_bytes(text[:_ENOUGH]).best()
    return text.decode(found.encoding if found else "cp1252", "replace")
