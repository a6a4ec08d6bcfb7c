"""What machines find in a PDF: what is wrong with its tags, and which there are."""

import io
import pathlib
import tempfile
from collections.abc import Iterator
from typing import Any

import pdfua
import pikepdf


def findings(content: bytes) -> list[str]:
    """What keeps it from PDF/UA-1 (ISO 14289-1), as far as that is looked at: 16 of 106 rules."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "paper.pdf"
        path.write_bytes(content)
        return [f"{each.rule_id}: {each.message}" for each in pdfua.validate(str(path)).findings]


def standards(content: bytes) -> set[str]:
    """Those that it claims in its metadata (XMP), with its part and level."""
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as meta:
        claimed = {f"a-{meta.get('pdfaid:part')}{meta.get('pdfaid:conformance')}".lower()}
        return claimed | {f"ua-{meta.get('pdfuaid:part')}"}


def tags(content: bytes) -> set[str]:
    """The kinds of its structure's elements (ISO 32000-1, 14.8.4)."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return set(_kinds(pdf.Root.StructTreeRoot))


def _kinds(element: Any) -> Iterator[str]:
    if isinstance(element, pikepdf.Array):
        for each in element:
            yield from _kinds(each)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield str(element.S).removeprefix("/")
        if "/K" in element:
            yield from _kinds(element.K)
