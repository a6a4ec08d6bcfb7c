"""How each document that a firm shared stands with those who may see it, said again to a list.

As the facts say it: it was opened by each version that was found good, and closed by who opened
that, or by its being revoked.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select

from backbone.restating import BATCH, Asked, Fact, Facts
from backbone.work import Work
from contracts.events.facts import About, Item
from contracts.events.waiting import ThingRestated
from roster.models import Matter, Participant, Person
from services.files.access import AnyRow
from services.files.models import Document, Opening
from waiting import rule
from waiting.rule import Wait

Stands = dict[uuid.UUID, dict[uuid.UUID, Wait]]  # by document and person


def documents(work: Work, asked: Asked, after: str) -> list[Fact]:
    """Those of firms that can be opened, or could be before they were revoked, by their ids."""
    place = uuid.UUID(after) if after else uuid.UUID(int=0)
    rows = work.session.execute(_NEXT, {"after": place}).all()
    stands = _stands(work, [row.id for row in rows])
    return [
        Fact(row.firm_id, _restated(row, stands.get(row.id, {}), asked), str(row.id))
        for row in rows
    ]


def _stands(work: Work, document_ids: Sequence[uuid.UUID]) -> Stands:
    stands: Stands = {}
    for row in work.session.execute(_STANDS, {"documents": document_ids}):
        closed = row.version if row.revoked_at is not None else row.opened
        stands.setdefault(row.id, {})[row.person_id] = Wait(row.version, closed)
    return stands


def _restated(row: AnyRow, stands: dict[uuid.UUID, Wait], asked: Asked) -> ThingRestated:
    about = About("document", row.id)
    return ThingRestated(
        to=asked.to,
        run=asked.run,
        matter_ref=row.matter_ref,
        about=about,
        item=Item(number=row.change, title=row.name, author=row.author),
        waits=rule.grouped(about, stands),
        at=row.shared_at,
    )


_NEXT = (
    select(
        Document.id,
        Document.firm_id,
        Matter.ref.label("matter_ref"),
        Document.change,
        Document.name,
        Document.shared_at,
        Person.name.label("author"),
    )
    .join(Matter, Matter.id == Document.matter_id)
    .join(Person, Person.id == Document.author_id)
    .where(
        Document.id > bindparam("after", type_=Uuid),
        Document.origin == "firm",
        Document.state == "ready",
    )
    .order_by(Document.id)
    .limit(BATCH)
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
RESTATES = (Facts(ThingRestated, documents),)
