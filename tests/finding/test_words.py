"""Which words find which, and how what is found is marked."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.calls.searching import Piece
from contracts.errors import InvalidInput
from finding import asking, marking
from finding.keeping import kept
from finding.words import LONGEST, MOST, lexemes_of, words


@pytest.mark.parametrize(
    ("q", "text"),
    [
        ("perez", "Señora Pérez"),
        ("PÉREZ", "perez"),
        ("contract", "Two contracts"),
        ("signing", "It was signed."),
        ("contratos", "El contrato de alquiler"),
        ("contestaciones", "Su contestación llegó"),
        ("contestacion", "Sus contestaciones"),
        ("hablamos", "Hablé con ella; hablamos ayer"),
        ("leas", "The lease"),
        ("signe", "It was signed."),
        ("hauptstrasse", "Hauptstraße 4"),
        ("signed", "lease_2024-signed.pdf"),
        ("2024", "lease2024.pdf"),
        ("client", "my client's file"),
        ("o'brien", "Mr O’Brien"),
        ("will", "The will and the trust"),
        ("1,500.00", "a rent of 1,500.00 dollars"),
    ],
)
def test_a_text_is_found(q: str, text: str) -> None:
    assert all(any(term.fits(word) for word in _words(text)) for term in asking.asked(q))


@pytest.mark.parametrize(
    ("q", "text"),
    [("lease", "release"), ("least", "leasing"), ("rent due", "rent")],
)
def test_a_text_is_not_found(q: str, text: str) -> None:
    assert not all(any(term.fits(word) for word in _words(text)) for term in asking.asked(q))


def test_a_beginning_has_as_many_characters_as_are_asked_for() -> None:
    assert asking.asked("a")[0].fits("about")
    (term,) = asking.asked("a", shortest=2)
    assert term.fits("a")
    assert not term.fits("about")


@pytest.mark.parametrize("q", ["", "  ", "?!", "' | & ! ( ) : * <->", "\u0301", "one " * 11])
def test_what_has_no_word_or_too_many_is_refused(q: str) -> None:
    with pytest.raises(InvalidInput):
        asking.asked(q)


@given(st.text(min_size=1, max_size=60))
def test_no_character_of_a_question_is_syntax(q: str) -> None:
    try:
        query = asking.tsquery(asking.asked(q))
    except InvalidInput:
        return
    bare = query.replace(" | ", "").replace(" & ", "").replace(":*", "")
    assert all(each.isalnum() for each in bare if each not in "(~)")


@given(st.text(max_size=400), st.text(min_size=1, max_size=12))
def test_pieces_make_up_the_text(text: str, q: str) -> None:
    try:
        terms = asking.asked(q)
    except InvalidInput:
        return
    assert "".join(piece.text for piece in marking.marked(text, terms)) == text


def test_what_was_looked_for_is_marked() -> None:
    assert marking.marked("The Leases, signed", asking.asked("lease sig")) == [
        Piece(text="The "),
        Piece(text="Leases", found=True),
        Piece(text=", "),
        Piece(text="signed", found=True),
    ]


def test_a_snippet_is_around_what_was_looked_for() -> None:
    text = "Dear all,\n\n" + "so much more " * 60 + "the lease ends. " + "And so on " * 60
    pieces = marking.snippet(text, asking.asked("lease"))
    shown = "".join(piece.text for piece in pieces)
    assert (shown[0], shown[-1]) == ("…", "…")
    assert "the lease ends." in shown
    assert len(shown) <= marking.LONGEST + 2
    assert [piece.text for piece in pieces if piece.found] == ["lease"]


def test_it_is_where_most_of_it_stands() -> None:
    text = "The lease. " + "so much more " * 60 + "the lease ends in May. " + "And so on " * 60
    assert "ends in May" in "".join(
        piece.text for piece in marking.snippet(text, asking.asked("lease may"))
    )


def test_a_text_has_no_more_lexemes_than_can_be_kept() -> None:
    text = " ".join(chr(0x10400 + n % 80) * 5 + str(n) for n in range(8_000))
    found = lexemes_of(text)
    assert len(found) <= MOST
    assert max(map(len, found)) <= LONGEST


def test_lexemes_are_kept_under_their_scope() -> None:
    scope = uuid.UUID("3fa85f64-5717-4562-b3fc-2c963f66afa6")
    assert sorted(kept(scope, "Signed").split()) == ["3fa85fsign", "3fa85fsigned"]


def _words(text: str) -> list[str]:
    return [word.text for word in words(text)]
