"""A message was withdrawn: what came with it alone is gone from view too."""

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from contracts.events.messages import MessageWithdrawn
from services.files import changes
from services.files.models import Document
from services.files.work import FilesWork


def withdraw(work: FilesWork, event: MessageWithdrawn) -> None:
    """Its bytes and who had opened it are kept. What a firm shared, it alone revokes; and what went
    with a form stays, as all that was sent of that."""
    if not event.documents:
        return
    given = {"documents": event.documents, "matter": event.matter_id}
    for document in work.session.scalars(_OF_CLIENTS, given).all():
        document.revoked_at, document.revoked_reason = event.withdrawn_at, "withdrawn"
        work.session.flush()
        changes.tell_changed(work.session, work.now, document)


_OF_CLIENTS = (
    select(Document)
    .where(
        Document.id == any_(bindparam("documents", type_=ARRAY(Uuid))),
        Document.matter_id == bindparam("matter", type_=Uuid),
        Document.origin == "portal",
        Document.revoked_at.is_(None),
        Document.held_by.is_(None),
    )
    .order_by(Document.id)
    .with_for_update()
)
