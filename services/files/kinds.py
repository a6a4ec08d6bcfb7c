"""What kind of thing a file is, for people who look for one, and what is not taken at all."""

from contracts.values import DocumentKind

# What runs by being opened, where its ending says so. Its content is looked at by the worker.
_REFUSED = """
    app appref-ms apk bat chm cmd com cpl crx deb dll dmg exe hta inf iso jar jnlp js jse lnk mjs
    msc msi msix msp pif pkg ps1 psm1 reg rpm scf scr sct settingcontent-ms sh sys url vb vbe vbs
    vhd vhdx ws wsc wsf wsh xll
"""
REFUSED_ENDINGS = frozenset(_REFUSED.split())
_BY_TYPE: tuple[tuple[str, DocumentKind], ...] = (
    ("application/pdf", "pdf"),
    ("image/", "image"),
    ("message/rfc822", "mail"),
    ("application/vnd.ms-outlook", "mail"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml", "word"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml", "sheet"),
    ("application/vnd.oasis.opendocument.text", "word"),
    ("application/vnd.oasis.opendocument.spreadsheet", "sheet"),
    ("application/msword", "word"),
    ("application/rtf", "word"),
    ("text/rtf", "word"),
    ("application/vnd.ms-excel", "sheet"),
    ("text/csv", "sheet"),
    ("text/html", "other"),
    ("text/xml", "other"),
    ("text/", "text"),
)
_BY_ENDING: dict[str, DocumentKind] = {
    "pdf": "pdf",
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "tif", "tiff"), "image"),
    **dict.fromkeys(("txt", "md", "log"), "text"),
    **dict.fromkeys(("doc", "docx", "odt", "rtf"), "word"),
    **dict.fromkeys(("xls", "xlsx", "ods", "csv"), "sheet"),
    **dict.fromkeys(("eml", "msg"), "mail"),
}


def kind_of(media_type: str, name: str) -> DocumentKind:
    """By its type where that says something, else by the ending of its name."""
    found = next((kind for begin, kind in _BY_TYPE if media_type.lower().startswith(begin)), None)
    return found or _BY_ENDING.get(ending(name), "other")


def ending(name: str) -> str:
    """The last ending, small and without its dot, as Windows reads it: `exe` of `a.pdf.EXE. `."""
    bare = name.partition(":")[0].rstrip(". ")
    return bare.rpartition(".")[2].lower() if "." in bare else ""
