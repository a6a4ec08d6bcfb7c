"""Calls to the matters service about forms."""

import datetime
import uuid
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from contracts.calls.caller import Caller
from contracts.calls.matters import MattersCall
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.forms.questions import Definition, Words
from contracts.values import AttachmentState, FormState, Moment

FormTab = Literal["open", "sent"]
AnswerPath = Annotated[str, Meta(min_length=1, max_length=160)]
AnswerValue = bool | str | list[str] | dict[str, str | bool] | None
MOST_PATCHED = 50


class FormSummary(msgspec.Struct, frozen=True, kw_only=True):
    """`title`: by language. `asked`, `answered`: how many questions, and how many of them have an
    answer. `submissions`: how many times it was sent. `ended_at`: since when it is sent or
    withdrawn.
    """

    id: uuid.UUID
    matter_id: uuid.UUID
    matter_title: str
    firm_id: str
    firm_name: str
    title: Words
    author_name: str
    due: datetime.date | None
    state: FormState
    joint: bool
    asked: int
    answered: int
    submissions: int
    requested_at: Moment
    ended_at: Moment | None


class FormPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[FormSummary]
    next: str | None


class ListForms(MattersCall[FormPage], frozen=True, kw_only=True):
    """The caller's forms: the first due first, those without a day last; ended ones newest first.

    Raises InvalidInput for a bad cursor.
    """

    caller: Caller
    tab: FormTab = "open"
    matter_id: uuid.UUID | None = None
    firm_id: FirmChosen = ""
    cursor: Cursor = ""
    limit: Limit = 50


class FormAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`path`: as `full_name`, `children/r1` (true while there is that row), `children/r1/name`.

    `version`: rises with each change of this answer. `mine`: the caller gave it.
    """

    path: str
    value: AnswerValue
    version: int
    author_name: str
    mine: bool
    at: Moment


class OtherAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that came while another one was given to the same question: both are kept.

    `number`: by which it is settled.
    """

    path: str
    number: int
    value: AnswerValue
    author_name: str
    mine: bool
    at: Moment


class FormFile(msgspec.Struct, frozen=True, kw_only=True):
    """A document among the answers."""

    document_id: uuid.UUID
    name: str
    size: int
    media_type: str
    state: AttachmentState


class FormSent(msgspec.Struct, frozen=True, kw_only=True):
    """That it was sent: `number` from 1, `sha256` of the answers."""

    number: int
    submitted_at: Moment
    by: str
    sha256: str


class Form(FormSummary, frozen=True, kw_only=True):
    """A form with its answers so far. `change` rises with each change of them.

    `people`: the names of all who fill it in. `conversation_id`: for which files are uploaded.
    `files`: of the documents among the answers those that are known already. `closed`: the matter
    is, and nothing can be changed.
    """

    definition: Definition
    note: str
    reason: str
    people: list[str]
    conversation_id: uuid.UUID
    change: int
    answers: list[FormAnswer]
    others: list[OtherAnswer]
    files: list[FormFile]
    sent: list[FormSent]
    closed: bool


class GetForm(MattersCall[Form], frozen=True, kw_only=True):
    """Raises NotFound for what is not there or not asked of the caller."""

    caller: Caller
    form_id: uuid.UUID


class AnswerPatch(msgspec.Struct, frozen=True, kw_only=True):
    """`base_version`: of the answer that was there when this one was given; 0 for none.

    `settles`: the numbers of other answers to it that were looked at, and are not wanted.
    """

    path: AnswerPath
    value: AnswerValue
    base_version: Annotated[int, Meta(ge=0)]
    settles: Annotated[list[int], Meta(max_length=50)] = []


class PatchedAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """How these answers stand now, with others to them that wait to be settled."""

    change: int
    asked: int
    answered: int
    answers: list[FormAnswer]
    others: list[OtherAnswer]


class PatchAnswers(MattersCall[PatchedAnswers], frozen=True, kw_only=True):
    """Keep answers, finished or not. Where one was changed since its base both are kept.

    Raises NotFound, AccessEnded (closed matter, sent or withdrawn), InvalidInput (there is no such
    question, or too much text).
    """

    caller: Caller
    form_id: uuid.UUID
    answers: Annotated[list[AnswerPatch], Meta(min_length=1, max_length=MOST_PATCHED)]


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent, with the form as it was. `answers`: by question, as the firm got them.

    `signatures`: by question: name, version of the statement, at, and by whom. `language`: in which
    it was read. `document_id`: of the PDF of it, once that is among the matter's documents; how it
    stands says `files`, as of the documents among the answers.
    """

    form_id: uuid.UUID
    number: int
    submitted_at: Moment
    by: str
    definition: Definition
    definition_sha256: str
    answers: dict[str, Any]
    sha256: str
    signatures: dict[str, dict[str, str]]
    files: list[FormFile]
    language: str = ""
    document_id: uuid.UUID | None = None


class SubmitForm(MattersCall[Submission], frozen=True, kw_only=True):
    """Send it, as it was when the caller saw the change `change`. It stays so for good.

    `language`: of the form's languages the one in which the caller read it; else its first.

    Raises NotFound, AccessEnded (closed matter, sent or withdrawn), FormMoved (an answer was
    changed meanwhile), FormIncomplete (what is wrong stands in `problems`).
    """

    caller: Caller
    form_id: uuid.UUID
    change: Annotated[int, Meta(ge=0)]
    language: Annotated[str, Meta(max_length=10)] = ""


class GetSubmission(MattersCall[Submission], frozen=True, kw_only=True):
    """Raises NotFound for what is not there or not asked of the caller."""

    caller: Caller
    form_id: uuid.UUID
    number: Annotated[int, Meta(ge=1, le=10_000)]
