"""One answer: the form in which it is kept, and what is wrong with it.

`kept` and `wrong` are said again in web/src/lib/forms/answers.ts.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from contracts.forms import limits
from contracts.forms.conditions import holds, ordered
from contracts.forms.questions import (
    DATE,
    NUMBER,
    SUM,
    AddressQuestion,
    DateQuestion,
    DateRangeQuestion,
    EmailQuestion,
    FilesQuestion,
    LongTextQuestion,
    MoneyQuestion,
    NumberQuestion,
    OneOfQuestion,
    PercentQuestion,
    PersonQuestion,
    PhoneQuestion,
    Question,
    SeveralOfQuestion,
    SignatureQuestion,
    TextQuestion,
    YesNoQuestion,
)

Code = Literal[
    "required",
    "form",
    "characters",
    "too_long",
    "too_low",
    "too_high",
    "decimals",
    "order",
    "option",
    "too_few",
    "too_many",
    "unknown",
    "file",  # it has not arrived, is not checked yet, or cannot be opened
    "unsettled",  # two answers stand beside each other
    "unsigned",  # what was signed is not what is there now
]


class Wrong(NamedTuple):
    """`limit`: the bound that is broken. `part`: of an address, a person, a range, a signature."""

    code: Code
    limit: str = ""
    part: str = ""


_BLANK = " \t\r\n\u00a0"
_LINE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LOCAL, _LABEL = r"[^\x00-\x20\x7f@,;<>()]{1,64}", r"[^\x00-\x20\x7f@,;<>().]{1,63}"
EMAIL = rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL}){{1,8}}"
PHONE = r"\+?(?:[ ()./-]{0,3}[0-9]){5,20}[ )]{0,2}(?:(?:x|ext\.?|#) ?[0-9]{1,6})?"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_NUMBER, _SUM, _DATE = (re.compile(each) for each in (NUMBER, SUM, DATE))
_EMAIL, _PHONE, _UUID = (re.compile(each) for each in (EMAIL, PHONE, UUID))

ADDRESS = ("street", "more", "city", "region", "postal_code", "country")
PERSON = ("name", "email", "phone")
RANGE = ("from", "to")
SIGNATURE = ("name", "agreed")


def kept(question: Question, value: Any) -> Any:
    """The answer in its one form; None for what is no answer: blank, empty, null."""
    if isinstance(value, str):
        return _text(question, value) or None
    if isinstance(value, list):
        return _in_order(question, value) or None
    if isinstance(value, dict):
        parts = {
            name: _text(question, part) if isinstance(part, str) else part
            for name, part in value.items()
        }
        return {name: part for name, part in parts.items() if not _is_nothing(part)} or None
    return value


def _is_nothing(part: Any) -> bool:
    return part is None or part is False or part == ""


def _text(question: Question, value: str) -> str:
    text = value.replace("\r\n", "\n").strip(_BLANK)
    if isinstance(question, NumberQuestion | PercentQuestion) and _NUMBER.fullmatch(text):
        return plain_number(text)
    return text


def plain_number(text: str) -> str:
    """Without the zeros at its end that change nothing."""
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short


def _in_order(question: Question, value: list[Any]) -> list[Any]:
    """Options that were chosen, in the order in which they are offered."""
    if not isinstance(question, SeveralOfQuestion):
        return value
    place = {option.value: at for at, option in enumerate(question.options)}
    if not all(isinstance(each, str) and each in place for each in value):
        return value
    return sorted(value, key=lambda each: place[each])


def wrong(question: Question, value: Any, given: dict[str, Any]) -> Iterator[Wrong]:
    """What is wrong with an answer in its one form. `given`: what conditions of options look at."""
    return _JUDGES[type(question)](question, value, given)


def _line(value: Any, longest: int, forbidden: re.Pattern[str] = _LINE) -> Iterator[Wrong]:
    if not isinstance(value, str):
        yield Wrong("form")
    elif forbidden.search(value):
        yield Wrong("characters")
    elif len(value) > longest:
        yield Wrong("too_long", str(longest))


def _written(value: Any, form: re.Pattern[str], longest: int) -> Iterator[Wrong]:
    found = list(_line(value, longest))
    if not found and not form.fullmatch(value):
        found = [Wrong("form")]
    yield from found


def is_date(value: Any) -> bool:
    """Whether it is a day of the years 1800 to 2199, such as `2026-11-27`."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    try:
        return 1800 <= datetime.date.fromisoformat(value).year <= 2199
    except ValueError:
        return False


def _date(question: DateQuestion | DateRangeQuestion, value: Any) -> Iterator[Wrong]:
    if not is_date(value):
        yield Wrong("form")
    else:
        yield from _between(value, question.earliest, question.latest)


def _between(value: str, lowest: str | None, highest: str | None) -> Iterator[Wrong]:
    if lowest is not None and ordered(value) < ordered(lowest):
        yield Wrong("too_low", lowest)
    elif highest is not None and ordered(value) > ordered(highest):
        yield Wrong("too_high", highest)


def _range(question: DateRangeQuestion, value: Any) -> Iterator[Wrong]:
    found = list(_parts(value, RANGE, ("from",) if question.open_end else RANGE))
    if isinstance(value, dict) and not any(one.code in ("form", "characters") for one in found):
        for part in RANGE:
            found += _of_part(part, value, lambda day: _date(question, day))
    if not found and value.get("to", "9999-12-31") < value["from"]:
        found = [Wrong("order", part="to")]
    yield from found


def _yes_no(value: Any) -> Iterator[Wrong]:
    if not isinstance(value, bool):
        yield Wrong("form")


def _one_of(question: OneOfQuestion, value: Any, given: dict[str, Any]) -> Iterator[Wrong]:
    if not isinstance(value, str):
        yield Wrong("form")
    elif value not in _offered(question, given):
        yield Wrong("option")


def _offered(question: OneOfQuestion | SeveralOfQuestion, given: dict[str, Any]) -> set[str]:
    return {each.value for each in question.options if holds(each.offered_if, given)}


def _number(
    question: MoneyQuestion | PercentQuestion | NumberQuestion, value: Any, form: re.Pattern[str]
) -> Iterator[Wrong]:
    if not isinstance(value, str) or not form.fullmatch(value):
        yield Wrong("form")
        return
    decimals = 2 if isinstance(question, MoneyQuestion) else question.decimals
    if len(value.partition(".")[2]) > decimals:
        yield Wrong("decimals", str(decimals))
    else:
        yield from _between(value, question.lowest, question.highest)


def _several(question: SeveralOfQuestion, value: Any, given: dict[str, Any]) -> Iterator[Wrong]:
    if not _distinct(value):
        yield Wrong("form")
    elif not _offered(question, given).issuperset(value):
        yield Wrong("option")
    elif len(value) < question.least:
        yield Wrong("too_few", str(question.least))
    elif question.most is not None and len(value) > question.most:
        yield Wrong("too_many", str(question.most))


def _distinct(value: Any) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(each, str) for each in value)
        and len(set(value)) == len(value)
    )


def _files(value: Any, most: int) -> Iterator[Wrong]:
    if not _distinct(value) or not all(_UUID.fullmatch(each) for each in value):
        yield Wrong("form")
    elif len(value) > most:
        yield Wrong("too_many", str(most))


def _parts(value: Any, known: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[Wrong]:
    if not isinstance(value, dict) or not set(value) <= set(known):
        yield Wrong("form")
        return
    for part in known:
        if part in value:
            yield from _of_part(part, value, lambda text: _line(text, limits.LONGEST_PART))
        elif part in needed:
            yield Wrong("required", part=part)


def _person(value: Any) -> Iterator[Wrong]:
    yield from _parts(value, PERSON, ("name",))
    if isinstance(value, dict):
        yield from _of_part("email", value, lambda part: _written(part, _EMAIL, 320))
        yield from _of_part("phone", value, lambda part: _written(part, _PHONE, 80))


def _of_part(
    part: str, value: dict[str, Any], judge: Callable[[Any], Iterator[Wrong]]
) -> Iterator[Wrong]:
    if part in value:
        yield from (found._replace(part=part) for found in judge(value[part]))


def _signature(value: Any) -> Iterator[Wrong]:
    if not isinstance(value, dict) or not set(value) <= set(SIGNATURE):
        yield Wrong("form")
        return
    if "name" not in value:
        yield Wrong("required", part="name")
    yield from _of_part("name", value, lambda name: _line(name, limits.LONGEST_PART))
    if value.get("agreed") is not True:
        yield Wrong("required", part="agreed")


_JUDGES: dict[type, Callable[[Any, Any, dict[str, Any]], Iterator[Wrong]]] = {
    TextQuestion: lambda question, value, _: _line(value, question.longest),
    LongTextQuestion: lambda question, value, _: _line(value, question.longest, _LINES),
    EmailQuestion: lambda _q, value, _: _written(value, _EMAIL, 320),
    PhoneQuestion: lambda _q, value, _: _written(value, _PHONE, 80),
    DateQuestion: lambda question, value, _: _date(question, value),
    DateRangeQuestion: lambda question, value, _: _range(question, value),
    MoneyQuestion: lambda question, value, _: _number(question, value, _SUM),
    PercentQuestion: lambda question, value, _: _number(question, value, _NUMBER),
    NumberQuestion: lambda question, value, _: _number(question, value, _NUMBER),
    YesNoQuestion: lambda _q, value, _: _yes_no(value),
    OneOfQuestion: _one_of,
    SeveralOfQuestion: _several,
    FilesQuestion: lambda question, value, _: _files(value, question.most),
    AddressQuestion: lambda _q, value, _: _parts(value, ADDRESS, ("street", "city")),
    PersonQuestion: lambda _q, value, _: _person(value),
    SignatureQuestion: lambda _q, value, _: _signature(value),
}


def is_document_id(value: Any) -> bool:
    """Whether it is one, in the form in which all are written here."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None
