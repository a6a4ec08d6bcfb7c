"""How an answer is written on a paper, by its kind; see web/src/lib/forms/Answer.svelte."""

import dataclasses
import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from contracts.forms.answers import ADDRESS, PERSON
from contracts.forms.questions import (
    AddressQuestion,
    DateQuestion,
    DateRangeQuestion,
    FilesQuestion,
    MoneyQuestion,
    OneOfQuestion,
    PercentQuestion,
    PersonQuestion,
    Question,
    SeveralOfQuestion,
    SignatureQuestion,
    Words,
    YesNoQuestion,
)
from papers import wording
from papers.form_words import FormWords, spoken


@dataclasses.dataclass(frozen=True)
class Writing:
    """In which language, or else in the form's `first`; with the names of files and who signed."""

    language: str
    first: str
    files: Mapping[uuid.UUID, str]
    signatures: Mapping[str, Mapping[str, str]]

    @property
    def words(self) -> FormWords:
        return spoken(self.language)

    def say(self, words: Words) -> str:
        return words.get(self.language) or words.get(self.first, "")

    def answer(self, question: Question, value: Any) -> tuple[str, list[str]]:
        """Its shape (`none`, `lines`, `points`, `signature`), and its parts."""
        match question:
            case _ if value is None:
                return "none", [self.words.not_answered]
            case SeveralOfQuestion():
                return "points", [self._option(question, each) for each in value]
            case FilesQuestion():
                return "points", [self.files.get(uuid.UUID(each), each) for each in value]
            case SignatureQuestion():
                by = self._signed(question)
                return "signature", [self.say(question.statement), value["name"], *by]
            case PersonQuestion():
                return "lines", [value[part] for part in PERSON if part in value]
            case AddressQuestion():
                return "lines", _address(value)
            case _:
                return "lines", self._line(question, value).split("\n")

    def _line(self, question: Question, value: Any) -> str:
        match question:
            case YesNoQuestion():
                return self.words.yes if value else self.words.no
            case DateQuestion():
                return self._day(value)
            case DateRangeQuestion():
                return self.words.range(self._day(value["from"]), self._day(value.get("to")))
            case MoneyQuestion(currency=currency):
                return f"{wording.grouped(value)} {currency}"
            case PercentQuestion():
                return f"{value}%"
            case OneOfQuestion():
                return self._option(question, value)
            case _:
                return str(value)

    def _day(self, value: str | None) -> str:
        return wording.day(datetime.date.fromisoformat(value), self.language) if value else ""

    def _option(self, question: OneOfQuestion | SeveralOfQuestion, value: str) -> str:
        labels = (option.label for option in question.options if option.value == value)
        return next((self.say(label) for label in labels), value)

    def _signed(self, question: SignatureQuestion) -> list[str]:
        """Who signed when, under which version of the statement."""
        signature = self.signatures.get(question.id)
        if signature is None:
            return []
        at = wording.moment(datetime.datetime.fromisoformat(signature["at"]), self.language)
        return [self.words.signed(signature["by"], at, signature["version"])]


def _address(value: Mapping[str, str]) -> list[str]:
    """In its lines: the town with its region and postal code in one."""
    place = " ".join(value[part] for part in _BESIDE_TOWN if part in value)
    town = ", ".join(filter(None, (value.get("city"), place)))
    parts = {**value, "city": town}
    return [parts[part] for part in ADDRESS if parts.get(part) and part not in _BESIDE_TOWN]


_BESIDE_TOWN = ("region", "postal_code")
