"""Documents of a client's own that become everybody's: with a message, or with a form."""

import datetime

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select, update
from sqlalchemy.orm import Session

from services.files.models import Document, Version


def since(session: Session, document: Document, at: datetime.datetime) -> None:
    """All who take part in the matter see it, and each of its versions, since then."""
    document.shared_at = at
    session.execute(_VERSIONS, {"of": document.id, "at": at})
    session.flush()


# Of these `documents` those of the `matter` that are their uploaders' alone, each locked.
UNSHARED = (
    select(Document)
    .where(
        Document.id == any_(bindparam("documents", type_=ARRAY(Uuid))),
        Document.matter_id == bindparam("matter", type_=Uuid),
        Document.shared_at.is_(None),
    )
    .order_by(Document.id)
    .with_for_update()
)
_VERSIONS = (
    update(Version)
    .where(Version.document_id == bindparam("of", type_=Uuid))
    .values(shared_at=bindparam("at"))
    .execution_options(synchronize_session="fetch")
)
