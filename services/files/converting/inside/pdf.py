"""PDFs: counted, and saved again where that helps: so that long ones open at once, and none acts.

Readers walk a page tree object by object. Written in object streams, 200 scanned pages open in a
handful of requests; as their makers left them, in over 200.
"""

import pathlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from services.files.converting.report import DAMAGED, PASSWORD, PDF, Made, Report, not_shown

_SMALL = 1024**2  # bytes: fetched in a moment as it is
# Of actions, ISO 32000-1 table 198: these lead somewhere in the document, or to a web address.
_HARMLESS = ("/GoTo", "/URI", "/Named")


def read(file: str, *, anyhow: bool = False) -> Report:
    """`anyhow`: save it again in any case."""
    try:
        with pikepdf.open(file) as pdf:
            pages = len(pdf.pages)
            acted = _disarm(pdf)
            if not (anyhow or acted or pdf.is_encrypted or _size(file) > _SMALL):
                return Report(shown_as="pdf", pages=pages)
            pdf.save(PDF, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PasswordError:
        return not_shown(PASSWORD)
    except (pikepdf.PdfError, pikepdf.DependencyError, ValueError, TypeError):
        return not_shown(DAMAGED)
    made = [Made(name=PDF, media_type="application/pdf")]
    return Report(shown_as="pdf", pages=pages, renditions=made)


def _size(file: str) -> int:
    return pathlib.Path(file).stat().st_size


def _disarm(pdf: pikepdf.Pdf) -> bool:
    """Take out what acts by itself or on a click: scripts, programs; whether there was any."""
    found = _without_actions(pdf.Root, "/OpenAction")
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        del names["/JavaScript"]
        found = True
    for holder in _holders(pdf):
        found = _without_actions(holder, "/A") or found
    return found


def _holders(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        yield page.obj
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, pikepdf.Array):
            yield from (each for each in annotations if isinstance(each, pikepdf.Dictionary))


def _without_actions(holder: Any, name: str) -> bool:
    found = False
    action = holder.get(name)
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") not in _HARMLESS:
        del holder[name]
        found = True
    if "/AA" in holder:
        del holder["/AA"]
        found = True
    return found
