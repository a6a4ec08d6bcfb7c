"""What of a text is shown where it was found: in pieces, those that were looked for marked."""

import regex

from contracts.calls.searching import Piece
from finding.asking import Term
from finding.words import words

LONGEST = 200  # characters of a snippet
BEFORE = 50  # of them before the first mark

_SPACES = regex.compile(r"\s+")
Span = tuple[int, int]


def marked(text: str, terms: tuple[Term, ...]) -> list[Piece]:
    """All of the text."""
    return _pieces(text, _spans(text, terms), 0, len(text))


def snippet(text: str, terms: tuple[Term, ...]) -> list[Piece]:
    """The part of the text in which most of what was looked for stands, on one line."""
    line = _SPACES.sub(" ", text).strip()
    spans = _spans(line, terms)
    start = _start(line, spans)
    end = len(line) if len(line) <= start + LONGEST else _cut(line, start + LONGEST)
    pieces = _pieces(line, spans, start, end)
    before = [Piece(text="…")] if start else []
    after = [Piece(text="…")] if end < len(line) else []
    return [*before, *pieces, *after]


def _spans(text: str, terms: tuple[Term, ...]) -> list[Span]:
    return [
        (word.start, word.end)
        for word in words(text)
        if any(term.fits(word.text) for term in terms)
    ]


def _start(line: str, spans: list[Span]) -> int:
    """Where the window with the most marks begins, at the beginning of a word."""
    if len(line) <= LONGEST or not spans:
        return 0
    room = LONGEST - BEFORE

    def held(first: Span) -> int:
        return sum(first[0] <= start and end <= first[0] + room for start, end in spans)

    # Of a long text with a mark in each line, the first ones tell enough.
    first = max(spans[:50], key=held)
    wanted = min(first[0] - BEFORE, len(line) - LONGEST)
    if wanted <= 0:
        return 0
    space = line.find(" ", wanted, first[0])
    return wanted if space < 0 else space + 1


def _cut(line: str, end: int) -> int:
    """Before the word that does not fit."""
    space = line.rfind(" ", end - BEFORE, end)
    return end if space < 0 else space


def _pieces(text: str, spans: list[Span], start: int, end: int) -> list[Piece]:
    pieces, at = [], start
    for first, last in spans:
        if first < start or last > end:
            continue
        if at < first:
            pieces.append(Piece(text=text[at:first]))
        pieces.append(Piece(text=text[first:last], found=True))
        at = last
    return [*pieces, Piece(text=text[at:end])] if at < end else pieces
