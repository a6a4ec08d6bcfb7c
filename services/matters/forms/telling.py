"""Every change of a form raises its version and is told: to browsers and lists, and to the firm."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from backbone.work import Work
from contracts.events.forms import FormChanged, FormFact
from roster.models import Matter
from services.matters import people
from services.matters.forms import documents
from services.matters.models import Form, FormPerson


def tell(
    work: Work,
    form: Form,
    *,
    kind: type[FormFact] = FormChanged,
    opened: Iterable[FormPerson] = (),
    closed: Iterable[FormPerson] = (),
    **more: Any,
) -> None:
    """The form has changed: from here on it waits for these people, or no longer for those."""
    form.version += 1
    waiting, settled = list(opened), list(closed)
    for each in waiting:
        each.opened = form.version
    for each in settled:
        each.closed = form.version
    work.session.flush()
    told = {
        **_standing(work, form),
        "waiting": [each.person_id for each in waiting],
        "settled": [each.person_id for each in settled],
        **more,
    }
    work.publish(kind(**told), form.firm_id)


def who_fill_in(work: Work, form_id: uuid.UUID) -> list[FormPerson]:
    """Those who are asked, in their order."""
    query = select(FormPerson).where(FormPerson.form_id == form_id).order_by(FormPerson.place)
    return list(work.session.scalars(query))


def _standing(work: Work, form: Form) -> dict[str, Any]:
    matter_ref = work.session.scalars(select(Matter.ref).where(Matter.id == form.matter_id)).one()
    return {
        "matter_id": form.matter_id,
        "matter_ref": matter_ref,
        "audience": [each.person_id for each in who_fill_in(work, form.id)],
        "request_id": form.id,
        "request_ref": form.ref,
        "form_ref": form.form_ref,
        "form_version": form.form_version,
        "version": form.version,
        "title": next(iter(form.title.values())),
        "author": people.one(work, form.author_id),
        "due": form.due,
        "state": form.state,
        "documents": documents.held(work, form.id),
        "at": work.now,
    }
