"""The only way to forms on a caller's behalf: being asked, and taking part in the matter now."""

import uuid

from sqlalchemy import Subquery, Uuid, bindparam, select

from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.errors import AccessEnded, NotFound
from roster.access import on_behalf_of
from roster.models import Matter
from services.matters.asking import of_the_caller
from services.matters.models import Form, FormPerson


def asked() -> Subquery:
    """The forms that are asked of the caller, each once: id, person_id; see `asking`."""
    return of_the_caller(Form, FormPerson, FormPerson.form_id)


def for_answering(work: Work, caller: Caller, form_id: uuid.UUID) -> tuple[Form, uuid.UUID]:
    """The form, locked until the commit, and as whom the caller fills it in.

    Raises NotFound, AccessEnded in a closed matter and where it was sent or withdrawn.
    """
    given = on_behalf_of(caller, form_id=form_id, now=work.now)
    row = work.session.execute(_ONE, given).one_or_none()
    if row is None:
        raise NotFound()
    form, person_id, closed = row
    if closed:
        raise AccessEnded()
    if form.state != "open":
        raise AccessEnded(_ENDED[form.state])
    return form, person_id


_ENDED = {
    "sent": "This form was sent already.",
    "withdrawn": "The firm does not need this form any more.",
}
_asked = asked()
_ONE = (
    select(Form, _asked.c.person_id, Matter.closed)
    .join(_asked, _asked.c.id == Form.id)
    .join(Matter, Matter.id == Form.matter_id)
    .where(Form.id == bindparam("form_id", type_=Uuid))
    .with_for_update(of=Form)
    .execution_options(populate_existing=True)
)
