"""What a text is found by: its words without case and accents, and their stems.

English and Spanish at once, as nobody says in which language a message is. No word is left out for
being frequent: to a law firm, a will is not a stop word.
"""

import functools
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import regex
import Stemmer

LONGEST = 32  # characters of a word that count
MOST = 7_000  # lexemes of one text: a tsvector of PostgreSQL holds so many of the longest

# Letters and digits with their marks; what is joined by anything else is several words. The English
# possessive belongs to its word.
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+(?:['’][sS](?![\p{L}\p{N}\p{M}]))?")
_RUNS = regex.compile(r"\d+|\D+")
# A kind each: they keep words by themselves unless told not to, and are not made for two threads.
_STEMMERS = [Stemmer.Stemmer(language, 0) for language in ("english", "spanish")]


class Word(NamedTuple):
    """A word of a text, from `start` until before `end`, in characters."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of the text, in order."""
    for found in _WORD.finditer(text):
        yield Word(found[0], found.start(), found.end())


def lexemes_of(*texts: str) -> set[str]:
    """All that these texts are found by together."""
    found: set[str] = set()
    for text in texts:
        found.update(*map(lexemes, _WORD.findall(text)))
    return found if len(found) <= MOST else set(sorted(found)[:MOST])


@functools.lru_cache(maxsize=20_000)
def lexemes(word: str) -> frozenset[str]:
    """What a text with this word is found by: itself, its stems, and the runs of digits and of
    other characters in it, as of 'scan2024'."""
    known = folded(word)
    runs = _RUNS.findall(known)
    return stems(word) | ({known, *runs} - {""})


@functools.lru_cache(maxsize=20_000)
def stems(word: str) -> frozenset[str]:
    """The word's stems. With its accents and without: stemming goes by them, people may not."""
    lower = _whole(word).lower()
    forms = (unicodedata.normalize("NFC", lower), folded(word))
    found = (folded(stemmer.stemWord(form)) for stemmer in _STEMMERS for form in forms)
    return frozenset(found) - {""}


def folded(word: str) -> str:
    """Without case, accents and ligatures: letters and digits alone, `LONGEST` at most."""
    apart = unicodedata.normalize("NFKD", _whole(word).casefold())
    return "".join(each for each in apart if each.isalnum())[:LONGEST]


def _whole(word: str) -> str:
    """Without the possessive."""
    return word[:-2] if word[-2:-1] in ("'", "’") else word
