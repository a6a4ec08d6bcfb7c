"""How each document that a firm shared stands with those who may see it, said again to a list.

As the facts say it: it was opened by each version that was found good, and closed by who opened
that, or by its being revoked.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select

from backbone.work import Work
from roster.models import Matter, Participant, Person
from services.files.models import Document, Opening
from waiting.restating import Stands, said_again
from waiting.rule import Wait


def _standing(work: Work, document_ids: Sequence[uuid.UUID]) -> Stands:
    stands: Stands = {}
    for row in work.session.execute(_STANDS, {"documents": document_ids}):
        closed = row.version if row.revoked_at is not None else row.opened
        stands.setdefault(row.id, {})[row.person_id] = Wait(row.version, closed)
    return stands


_DOCUMENTS = (
    select(
        Document.id,
        Document.firm_id,
        Matter.ref.label("matter_ref"),
        Document.change.label("number"),
        Document.name.label("title"),
        Document.shared_at.label("at"),
        Person.name.label("author"),
        Person.id.label("author_id"),
    )
    .join(Matter, Matter.id == Document.matter_id)
    .join(Person, Person.id == Document.author_id)
    .where(Document.origin == "firm", Document.state == "ready")
)
_opened = (
    select(func.coalesce(func.max(Opening.version), 0))
    .where(Opening.document_id == Document.id, Opening.person_id == Participant.person_id)
    .correlate(Document, Participant)
    .scalar_subquery()
)
_STANDS = (
    select(
        Document.id,
        Participant.person_id,
        Document.version,
        Document.revoked_at,
        _opened.label("opened"),
    )
    .join(Participant, Participant.matter_id == Document.matter_id)
    .where(
        Document.id == any_(bindparam("documents", type_=ARRAY(Uuid))),
        Participant.removed_at.is_(None),
        Participant.from_date <= Document.shared_at,
        Participant.person_id != Document.author_id,
    )
)
# Those of firms that can be opened, or could be before they were revoked.
RESTATES = (said_again("document", _DOCUMENTS, Document.id, _standing),)
