"""What somebody looks for, and as what PostgreSQL is asked for it."""

import functools
from collections.abc import Iterable
from typing import NamedTuple

from contracts.errors import InvalidInput
from finding.words import folded, lexemes, stems, words

MOST_WORDS = 10
SCOPE = "~"  # in the place of a scope, see `keeping.py`; no lexeme holds it


class Term(NamedTuple):
    """One word of what is looked for: any of `exact`, or what begins with `beginning`, if any."""

    exact: frozenset[str]
    beginning: str = ""

    def fits(self, word: str) -> bool:
        """Whether it finds this word of a text."""
        known = lexemes(word)
        if not self.exact.isdisjoint(known):
            return True
        return bool(self.beginning) and any(each.startswith(self.beginning) for each in known)


def asked(q: str, *, shortest: int = 1) -> tuple[Term, ...]:
    """Each word must be found; the last one may be the beginning of one, of `shortest` characters.

    Raises InvalidInput for no word, or for too many.
    """
    found = [word.text for word in words(q) if folded(word.text)]
    if not found:
        raise InvalidInput("Write at least one letter or digit to search for.", field="q")
    if len(found) > MOST_WORDS:
        raise InvalidInput(f"Search for {MOST_WORDS} words at most.", field="q")
    *before, last = found
    return (*map(_whole, before), _begun(last, shortest))


def tsquery(terms: Iterable[Term]) -> str:
    """The text of a tsquery, with `SCOPE` before each lexeme: letters and digits otherwise."""
    return " & ".join(f"({' | '.join(_alternatives(term))})" for term in terms)


def _alternatives(term: Term) -> list[str]:
    exact = [f"{SCOPE}{each}" for each in sorted(term.exact)]
    return [*exact, f"{SCOPE}{term.beginning}:*"] if term.beginning else exact


@functools.lru_cache(maxsize=1_000)
def _whole(word: str) -> Term:
    return Term(stems(word) | {folded(word)})


def _begun(word: str, shortest: int) -> Term:
    whole, beginning = _whole(word), folded(word)
    return Term(whole.exact, beginning) if len(beginning) >= shortest else whole
