"""Papers: the same each time, read by machines, in all scripts, closed to what is in them."""

import io
from typing import Any

import pikepdf
import pytest

from papers import drawing
from papers.drawing import NotDrawn, draw
from tests.papers.reading import findings, standards

INVOICE: dict[str, Any] = {
    "title": "Invoice 2026-114",
    "heading": "Invoice 2026-114",
    "date": "2026-11-20",
    "firm": "Calder & Finch",
    "bill_to": ["Maria Alvarez"],
    "matter": "Alvarez v. Lakeside",
    "due": None,
    "period": "",
    "state": "Outstanding",
    "currency": "USD",
    "lines": [
        {
            "on": "",
            "text": "Reading the lease",
            "who": "Nora Calder",
            "units": "1.5",
            "rate": "320.00",
            "amount": "480.00",
        }
    ],
    "sums": [["Subtotal", "480.00"]],
    "total": ["Total", "480.00"],
    "entries": [],
    "outstanding": "",
    "shares": [],
    "note": "",
}


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def fonts_of(content: bytes) -> set[str]:
    found: set[str] = set()
    for page in opened(content).pages:
        found |= {str(font.BaseFont) for font in page.Resources.Font.values()}
    return found


def test_it_is_tagged_and_keeps_to_the_standards_and_the_same_gives_the_same_bytes() -> None:
    one, other = draw("invoice", INVOICE), draw("invoice", INVOICE)
    assert one.lasting
    assert one.content == other.content
    assert bool(opened(one.content).Root.MarkInfo.Marked)
    assert standards(one.content) == {"a-2a", "ua-1"}
    assert findings(one.content) == []


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Ελληνικά Русский ñ", "NotoSans-"),
        ("עברית", "NotoSansHebrew"),
        ("العربية", "NotoSansArabic"),
        ("中文 日本語 한국어", "NotoSansCJK"),
        ("😀", "NotoEmoji"),
    ],
)
def test_names_are_set_in_the_scripts_that_people_have(text: str, font: str) -> None:
    paper = draw("invoice", INVOICE | {"bill_to": [text]})
    assert paper.lasting
    assert any(font in name for name in fonts_of(paper.content)), fonts_of(paper.content)


def test_a_sign_that_no_font_has_is_drawn_without_the_standards() -> None:
    assert not draw("invoice", INVOICE | {"note": "\U00013000"}).lasting


@pytest.mark.parametrize(
    "text",
    ['#read("/etc/passwd")', '#import "@preview/x:1.0.0"', "*bold* $x$ #while true {}", "//"],
)
def test_what_people_write_is_text_and_nothing_else(text: str) -> None:
    written = draw("invoice", INVOICE | {"note": text})
    assert written.lasting
    assert len(written.content) < len(draw("invoice", INVOICE | {"note": text * 50}).content)


def test_what_cannot_be_drawn_says_so_and_nothing_of_the_data() -> None:
    with pytest.raises(NotDrawn) as refused:
        draw("invoice", {"title": "In confidence"})
    assert "confidence" not in str(refused.value)
    with pytest.raises(NotDrawn, match="too many"):
        draw("invoice", {"note": "x" * (drawing.LARGEST + 1)})
