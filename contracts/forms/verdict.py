"""What of a form is asked, given the answers so far; what is wrong with them; and what they say.

Conditions look only at what is asked before them, so one walk in the order of asking settles all.
Said again in web/src/lib/forms/verdict.ts.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from contracts.forms import answers as one
from contracts.forms.conditions import Condition, holds
from contracts.forms.questions import (
    Definition,
    GroupQuestion,
    Information,
    Question,
    SeveralOfQuestion,
    in_order,
)

ROW = re.compile(r"[a-z0-9-]{1,36}")


class AnswerProblem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`path`: which answer. `limit`: the bound that it breaks. `part`: of an address and alike."""

    path: str
    code: one.Code
    limit: str = ""
    part: str = ""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """`asked`: the paths that are asked for, in order, and those of what is only read.

    `answers`: what is asked and answered well, in the form in which it is sent.
    """

    asked: list[str]
    problems: list[AnswerProblem]
    answers: dict[str, Any]


def judge(definition: Definition, answers: Mapping[str, Any]) -> Verdict:
    """`answers`: by path, as `full_name`; a group's rows as `children/<row>`, which is true where
    there is the row, and `children/<row>/name`. What is not asked is left out.
    """
    judging = _Judging(answers)
    for page in definition.pages:
        page_asked = judging.holds(page.asked_if)
        for section in page.sections:
            section_asked = page_asked and judging.holds(section.asked_if)
            for question in section.questions:
                if section_asked and judging.holds(question.asked_if):
                    judging.ask(question)
    judging.refuse_unknown(definition)
    return Verdict(asked=judging.asked, problems=judging.problems, answers=judging.given)


def digest(content: Any) -> str:
    """SHA-256 in hex of its JSON: members sorted by name, no spaces, UTF-8."""
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def is_path(definition: Definition, path: str) -> bool:
    """Whether there can be an answer at it."""
    return _places(definition).has(path)


class _Judging:
    """One walk over a form."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.problems: list[AnswerProblem] = []
        self.given: dict[str, Any] = {}

    def holds(self, condition: Condition | None) -> bool:
        return holds(condition, self.given)

    def ask(self, question: Question) -> None:
        self.asked.append(question.id)
        if isinstance(question, GroupQuestion):
            self.ask_rows(question)
        elif not isinstance(question, Information):
            self.take(question, question.id, self.given, self.given)

    def ask_rows(self, group: GroupQuestion) -> None:
        rows = [self.row(group, row) for row in self.rows(group)]
        if len(rows) < group.least:
            self.wrong(group.id, one.Wrong("too_few", str(group.least)))
        elif len(rows) > group.most:
            self.wrong(group.id, one.Wrong("too_many", str(group.most)))
        if rows:
            self.given[group.id] = rows

    def rows(self, group: GroupQuestion) -> list[str]:
        start = f"{group.id}/"
        there = (
            path[len(start) :]
            for path, value in self.answers.items()
            if value is True and path.startswith(start)
        )
        return sorted(row for row in there if ROW.fullmatch(row))

    def row(self, group: GroupQuestion, row: str) -> dict[str, Any]:
        own: dict[str, Any] = {}
        for question in group.questions:
            seen = self.given | own
            if holds(question.asked_if, seen):
                path = f"{group.id}/{row}/{question.id}"
                self.asked.append(path)
                if not isinstance(question, Information):
                    self.take(question, path, own, seen)
        return {"row": row, "answers": own}

    def take(self, question: Any, path: str, into: dict[str, Any], seen: dict[str, Any]) -> None:
        value = one.kept(question, self.answers.get(path))
        if value is None:
            if question.required or _least(question):
                self.wrong(path, one.Wrong("required"))
            return
        found = list(one.wrong(question, value, seen))
        for each in found:
            self.wrong(path, each)
        if not found:
            into[question.id] = value

    def wrong(self, path: str, found: one.Wrong) -> None:
        self.problems.append(
            AnswerProblem(path=path, code=found.code, limit=found.limit, part=found.part)
        )

    def refuse_unknown(self, definition: Definition) -> None:
        places = _places(definition)
        for path in sorted(path for path in self.answers if not places.has(path)):
            self.wrong(path, one.Wrong("unknown"))


def _least(question: Any) -> bool:
    return isinstance(question, SeveralOfQuestion) and question.least > 0


class _Places(msgspec.Struct):
    """Where answers may stand: alone, and by group."""

    alone: set[str]
    in_rows: dict[str, set[str]]

    def has(self, path: str) -> bool:
        group, *rest = path.split("/")
        if not rest:
            return path in self.alone
        if group not in self.in_rows or not ROW.fullmatch(rest[0]) or len(rest) > 2:
            return False
        return len(rest) == 1 or rest[1] in self.in_rows[group]


def _places(definition: Definition) -> _Places:
    places = _Places(set(), {})
    for question in in_order(definition):
        if isinstance(question, GroupQuestion):
            answered = (q.id for q in question.questions if not isinstance(q, Information))
            places.in_rows[question.id] = set(answered)
        elif not isinstance(question, Information):
            places.alone.add(question.id)
    return places
