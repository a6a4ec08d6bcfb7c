"""What is wrong with a condition: it looks at what is not asked before it, or compares amiss."""

import re
from collections.abc import Iterable, Iterator

from contracts.forms import limits
from contracts.forms.answers import is_date, plain_number
from contracts.forms.conditions import (
    Above,
    AllOf,
    AnyOf,
    Below,
    Condition,
    Contains,
    In,
    Is,
    IsNot,
    Leaf,
    Not,
    depth,
    leaves,
)
from contracts.forms.questions import (
    NUMBER,
    SUM,
    DateQuestion,
    EmailQuestion,
    Information,
    MoneyQuestion,
    NumberQuestion,
    OneOfQuestion,
    PercentQuestion,
    PhoneQuestion,
    Question,
    SeveralOfQuestion,
    TextQuestion,
    YesNoQuestion,
)

_TEXT = TextQuestion | EmailQuestion | PhoneQuestion
_COUNTED = NumberQuestion | PercentQuestion | MoneyQuestion
_ORDERED = _COUNTED | DateQuestion


class Before:
    """The questions that come before a place, and that can be looked at from it."""

    def __init__(self, everything: Iterable[Question]) -> None:
        self.all = {question.id for question in everything}
        self.seen: dict[str, Question] = {}
        self.hidden: set[str] = set()  # of the rows of a group that is over
        self._outside: dict[str, Question] | None = None

    def passed(self, question: Question) -> None:
        self.seen[question.id] = question

    def enter(self) -> None:
        """Into a group: what its rows ask is seen from within them alone."""
        self._outside = dict(self.seen)

    def leave(self) -> None:
        outside = self._outside or {}
        self.hidden |= set(self.seen) - set(outside)
        self.seen, self._outside = outside, None


def in_condition(condition: Condition | None, before: Before) -> Iterator[str]:
    """Sentences, none for a good one."""
    if condition is None:
        return
    if depth(condition) > limits.DEPTH:
        yield f"Conditions stand inside each other deeper than {limits.DEPTH} times."
        return
    yield from _parts(condition)
    for leaf in leaves(condition):
        question = before.seen.get(leaf.question)
        if question is None:
            yield _not_before(leaf.question, before)
        elif says := _amiss(leaf, question):
            yield says


def _parts(condition: Condition) -> Iterator[str]:
    match condition:
        case AllOf(of=parts) | AnyOf(of=parts):
            if not 1 <= len(parts) <= limits.PARTS:
                yield f"'all' and 'any' take 1 to {limits.PARTS} conditions."
            for part in parts:
                yield from _parts(part)
        case Not(of=part):
            yield from _parts(part)
        case In(values=values):
            if not 1 <= len(values) <= limits.OPTIONS:
                yield f"'in' takes 1 to {limits.OPTIONS} values."


def _not_before(id: str, before: Before) -> str:
    if id in before.hidden:
        return f"The question '{id}' is asked for each row of a group, and seen only in its row."
    if id in before.all:
        return f"The question '{id}' is not asked before this: conditions look only backwards."
    return f"There is no question '{id}'."


def _amiss(leaf: Leaf, question: Question) -> str:
    """What is wrong with how it compares; empty where nothing is."""
    if isinstance(question, Information):
        return f"'{question.id}' asks nothing."
    match leaf:
        case Is(value=value) | IsNot(value=value):
            fits = _can_be(question, value)
        case In(values=values):
            fits = all(_can_be(question, value) for value in values)
            value = ", ".join(values)
        case Contains(value=value):
            fits = isinstance(question, SeveralOfQuestion) and _offers(question, value)
        case Above(value=value) | Below(value=value):
            fits = isinstance(question, _ORDERED) and _can_be(question, value)
        case _:
            return ""
    return "" if fits else f"The answer to '{question.id}' cannot be compared so with '{value}'."


def _can_be(question: Question, value: str | bool) -> bool:
    if isinstance(value, bool) or isinstance(question, YesNoQuestion):
        return isinstance(value, bool) and isinstance(question, YesNoQuestion)
    match question:
        case OneOfQuestion():
            return _offers(question, value)
        case DateQuestion():
            return is_date(value)
        case MoneyQuestion():
            return bool(re.fullmatch(SUM, value))
        case NumberQuestion() | PercentQuestion():
            return bool(re.fullmatch(NUMBER, value)) and plain_number(value) == value
    return isinstance(question, _TEXT) and value != ""


def _offers(question: OneOfQuestion | SeveralOfQuestion, value: str) -> bool:
    return any(option.value == value for option in question.options)
