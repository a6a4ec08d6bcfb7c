"""One form in full as those see it who fill it in, and what they sent."""

from typing import Any

from sqlalchemy import Uuid, bindparam, select

from backbone.work import Work
from contracts import ids
from contracts.calls.forms import Form as FormShown
from contracts.calls.forms import FormSent, GetForm, GetSubmission
from contracts.calls.forms import Submission as SubmissionShown
from contracts.errors import NotFound
from roster.access import on_behalf_of
from roster.models import Matter, Person
from services.matters.forms import access, answering, definitions, documents, listing
from services.matters.models import Form, FormPerson, Submission


def get(work: Work, call: GetForm) -> FormShown:
    """One form with its answers. Raises NotFound."""
    summary = listing.one(work, call.caller, call.form_id)
    form, matter, person_id = _found(work, call)
    sent = work.session.execute(_SENT, {"form_id": form.id})
    return FormShown(
        **summary,
        definition=definitions.of(work, form.sha256),
        note=form.note,
        reason=form.reason,
        people=list(work.session.scalars(_PEOPLE, {"form_id": form.id})),
        conversation_id=ids.conversation_id(form.firm_id, matter.ref),
        change=form.change,
        answers=answering.shown(work, form.id, person_id),
        others=answering.others(work, form.id, person_id),
        files=documents.shown(work, documents.held(work, form.id)),
        sent=[FormSent(**row) for row in sent.mappings()],
        closed=matter.closed,
    )


def submission(work: Work, call: GetSubmission) -> SubmissionShown:
    """What was sent. Raises NotFound."""
    form, _, _ = _found(work, call)
    given = {"form_id": form.id, "number": call.number}
    row = work.session.execute(_SUBMISSION, given).one_or_none()
    if row is None:
        raise NotFound()
    sent, by = row
    definition = definitions.of(work, sent.definition_sha256)
    answered = [document for _, document in documents.in_answers(definition, sent.answers)]
    paper = ids.paper_id(form.id, sent.number)
    files = documents.shown(work, [*answered, paper])
    return SubmissionShown(
        form_id=form.id,
        number=sent.number,
        submitted_at=sent.submitted_at,
        by=by,
        definition=definition,
        definition_sha256=sent.definition_sha256,
        answers=sent.answers,
        sha256=sent.sha256,
        signatures=sent.signatures,
        files=files,
        language=sent.language,
        document_id=paper if any(each.document_id == paper for each in files) else None,
    )


def _found(work: Work, call: GetForm | GetSubmission) -> Any:
    given = on_behalf_of(call.caller, form_id=call.form_id, now=work.now)
    row = work.session.execute(_FORM, given).one_or_none()
    if row is None:
        raise NotFound()
    return row


_asked = access.asked()
_FORM_ID = bindparam("form_id", type_=Uuid)
_FORM = (
    select(Form, Matter, _asked.c.person_id)
    .join(_asked, _asked.c.id == Form.id)
    .join(Matter, Matter.id == Form.matter_id)
    .where(Form.id == _FORM_ID)
    .execution_options(populate_existing=True)
)
_PEOPLE = (
    select(Person.name)
    .join(FormPerson, FormPerson.person_id == Person.id)
    .where(FormPerson.form_id == _FORM_ID)
    .order_by(FormPerson.place)
)
_SENT = (
    select(Submission.number, Submission.submitted_at, Person.name.label("by"), Submission.sha256)
    .join(Person, Person.id == Submission.person_id)
    .where(Submission.form_id == _FORM_ID)
    .order_by(Submission.number)
)
_SUBMISSION = (
    select(Submission, Person.name)
    .join(Person, Person.id == Submission.person_id)
    .where(Submission.form_id == _FORM_ID, Submission.number == bindparam("number"))
)
