"""Answers as people give them: kept as they come, finished or not, each with its version.

Where two people, or one in two windows, change the same answer, both are kept until one is chosen.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, func, select

from backbone.work import Work
from contracts.calls.forms import AnswerPatch, FormAnswer, PatchAnswers, PatchedAnswers
from contracts.calls.forms import OtherAnswer as OtherShown
from contracts.errors import InvalidInput
from contracts.forms import limits
from contracts.forms.questions import Definition, SignatureQuestion, in_order
from contracts.forms.verdict import digest, is_path, judge
from roster.models import Person
from services.matters.forms import access, definitions, telling
from services.matters.models import Answer, Form, OtherAnswer

MOST_OTHERS = 20  # that wait to be settled, at one path


def patch(work: Work, call: PatchAnswers) -> PatchedAnswers:
    """Keep what was answered. Raises NotFound, AccessEnded, InvalidInput."""
    form, person_id = access.for_answering(work, call.caller, call.form_id)
    definition = definitions.of(work, form.sha256)
    for each in call.answers:
        if not is_path(definition, each.path):
            raise InvalidInput(f"This form does not ask for '{each.path}'.", field="path")
    changed = [_put(work, form, person_id, each) for each in call.answers]
    if any(changed):
        answers = values(work, form.id)
        _check_size(answers)
        _sign(work, form, definition, answers, [each.path for each in call.answers])
        form.change += 1
        form.asked, form.answered = count(definition, answers)
        telling.tell(work, form)
    paths = [each.path for each in call.answers]
    return PatchedAnswers(
        change=form.change,
        asked=form.asked,
        answered=form.answered,
        answers=shown(work, form.id, person_id, Answer.path.in_(paths)),
        others=others(work, form.id, person_id, OtherAnswer.path.in_(paths)),
    )


def values(work: Work, form_id: uuid.UUID) -> dict[str, Any]:
    """All answers that there are, by path."""
    query = select(Answer.path, Answer.value).where(Answer.form_id == form_id)
    return {path: value for path, value in work.session.execute(query) if value is not None}


def count(definition: Definition, answers: dict[str, Any]) -> tuple[int, int]:
    """How many questions are asked, and how many of them have an answer."""
    asked = [path for path in judge(definition, answers).asked if is_path(definition, path)]
    return len(asked), sum(answers.get(path) not in (None, "", [], {}) for path in asked)


def signatures(definition: Definition) -> dict[str, SignatureQuestion]:
    """The questions that are signed, by id."""
    return {each.id: each for each in in_order(definition) if isinstance(each, SignatureQuestion)}


def signed(definition: Definition, answers: dict[str, Any]) -> str:
    """The digest of what a signature stands under: all good answers but the signatures."""
    good, own = judge(definition, answers).answers, signatures(definition)
    return digest({name: value for name, value in good.items() if name not in own})


def unsign(work: Work, form: Form) -> None:
    """What was signed before is not what will be sent."""
    own = list(signatures(definitions.of(work, form.sha256)))
    query = select(Answer).where(Answer.form_id == form.id, Answer.path.in_(own))
    for row in work.session.scalars(query):
        row.value, row.signed, row.version = None, "", row.version + 1
    form.change += 1
    work.session.flush()
    form.answered = count(definitions.of(work, form.sha256), values(work, form.id))[1]


def shown(
    work: Work, form_id: uuid.UUID, person_id: uuid.UUID, *narrowed: ColumnElement[bool]
) -> list[FormAnswer]:
    """As the person sees them; also those that were taken away, for their versions."""
    rows = work.session.execute(_authored(Answer).where(Answer.form_id == form_id, *narrowed))
    return [
        FormAnswer(
            path=row.path,
            value=row.value,
            version=row.version,
            author_name=name,
            mine=row.person_id == person_id,
            at=row.at,
        )
        for row, name in rows
    ]


def others(
    work: Work, form_id: uuid.UUID, person_id: uuid.UUID, *narrowed: ColumnElement[bool]
) -> list[OtherShown]:
    """What stands beside an answer and waits to be settled."""
    query = _authored(OtherAnswer).where(
        OtherAnswer.form_id == form_id, OtherAnswer.settled_at.is_(None), *narrowed
    )
    return [
        OtherShown(
            path=row.path,
            number=row.number,
            value=row.value,
            author_name=name,
            mine=row.person_id == person_id,
            at=row.at,
        )
        for row, name in work.session.execute(query)
    ]


def _authored(kind: Any) -> Select[*tuple[Any, ...]]:
    query = select(kind, Person.name).join(Person, Person.id == kind.person_id)
    return query.order_by(kind.path).execution_options(populate_existing=True)


def _put(work: Work, form: Form, person_id: uuid.UUID, given: AnswerPatch) -> bool:
    """Whether anything is other than before."""
    settled = _settle(work, form, given)
    row = work.session.get(Answer, (form.id, given.path), populate_existing=True)
    if row is None:
        row = Answer(form_id=form.id, path=given.path, value=None, version=0, signed="")
        if given.value is None:
            return settled
        work.session.add(row)
    elif row.value == given.value:
        return settled
    elif row.version > given.base_version:
        return _keep_beside(work, form, person_id, given) or settled
    row.value, row.version = given.value, row.version + 1
    row.person_id, row.at, row.signed = person_id, work.now, ""
    work.session.flush()
    return True


def _settle(work: Work, form: Form, given: AnswerPatch) -> bool:
    found = _beside(work, form, given.path) if given.settles else []
    gone = [each for each in found if each.number in given.settles]
    for each in gone:
        each.settled_at = work.now
    return bool(gone)


def _keep_beside(work: Work, form: Form, person_id: uuid.UUID, given: AnswerPatch) -> bool:
    waiting = _beside(work, form, given.path)
    if any(each.value == given.value for each in waiting):
        return False
    if len(waiting) >= MOST_OTHERS:
        raise InvalidInput("Choose among the answers that are there before you add another.")
    last = select(func.max(OtherAnswer.number)).where(
        OtherAnswer.form_id == form.id, OtherAnswer.path == given.path
    )
    work.session.add(
        OtherAnswer(
            form_id=form.id,
            path=given.path,
            number=(work.session.scalar(last) or 0) + 1,
            value=given.value,
            person_id=person_id,
            at=work.now,
        )
    )
    work.session.flush()
    return True


def _beside(work: Work, form: Form, path: str) -> Sequence[OtherAnswer]:
    query = select(OtherAnswer).where(
        OtherAnswer.form_id == form.id,
        OtherAnswer.path == path,
        OtherAnswer.settled_at.is_(None),
    )
    return work.session.scalars(query).all()


def _check_size(answers: dict[str, Any]) -> None:
    sizes = {path: len(path) + len(msgspec.json.encode(answers[path])) for path in answers}
    if max(sizes.values(), default=0) > limits.ANSWER_BYTES_EACH:
        raise InvalidInput("This answer is too long.", field="value")
    if sum(sizes.values()) > limits.ANSWER_BYTES:
        raise InvalidInput("The answers to this form are too long together.", field="value")


def _sign(
    work: Work, form: Form, definition: Definition, answers: dict[str, Any], paths: Iterable[str]
) -> None:
    """A signature stands under what is answered at that moment, and under nothing else."""
    for path in set(paths) & signatures(definition).keys():
        if path in answers:
            row = work.session.get_one(Answer, (form.id, path))
            row.signed = signed(definition, answers)
