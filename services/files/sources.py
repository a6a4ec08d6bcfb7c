"""Whence somebody's documents come: every matter with some, and who shared them there.

It is asked of each participant whether there is one, which an index answers: so it costs what the
matters have people, however many documents they have.
"""

from sqlalchemy import Integer, Uuid, bindparam, literal, select, true, tuple_

from backbone import paging
from contracts.calls.files import DocumentSource, DocumentSources, ListDocumentSources
from roster.access import on_behalf_of, takes_part
from roster.models import Matter, Participant, Person
from services.files import access
from services.files.models import Document
from services.files.work import FilesWork


def page(work: FilesWork, call: ListDocumentSources) -> DocumentSources:
    """One statement. Raises InvalidInput for a bad cursor."""
    matter_id, person_id = paging.two_ids(call.cursor, "cursor")
    given = {"after_matter": matter_id, "after_person": person_id, "limit": call.limit + 1}
    rows = work.session.execute(_SOURCES, on_behalf_of(call.caller, **given)).all()
    shown = [DocumentSource(**row._mapping) for row in rows[: call.limit]]
    goes_on = len(rows) > call.limit
    last = paging.of_two_ids(shown[-1].matter_id, shown[-1].person_id) if goes_on else None
    return DocumentSources(items=shown, next=last)


_me = takes_part()
_here = tuple_(Participant.matter_id, Participant.person_id)
_after = tuple_(bindparam("after_matter", type_=Uuid), bindparam("after_person", type_=Uuid))
# One is enough, and no more are read: so the fence. Asked in the index's order, or the planner
# hopes to come upon one soon by reading through all documents, which are all read where there is
# none.
_one = (
    select(literal(1))
    .where(
        Document.matter_id == Participant.matter_id,
        Document.author_id == Participant.person_id,
        access.shared(_me),
    )
    .correlate(Participant, _me)
    .order_by(Document.shared_at)
    .limit(1)
    .lateral("one")
)
# Who has shared something there takes part, or did: their row stays.
_SOURCES = (
    select(
        Matter.id.label("matter_id"),
        Matter.title.label("matter_title"),
        Matter.firm_id,
        Person.id.label("person_id"),
        Person.name.label("person_name"),
    )
    .join_from(_me, Matter, Matter.id == _me.c.matter_id)
    .join(Participant, Participant.matter_id == Matter.id)
    .join(Person, Person.id == Participant.person_id)
    .join(_one, true())
    .where(_here > _after)
    .order_by(Participant.matter_id, Participant.person_id)
    .limit(bindparam("limit", type_=Integer))
)
