"""The paper of what was sent of a form: every answer that was asked for, with its question.

Read as web/src/lib/forms/reading.ts reads it on the screen.
"""

import dataclasses
import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contracts import texts
from contracts.events.forms import FormSubmitted
from contracts.forms.conditions import holds
from contracts.forms.questions import (
    Definition,
    GroupQuestion,
    Information,
    Page,
    Question,
    Section,
)
from papers import wording
from papers.answered import Writing

Json = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Sent:
    """What was sent, and what else is to stand on it. `files`: the names of the documents."""

    told: FormSubmitted
    firm: str
    matter: str
    files: Mapping[uuid.UUID, str]


def of(definition: Definition, sent: Sent) -> Json:
    """What the template `form` needs, in the language in which the form was read."""
    told, first = sent.told, definition.languages[0]
    language = told.language if told.language in definition.languages else first
    writing = Writing(language, first, sent.files, told.signatures)
    words = writing.words
    return {
        "title": writing.say(definition.title),
        "date": told.submitted_at.astimezone(datetime.UTC).date(),
        "firm": sent.firm,
        "lang": wording.primary(language),
        "facts": [
            [words.matter, sent.matter],
            [words.sent_by, told.by.name],
            [words.sent_at, wording.moment(told.submitted_at, language)],
        ],
        "pages": list(_Reading(writing, told.answers).pages(definition)),
        "proof": {
            "text": words.proof,
            "values": [
                [f"{words.answers}, SHA-256", told.sha256],
                [f"{words.form}, SHA-256", told.definition_sha256],
            ],
        },
    }


@dataclasses.dataclass(frozen=True)
class _Reading:
    """One walk over a form. `given`: the answers by question, as they were sent."""

    writing: Writing
    given: Json

    def pages(self, definition: Definition) -> Iterator[Json]:
        """Those on which something is asked."""
        for page in definition.pages:
            if sections := list(self.sections(page)):
                yield {"title": self.writing.say(page.title), "sections": sections}

    def sections(self, page: Page) -> Iterator[Json]:
        for section in page.sections if holds(page.asked_if, self.given) else ():
            if holds(section.asked_if, self.given) and (parts := self.parts(section)):
                yield {"title": self.writing.say(section.title), "parts": parts}

    def parts(self, section: Section) -> list[Json]:
        """Questions that follow each other as one list of lines, each group by itself."""
        parts: list[Json] = []
        for question in _asked(section.questions, self.given):
            if isinstance(question, GroupQuestion) and self.given.get(question.id):
                parts.append(self.group(question))
            elif parts and "lines" in parts[-1]:
                parts[-1]["lines"].append(self.line(question, self.given))
            else:
                parts.append({"lines": [self.line(question, self.given)]})
        return parts

    def group(self, group: GroupQuestion) -> Json:
        rows = []
        for number, row in enumerate(self.given[group.id], 1):
            own = row["answers"]
            questions = _asked(group.questions, self.given | own)
            lines = [self.line(question, own) for question in questions]
            rows.append({"name": f"{self.writing.say(group.row)} {number}", "lines": lines})
        return {"label": self.writing.say(group.label), "rows": rows}

    def line(self, question: Question, answers: Json) -> Json:
        shape, parts = self.writing.answer(question, answers.get(question.id))
        shown = [texts.line(part) for part in parts]
        return {"label": self.writing.say(question.label), "shape": shape, "parts": shown}


def _asked(questions: Iterable[Question], given: Json) -> Iterator[Question]:
    for question in questions:
        if not isinstance(question, Information) and holds(question.asked_if, given):
            yield question
