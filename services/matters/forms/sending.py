"""A form is sent: checked as the browser checks it, put down for good, and told to the firm."""

import uuid
from typing import Any

from sqlalchemy import select

from backbone.work import Work
from contracts import ids
from contracts.calls.forms import GetSubmission, SubmitForm
from contracts.calls.forms import Submission as SubmissionShown
from contracts.errors import FormIncomplete, FormMoved
from contracts.events.forms import FormSubmitted, SubmissionKept
from contracts.forms.questions import Definition
from contracts.forms.verdict import AnswerProblem, Verdict, digest, judge
from services.matters import people
from services.matters.forms import access, answering, definitions, documents, showing, telling
from services.matters.models import Answer, Form, OtherAnswer, Submission


def submit(work: Work, call: SubmitForm) -> SubmissionShown:
    """It is sent as the caller saw it. Raises NotFound, AccessEnded, FormMoved, FormIncomplete."""
    form, person_id = access.for_answering(work, call.caller, call.form_id)
    if form.change != call.change:
        raise FormMoved()
    definition = definitions.of(work, form.sha256)
    answers = answering.values(work, form.id)
    verdict = judge(definition, answers)
    files = list(documents.in_answers(definition, verdict.answers))
    problems = [
        *verdict.problems,
        *_unsettled(work, form, verdict),
        *documents.amiss(work, form, files),
        *_unsigned(work, form, definition, verdict, answers),
    ]
    if problems:
        raise FormIncomplete(problems=[_plain(each) for each in problems])
    language = call.language if call.language in definition.languages else definition.languages[0]
    sent = _put_down(work, form, person_id, definition, verdict.answers, language)
    _tell(work, form, sent, definition, list(dict.fromkeys(document for _, document in files)))
    asked = GetSubmission(caller=call.caller, form_id=form.id, number=sent.number)
    return showing.submission(work, asked)


def _plain(problem: AnswerProblem) -> dict[str, str]:
    return {name: value for name in problem.__struct_fields__ if (value := getattr(problem, name))}


def _unsettled(work: Work, form: Form, verdict: Verdict) -> list[AnswerProblem]:
    """Two answers to one question that is asked."""
    query = select(OtherAnswer.path).where(
        OtherAnswer.form_id == form.id, OtherAnswer.settled_at.is_(None)
    )
    asked = set(verdict.asked)
    paths = sorted(set(work.session.scalars(query)) & asked)
    return [AnswerProblem(path=path, code="unsettled") for path in paths]


def _unsigned(
    work: Work, form: Form, definition: Definition, verdict: Verdict, answers: dict[str, Any]
) -> list[AnswerProblem]:
    """Signatures under something else than what is to be sent."""
    own = answering.signatures(definition).keys() & verdict.answers.keys()
    query = select(Answer.path, Answer.signed).where(Answer.form_id == form.id)
    under = {row.path: row.signed for row in work.session.execute(query)}
    now = answering.signed(definition, answers) if own else ""
    return [
        AnswerProblem(path=path, code="unsigned") for path in sorted(own) if under.get(path) != now
    ]


def _put_down(
    work: Work,
    form: Form,
    person_id: uuid.UUID,
    definition: Definition,
    answers: dict[str, Any],
    language: str,
) -> Submission:
    form.submissions += 1
    form.state, form.ended_at = "sent", work.now
    sent = Submission(
        form_id=form.id,
        number=form.submissions,
        definition_sha256=form.sha256,
        answers=answers,
        sha256=digest(answers),
        signatures=_signatures(work, form, definition, answers),
        person_id=person_id,
        submitted_at=work.now,
        language=language,
    )
    work.session.add(sent)
    work.session.flush()
    return sent


def _signatures(
    work: Work, form: Form, definition: Definition, answers: dict[str, Any]
) -> dict[str, dict[str, str]]:
    """Who typed which name under which version of the statement, and when."""
    found = {}
    for name, question in answering.signatures(definition).items():
        if name in answers:
            row = work.session.get_one(Answer, (form.id, name))
            found[name] = {
                "name": answers[name]["name"],
                "version": question.version,
                "at": row.at.isoformat(),
                "by": people.one(work, row.person_id).name,
            }
    return found


def _tell(
    work: Work, form: Form, sent: Submission, definition: Definition, files: list[uuid.UUID]
) -> None:
    paper = ids.paper_id(form.id, sent.number)
    telling.tell(
        work,
        form,
        kind=FormSubmitted,
        closed=telling.who_fill_in(work, form.id),
        documents=files,
        number=sent.number,
        by=people.one(work, sent.person_id),
        submitted_at=sent.submitted_at,
        answers=sent.answers,
        sha256=sent.sha256,
        definition_sha256=sent.definition_sha256,
        signatures=sent.signatures,
        language=sent.language,
        document_id=paper,
    )
    work.publish(SubmissionKept(document_id=paper, definition=definition), form.firm_id)
