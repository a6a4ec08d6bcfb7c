"""The only way to forms on a caller's behalf: being asked, and taking part in the matter now."""

import uuid

from sqlalchemy import DateTime, Subquery, Uuid, and_, bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on

from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.errors import AccessEnded, NotFound
from roster.access import is_the_caller, on_behalf_of
from roster.models import Matter, Participant
from services.matters.models import Form, FormPerson


def asked() -> Subquery:
    """The forms that are asked of the caller, each once: form_id, person_id.

    Statements that use it are executed with `on_behalf_of(caller, now=…)`: who takes part from a
    later date on sees nothing yet.
    """
    takes_part = and_(
        Participant.matter_id == Form.matter_id,
        Participant.person_id == FormPerson.person_id,
        is_the_caller(),
        Participant.from_date <= bindparam("now", type_=DateTime(timezone=True)),
    )
    return (
        select(FormPerson.form_id, FormPerson.person_id)
        .ext(distinct_on(FormPerson.form_id))
        .join(Form, Form.id == FormPerson.form_id)
        .join(Participant, takes_part)
        .order_by(FormPerson.form_id, FormPerson.person_id)
        .subquery("asked")
    )


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
    .join(_asked, _asked.c.form_id == Form.id)
    .join(Matter, Matter.id == Form.matter_id)
    .where(Form.id == bindparam("form_id", type_=Uuid))
    .with_for_update(of=Form)
    .execution_options(populate_existing=True)
)
