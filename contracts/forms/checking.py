"""What is wrong with a form before it is published, and where."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from contracts import texts
from contracts.forms import limits
from contracts.forms.answers import is_date, plain_number
from contracts.forms.checking_conditions import Before, in_condition
from contracts.forms.conditions import ordered
from contracts.forms.questions import (
    DateQuestion,
    DateRangeQuestion,
    Definition,
    GroupQuestion,
    Information,
    MoneyQuestion,
    NumberQuestion,
    OneOfQuestion,
    PercentQuestion,
    Question,
    Section,
    SeveralOfQuestion,
    SignatureQuestion,
    in_order,
)


class Flaw(msgspec.Struct, frozen=True):
    """`place`: as `$.pages[0].sections[1].questions[2]`. `says`: a sentence."""

    place: str
    says: str

    @property
    def sentence(self) -> str:
        return f"{self.place}: {self.says}"


def check(definition: Definition) -> list[Flaw]:
    """All that is wrong with it, the first hundred; nothing for a form that can be filled in."""
    size = len(msgspec.json.encode(definition))
    if size > limits.DEFINITION_BYTES:
        most = limits.DEFINITION_BYTES
        return [Flaw("$", f"The form has {size:,} bytes; at most {most:,} are allowed.")]
    if too_many := list(_counts(definition)):
        return too_many
    return list(_Checking(definition).flaws())[: limits.FLAWS]


def _counts(definition: Definition) -> Iterator[Flaw]:
    yield from _count("$.pages", "pages", len(definition.pages), limits.PAGES)
    asked = sum(1 + _rows(question) for question in in_order(definition))
    yield from _count("$", "questions", asked, limits.QUESTIONS)
    yield from _count("$.languages", "languages", len(definition.languages), limits.LANGUAGES)


def _rows(question: Question) -> int:
    return len(question.questions) if isinstance(question, GroupQuestion) else 0


def _count(place: str, what: str, count: int, most: int) -> Iterator[Flaw]:
    if count < 1:
        yield Flaw(place, f"There are no {what}.")
    elif count > most:
        yield Flaw(place, f"There are {count:,} {what}; at most {most:,} are allowed.")


class _Checking:
    """One walk in the order of asking; `before`: the questions that were passed."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.ids: set[str] = set()
        self.pages: set[str] = set()
        self.before = Before(_everything(definition))

    def flaws(self) -> Iterator[Flaw]:
        if len(set(self.definition.languages)) < len(self.definition.languages):
            yield Flaw("$.languages", "A language stands there twice.")
        yield from self.words("$.title", self.definition.title, limits.LABEL)
        yield from self.words("$.about", self.definition.about, limits.TEXT, needed=False)
        for at, page in enumerate(self.definition.pages):
            place = f"$.pages[{at}]"
            yield from self.once(place, page.id, self.pages, "page")
            yield from self.headed(place, page, needed=True)
            yield from _count(f"{place}.sections", "sections", len(page.sections), limits.SECTIONS)
            for number, section in enumerate(page.sections):
                yield from self.section(f"{place}.sections[{number}]", section)
        signatures = [q for q in in_order(self.definition) if isinstance(q, SignatureQuestion)]
        if len(signatures) > limits.SIGNATURES:
            yield from _count("$", "signatures", len(signatures), limits.SIGNATURES)

    def headed(self, place: str, headed: Any, *, needed: bool) -> Iterator[Flaw]:
        yield from self.words(f"{place}.title", headed.title, limits.LABEL, needed=needed)
        yield from self.words(f"{place}.help", headed.help, limits.HELP, needed=False)
        yield from self.condition(f"{place}.asked_if", headed.asked_if)

    def section(self, place: str, section: Section) -> Iterator[Flaw]:
        yield from self.headed(place, section, needed=False)
        if not section.questions:
            yield Flaw(f"{place}.questions", "There are no questions.")
        for at, question in enumerate(section.questions):
            yield from self.question(f"{place}.questions[{at}]", question)

    def question(self, place: str, question: Question) -> Iterator[Flaw]:
        yield from self.once(place, question.id, self.ids, "question")
        yield from self.words(f"{place}.label", question.label, limits.LABEL)
        yield from self.words(f"{place}.help", question.help, limits.HELP, needed=False)
        yield from self.condition(f"{place}.asked_if", question.asked_if)
        match question:
            case GroupQuestion():
                yield from self.group(place, question)
            case OneOfQuestion(options=options) | SeveralOfQuestion(options=options):
                yield from self.options(f"{place}.options", options)
            case Information(text=text):
                yield from self.words(f"{place}.text", text, limits.TEXT)
            case SignatureQuestion(statement=statement):
                yield from self.words(f"{place}.statement", statement, limits.TEXT)
        yield from _bounds(place, question)
        self.before.passed(question)

    def group(self, place: str, group: GroupQuestion) -> Iterator[Flaw]:
        yield from self.words(f"{place}.row", group.row, limits.LABEL)
        if not group.questions:
            yield Flaw(f"{place}.questions", "There are no questions.")
        self.before.enter()
        for at, question in enumerate(group.questions):
            yield from self.question(f"{place}.questions[{at}]", question)
        self.before.leave()

    def options(self, place: str, options: list[Any]) -> Iterator[Flaw]:
        yield from _count(place, "options", len(options), limits.OPTIONS)
        values: set[str] = set()
        for at, option in enumerate(options[: limits.OPTIONS]):
            yield from self.once(f"{place}[{at}]", option.value, values, "option")
            yield from self.words(f"{place}[{at}].label", option.label, limits.LABEL)
            yield from self.condition(f"{place}[{at}].offered_if", option.offered_if)

    def condition(self, place: str, condition: Any) -> Iterator[Flaw]:
        yield from (Flaw(place, says) for says in in_condition(condition, self.before))

    def once(self, place: str, id: str, seen: set[str], what: str) -> Iterator[Flaw]:
        if id in seen:
            yield Flaw(place, f"There is another {what} '{id}' before it.")
        seen.add(id)

    def words(
        self, place: str, words: dict[str, str], longest: int, *, needed: bool = True
    ) -> Iterator[Flaw]:
        if not words and not needed:
            return
        for language in self.definition.languages:
            if language not in words:
                yield Flaw(place, f"There are no words in '{language}'.")
        for language, text in words.items():
            yield from _text(place, language, text, longest)
            if language not in self.definition.languages:
                yield Flaw(place, f"'{language}' is none of the form's languages.")


def _text(place: str, language: str, text: str, longest: int) -> Iterator[Flaw]:
    try:
        shown = texts.body(texts.possible(text))
    except ValueError as error:
        yield Flaw(place, f"The text in '{language}' {error}.")
        return
    if len(text) > longest:
        yield Flaw(
            place, f"The text in '{language}' has {len(text):,} characters; at most {longest:,}."
        )
    elif shown != text:
        yield Flaw(place, f"The text in '{language}' holds a control character.")


def _bounds(place: str, question: Question) -> Iterator[Flaw]:
    match question:
        case DateQuestion(earliest=low, latest=high) | DateRangeQuestion(earliest=low, latest=high):
            yield from (
                Flaw(place, f"'{day}' is no day of the years 1800 to 2199.")
                for day in (low, high)
                if day is not None and not is_date(day)
            )
            yield from _ordered(place, low, high)
        case MoneyQuestion(lowest=low, highest=high):
            yield from _ordered(place, low, high)
        case NumberQuestion(lowest=low, highest=high) | PercentQuestion(lowest=low, highest=high):
            yield from _plain(place, (low, high))
            yield from _ordered(place, low, high)
        case SeveralOfQuestion(least=least, most=most):
            yield from _fewest(place, least, most, len(question.options))
        case GroupQuestion(least=least, most=most):
            yield from _fewest(place, least, most, limits.ROWS)


def _plain(place: str, numbers: Iterable[str | None]) -> Iterator[Flaw]:
    for number in numbers:
        if number is not None and plain_number(number) != number:
            yield Flaw(place, f"'{number}' is written '{plain_number(number)}'.")


def _ordered(place: str, low: str | None, high: str | None) -> Iterator[Flaw]:
    if low is not None and high is not None and ordered(low) > ordered(high):
        yield Flaw(place, f"'{low}' is beyond '{high}': no answer lies between them.")


def _fewest(place: str, least: int, most: int | None, there: int) -> Iterator[Flaw]:
    if least > (there if most is None else min(most, there)):
        yield Flaw(place, f"At least {least:,} are wanted, and so many cannot be given.")
    elif most is not None and (most < 1 or most > there):
        yield Flaw(place, f"At most {most:,} makes no sense here: it must be 1 to {there:,}.")


def _everything(definition: Definition) -> list[Question]:
    """Every question, those of groups too."""
    found: list[Question] = []
    for question in in_order(definition):
        found.append(question)
        if isinstance(question, GroupQuestion):
            found += question.questions
    return found
