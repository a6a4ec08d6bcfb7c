"""A form as it is written in a file, and where it is not as promised."""

from collections.abc import Iterator
from typing import Any

import msgspec

from contracts.events.envelope import UNREADABLE
from contracts.forms import checking
from contracts.forms.checking import Flaw
from contracts.forms.questions import Definition, Page, Question, Section
from contracts.wording import flaw


def read(written: bytes) -> tuple[Definition | None, list[Flaw]]:
    """The form, and all that is wrong with it; None where it cannot be read at all."""
    try:
        plain = msgspec.json.decode(written)
    except UNREADABLE as error:
        return None, [Flaw("$", flaw(error).sentence)]
    try:
        definition = msgspec.convert(plain, Definition)
    except UNREADABLE as error:
        return None, list(_inside(plain)) or [Flaw("$", flaw(error, Definition).sentence)]
    return definition, checking.check(definition)


def _inside(plain: Any) -> Iterator[Flaw]:
    """The smallest parts that are not as promised, each in its place."""
    for at, page in enumerate(_list(plain, "pages")):
        inner = list(_sections(f"$.pages[{at}]", page))
        yield from inner or _amiss(f"$.pages[{at}]", page, Page)


def _sections(place: str, page: Any) -> Iterator[Flaw]:
    for at, section in enumerate(_list(page, "sections")):
        here = f"{place}.sections[{at}]"
        inner = list(_questions(here, section))
        yield from inner or _amiss(here, section, Section)


def _questions(place: str, holder: Any) -> Iterator[Flaw]:
    for at, question in enumerate(_list(holder, "questions")):
        here = f"{place}.questions[{at}]"
        inner = list(_questions(here, question))
        yield from inner or _amiss(here, question, Question)


def _amiss(place: str, part: Any, kind: Any) -> Iterator[Flaw]:
    try:
        msgspec.convert(part, kind)
    except UNREADABLE as error:
        yield Flaw(place, flaw(error, kind).sentence)


def _list(holder: Any, name: str) -> list[Any]:
    found = holder.get(name) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else []
