"""Forms as a list: to fill in, and sent."""

import uuid
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    Uuid,
    bindparam,
    func,
    select,
)

from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.calls.forms import FormPage, FormSummary, ListForms
from contracts.errors import NotFound
from roster.access import on_behalf_of
from roster.models import Firm, Matter, Person
from services.matters.asking import listed
from services.matters.forms import access
from services.matters.models import Form


def page(work: Work, call: ListForms) -> FormPage:
    """Raises InvalidInput for a bad cursor, which is the id of the last form seen."""
    found = _LISTED(work, call)
    return FormPage(items=[FormSummary(**_members(row)) for row in found.rows], next=found.next)


def one(work: Work, caller: Caller, form_id: uuid.UUID) -> dict[str, Any]:
    """What the list says of one. Raises NotFound."""
    given = on_behalf_of(caller, form_id=form_id, now=work.now)
    row = work.session.execute(_ONE, given).one_or_none()
    if row is None:
        raise NotFound()
    return _members(row)


def _members(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FormSummary.__struct_fields__}


def _forms() -> Select[*tuple[Any, ...]]:
    asked = access.asked()
    return (
        select(
            Form.id,
            Form.matter_id,
            Matter.title.label("matter_title"),
            Form.firm_id,
            func.coalesce(Firm.name, Form.firm_id).label("firm_name"),
            Form.title,
            Person.name.label("author_name"),
            Form.due,
            Form.state,
            Form.joint,
            Form.asked,
            Form.answered,
            Form.submissions,
            Form.requested_at,
            Form.ended_at,
        )
        .join(asked, asked.c.id == Form.id)
        .join(Matter, Matter.id == Form.matter_id)
        .join(Person, Person.id == Form.author_id)
        .outerjoin(Firm, Firm.id == Form.firm_id)
    )


_LISTED = listed(Form, access.asked, _forms(), Form.requested_at)
_ONE = _forms().where(Form.id == bindparam("form_id", type_=Uuid))
