"""The questions of a form, each kind a struct that says what its answer must be.

Numbers, sums and dates are text, here and in the answers: so they are the same everywhere.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from contracts.forms.conditions import Condition, QuestionId
from contracts.values import END

Language = Annotated[str, Meta(pattern=rf"^[a-z]{{2,3}}(-[A-Z]{{2}})?{END}", examples=["es"])]
Words = dict[Language, str]  # a text in each language of the form
Value = Annotated[str, Meta(pattern=rf"^[a-z0-9][a-z0-9_-]{{0,59}}{END}", examples=["married"])]
NUMBER = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?"
Number = Annotated[str, Meta(pattern=rf"^{NUMBER}{END}", examples=["12.5"])]
SUM = r"(?:0|[1-9][0-9]{0,11})\.[0-9]{2}"
Sum = Annotated[str, Meta(pattern=rf"^{SUM}{END}", examples=["1200.00"])]
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
Day = Annotated[str, Meta(pattern=rf"^{DATE}{END}", examples=["2026-11-27"])]
Currency = Annotated[str, Meta(pattern=rf"^[A-Z]{{3}}{END}", examples=["USD"])]
Least = Annotated[int, Meta(ge=0, le=10_000)]


class Shape(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"
):
    """`asked_if`: without it, asked wherever its section is. `help`: said below the label."""

    id: QuestionId
    label: Words
    help: Words = {}
    asked_if: Condition | None = None


class Information(Shape, frozen=True, kw_only=True, tag="information"):
    """Something to read; nothing is asked."""

    text: Words


class Asked(Shape, frozen=True, kw_only=True):
    required: bool = True


class TextQuestion(Asked, frozen=True, kw_only=True, tag="text"):
    """One line."""

    longest: Annotated[int, Meta(ge=1, le=500)] = 200


class LongTextQuestion(Asked, frozen=True, kw_only=True, tag="long_text"):
    """Several lines."""

    longest: Annotated[int, Meta(ge=1, le=10_000)] = 5000


class EmailQuestion(Asked, frozen=True, kw_only=True, tag="email"):
    """An e-mail address."""


class PhoneQuestion(Asked, frozen=True, kw_only=True, tag="phone"):
    """A telephone number, as people write it."""


class DateQuestion(Asked, frozen=True, kw_only=True, tag="date"):
    earliest: Day | None = None
    latest: Day | None = None


class DateRangeQuestion(Asked, frozen=True, kw_only=True, tag="date_range"):
    """`open_end`: it may still go on."""

    earliest: Day | None = None
    latest: Day | None = None
    open_end: bool = False


class MoneyQuestion(Asked, frozen=True, kw_only=True, tag="money"):
    currency: Currency
    lowest: Sum | None = None
    highest: Sum | None = None


class PercentQuestion(Asked, frozen=True, kw_only=True, tag="percent"):
    decimals: Annotated[int, Meta(ge=0, le=6)] = 2
    lowest: Number | None = "0"
    highest: Number | None = "100"


class NumberQuestion(Asked, frozen=True, kw_only=True, tag="number"):
    decimals: Annotated[int, Meta(ge=0, le=6)] = 0
    lowest: Number | None = None
    highest: Number | None = None


class YesNoQuestion(Asked, frozen=True, kw_only=True, tag="yes_no"):
    """Answered true or false."""


class Option(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`offered_if`: without it, always."""

    value: Value
    label: Words
    offered_if: Condition | None = None


class OneOfQuestion(Asked, frozen=True, kw_only=True, tag="one_of"):
    options: list[Option]


class SeveralOfQuestion(Asked, frozen=True, kw_only=True, tag="several_of"):
    options: list[Option]
    least: Least = 0
    most: Least | None = None


class FilesQuestion(Asked, frozen=True, kw_only=True, tag="files"):
    """Documents that are uploaded as the answer; by their ids."""

    most: Annotated[int, Meta(ge=1, le=20)] = 10


class AddressQuestion(Asked, frozen=True, kw_only=True, tag="address"):
    """street, more, city, region, postal_code, country; street and city at least."""


class PersonQuestion(Asked, frozen=True, kw_only=True, tag="person"):
    """name, email, phone; the name at least."""


class SignatureQuestion(Asked, frozen=True, kw_only=True, tag="signature"):
    """A typed name under the statement, of which `version` stays on record."""

    statement: Words
    version: Annotated[str, Meta(min_length=1, max_length=60)] = "1"


RowQuestion = (
    Information
    | TextQuestion
    | LongTextQuestion
    | EmailQuestion
    | PhoneQuestion
    | DateQuestion
    | DateRangeQuestion
    | MoneyQuestion
    | PercentQuestion
    | NumberQuestion
    | YesNoQuestion
    | OneOfQuestion
    | SeveralOfQuestion
    | FilesQuestion
    | AddressQuestion
    | PersonQuestion
)


class GroupQuestion(Shape, frozen=True, kw_only=True, tag="group"):
    """The same questions for each of several, such as children. `row`: what one of them is."""

    row: Words
    questions: list[RowQuestion]
    least: Least = 0
    most: Least = 50


Question = RowQuestion | GroupQuestion | SignatureQuestion


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Questions that stand together on a page, under a title or none."""

    title: Words = {}
    help: Words = {}
    asked_if: Condition | None = None
    questions: list[Question]


class Page(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: QuestionId
    title: Words
    help: Words = {}
    asked_if: Condition | None = None
    sections: list[Section]


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form. `languages`: of all its words; the first is for people who read none of them."""

    languages: list[Language]
    title: Words
    about: Words = {}
    pages: list[Page]


def in_order(definition: Definition) -> list[Question]:
    """Its questions as they are asked; those of a group's rows are within the group."""
    return [
        question
        for page in definition.pages
        for section in page.sections
        for question in section.questions
    ]
