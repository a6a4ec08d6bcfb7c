"""What firms say of forms that they ask for: requested, withdrawn, reopened.

Events may come late and out of order: of two that say alike the newer one counts.
"""

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts import ids
from contracts.errors import EventRefused, NotYet
from contracts.events.forms import FormReopened, FormRequested, FormRequestEvent, FormWithdrawn
from contracts.values import EARLIEST
from roster import matters
from services.matters import people
from services.matters.forms import answering, definitions, telling
from services.matters.models import Form, FormPerson


def request(work: Work, event: FormRequested) -> None:
    """These people are asked; in a closed matter too, as that is the firm's.

    Raises NotYet before matter, author, assignees and form are there, EventRefused.
    """
    matter_id = matters.must_exist(work, event.matter_id)
    author_id = people.author(work, event.matter_id, event.author_id)
    named = people.named(work, event.matter_id, event.assignees)
    told = {"author_id": author_id, "due": event.due, "note": event.note}
    sha256 = definitions.requested(work, event)
    persons = [each.person_id for each in named]
    if event.joint:
        form_id = ids.form_request_id(work.firm_id, event.request_id)
        _put(work, event, form_id, matter_id, sha256, told, persons)
    else:
        for ref, person in zip(dict.fromkeys(event.assignees), persons, strict=True):
            form_id = ids.form_request_id(work.firm_id, event.request_id, ref)
            _put(work, event, form_id, matter_id, sha256, told, [person])


def withdraw(work: Work, event: FormWithdrawn) -> None:
    """It waits for nobody any more; what was sent stays. Raises NotYet before it was asked for."""
    for form in _locked(work, event):
        if form.ruled_at <= work.at:
            form.ruled_at = work.at
            if form.state == "open":
                form.state, form.ended_at, form.reason = "withdrawn", work.at, event.reason
                telling.tell(work, form, closed=telling.who_fill_in(work, form.id))


def reopen(work: Work, event: FormReopened) -> None:
    """It waits again, with the answers that were there. Raises NotYet before it was asked for."""
    only = event.contact_id and ids.form_request_id(
        work.firm_id, event.request_id, event.contact_id
    )
    for form in _locked(work, event):
        sent_later = form.state == "sent" and form.ended_at is not None and form.ended_at > work.at
        if form.ruled_at <= work.at and not sent_later and (not only or form.id == only):
            _open_again(work, form, event)


def _open_again(work: Work, form: Form, event: FormReopened) -> None:
    form.ruled_at = work.at
    form.note, form.due = event.note or form.note, event.due or form.due
    if form.state != "open":
        form.state, form.ended_at, form.reason = "open", None, ""
        answering.unsign(work, form)
        telling.tell(work, form, opened=telling.who_fill_in(work, form.id))


def _put(
    work: Work,
    event: FormRequested,
    form_id: uuid.UUID,
    matter_id: uuid.UUID,
    sha256: str,
    told: dict[str, Any],
    persons: list[uuid.UUID],
) -> None:
    definition = definitions.of(work, sha256)
    row = {
        "id": form_id,
        "firm_id": work.firm_id,
        "matter_id": matter_id,
        "ref": event.request_id,
        "form_ref": event.form_id,
        "form_version": event.version,
        "sha256": sha256,
        "title": {language: definition.title[language] for language in definition.languages},
        "joint": event.joint,
        "reason": "",
        "state": "open",
        "version": 0,
        "change": 0,
        "asked": answering.count(definition, {})[0],
        "answered": 0,
        "submissions": 0,
        "requested_at": work.at,
        "told_at": EARLIEST,
        "ruled_at": EARLIEST,
    }
    work.session.execute(insert(Form).values(row | told).on_conflict_do_nothing())
    form = work.session.scalars(_ONE.where(Form.id == form_id)).one()
    if (form.matter_id, form.sha256) != (matter_id, sha256):
        raise EventRefused(
            f"The request '{event.request_id}' was made before, in another matter or for another"
            " form."
        )
    _tell(work, form, told, persons)


def _tell(work: Work, form: Form, told: dict[str, Any], persons: list[uuid.UUID]) -> None:
    """Take over what is told, unless something newer was; tell those for whom it is new."""
    if form.told_at > work.at:
        return
    changed = form.told_at == EARLIEST
    form.told_at = work.at
    for name, value in told.items():
        changed = changed or getattr(form, name) != value
        setattr(form, name, value)
    added = _add(work, form, persons)
    if changed or added:
        telling.tell(work, form, opened=added if form.state == "open" else ())


def _add(work: Work, form: Form, persons: list[uuid.UUID]) -> list[FormPerson]:
    """Those who were not asked before."""
    known = {each.person_id for each in telling.who_fill_in(work, form.id)}
    added = [
        FormPerson(form_id=form.id, person_id=person, place=place, opened=0, closed=0)
        for place, person in enumerate(persons, start=len(known))
        if person not in known
    ]
    work.session.add_all(added)
    work.session.flush()
    return added


def _locked(work: Work, event: FormRequestEvent) -> list[Form]:
    of = _ONE.where(Form.firm_id == work.firm_id, Form.ref == event.request_id)
    found = list(work.session.scalars(of.order_by(Form.id)))
    if not found:
        raise NotYet(f"The form request '{event.request_id}' has not been made.")
    return found


_ONE = select(Form).with_for_update().execution_options(populate_existing=True)
