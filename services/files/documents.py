"""Documents as those who take part in their matter see them: one, with all that is known of it."""

import uuid

from sqlalchemy import DateTime, Uuid, and_, bindparam, func, or_, select, true

from contracts.calls.caller import Caller
from contracts.calls.files import Document as DocumentShown
from contracts.calls.files import DocumentVersion, GetDocument, Opening, Rendition
from contracts.errors import NotFound
from roster.access import is_of_the_caller, on_behalf_of, takes_part
from roster.models import Person, ReceiptsShown
from services.files import access, summaries
from services.files.models import Document, Version
from services.files.models import Opening as Opened
from services.files.work import FilesWork


def get(work: FilesWork, call: GetDocument) -> DocumentShown:
    """Raises NotFound for what is not there, not shared with the caller, or revoked."""
    return show(work, call.caller, call.document_id, call.version)


def show(
    work: FilesWork, caller: Caller, document_id: uuid.UUID, version: int | None = None
) -> DocumentShown:
    """The document as the caller sees it, in a version or in the newest. Raises NotFound."""
    given = on_behalf_of(caller, document_id=document_id, number=version)
    row = work.session.execute(_ONE, given).one_or_none()
    if row is None:
        raise NotFound()
    seen = given | {"from_date": row.from_date}
    versions = work.session.execute(_VERSIONS, seen).mappings()
    openings = work.session.execute(_OPENINGS, seen).mappings()
    return DocumentShown(
        **summaries.members(row),
        newest=row.newest,
        versions=[DocumentVersion(**version) for version in versions],
        renditions=[Rendition(**rendition) for rendition in row.renditions],
        openings=[Opening(**opening) for opening in openings],
    )


_me = takes_part()
_ONE = summaries.of(
    select(*summaries.columns(_me), Document.version.label("newest"))
    .join(_me, _me.c.matter_id == Document.matter_id)
    .join(Version, Version.document_id == Document.id)
    .where(
        Document.id == bindparam("document_id", type_=Uuid),
        access.visible(_me),
        access.visible_version(_me),
        access.IS_ASKED,
    )
    .subquery("chosen")
)
_VERSIONS = (
    select(
        Version.number,
        Version.name,
        Version.size,
        summaries.media_type(),
        Version.state,
        Version.shared_at,
        summaries.opened(Version.document_id, Version.number).label("opened"),
    )
    .where(
        Version.document_id == bindparam("document_id", type_=Uuid),
        Version.state == "ready",
        Version.shared_at >= bindparam("from_date", type_=DateTime(timezone=True)),
    )
    .order_by(Version.shared_at.desc(), Version.number.desc())
    .limit(100)
)
_OPENINGS = (
    select(
        Opened.person_id,
        Person.name,
        Opened.version,
        Opened.viewed_at,
        Opened.printed_at,
        Opened.downloaded_at,
    )
    .join(Person, Person.id == Opened.person_id)
    .join(
        Version,
        and_(Version.document_id == Opened.document_id, Version.number == Opened.version),
    )
    .outerjoin(ReceiptsShown, ReceiptsShown.firm_id == Person.firm_id)
    .where(
        Opened.document_id == bindparam("document_id", type_=Uuid),
        Version.shared_at >= bindparam("from_date", type_=DateTime(timezone=True)),
        or_(is_of_the_caller(Opened.person_id), func.coalesce(ReceiptsShown.shown, true())),
    )
    .order_by(Opened.version.desc(), Person.name, Opened.person_id)
    .limit(500)
)
