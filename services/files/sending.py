"""Documents go out with messages: vouched for before, and shared by the message that was sent."""

from sqlalchemy import ARRAY, Uuid, any_, bindparam, or_, select, update

from backbone.work import Work
from contracts.calls.files import Voucher, Vouchers, VouchForDocuments
from contracts.errors import NotFound, NotReady
from contracts.events.documents import DocumentsSent
from roster.access import on_behalf_of, takes_part
from services.files import access, changes, sharing, summaries
from services.files.models import Conversation, Document, Version
from services.files.sharing import UNSHARED
from services.files.work import FilesWork


def vouch(work: FilesWork, call: VouchForDocuments) -> Vouchers:
    """What is true of these documents, before a message is sent with them.

    Raises NotFound and NotReady as `VouchForDocuments` says. From now on none of them goes away
    before it is certain whether it was sent.
    """
    given = on_behalf_of(
        call.caller, conversation_id=call.conversation_id, documents=call.document_ids
    )
    found = {row.id: row for row in work.session.execute(_VOUCHED, given)}
    if found.keys() != set(call.document_ids):
        raise NotFound()
    for row in found.values():
        if row.state in ("uploading", "refused"):
            raise NotReady(_NOT_TO_BE_SENT[row.state], state=row.state)
    work.session.execute(_NOTE, {"documents": call.document_ids, "now": work.now})
    return Vouchers(items=[_voucher(found[each]) for each in dict.fromkeys(call.document_ids)])


def share(work: Work, event: DocumentsSent) -> None:
    """What came with a message is everybody's who may see that, since then.

    What was shared before with the matter alone is listed in the conversation too from now on. One
    that is not there was never its sender's to send.
    """
    given = {"documents": event.document_ids, "matter": event.matter_id}
    for document in work.session.scalars(UNSHARED, given).all():
        _share(work, document, event)
    work.session.execute(_LISTED, given | {"conversation": event.conversation_id})


def _share(work: Work, document: Document, event: DocumentsSent) -> None:
    document.conversation_id = event.conversation_id
    sharing.since(work.session, document, event.sent_at)
    changes.tell_uploaded(work.session, work.now, document, event.message_id)


def _voucher(row: access.AnyRow) -> Voucher:
    return Voucher(
        document_id=row.id,
        name=row.name,
        size=row.size,
        media_type=row.media_type,
        state=row.state,
        change=row.change,
    )


_NOT_TO_BE_SENT = {
    "uploading": "A file has not arrived yet.",
    "refused": "A file was refused. Take it away, then send the message.",
}
_me = takes_part()
_documents = bindparam("documents", type_=ARRAY(Uuid))
_VOUCHED = (
    select(
        Document.id,
        Document.name,
        Document.size,
        Document.state,
        Document.change,
        summaries.media_type(),
    )
    .join(_me, _me.c.matter_id == Document.matter_id)
    .join(Conversation, Conversation.matter_id == Document.matter_id)
    .join(Version, (Version.document_id == Document.id) & (Version.number == Document.version))
    .where(
        Document.id == any_(_documents),
        Conversation.id == bindparam("conversation_id", type_=Uuid),
        access.visible(_me),
        or_(
            Document.shared_at.is_not(None),
            Document.conversation_id == bindparam("conversation_id", type_=Uuid),
        ),
    )
    .with_for_update(of=Document)
)
_NOTE = (
    update(Document)
    .where(Document.id == any_(_documents), Document.shared_at.is_(None))
    .values(vouched_at=bindparam("now"))
    .execution_options(synchronize_session=False)
)
_LISTED = (
    update(Document)
    .where(
        Document.id == any_(_documents),
        Document.matter_id == bindparam("matter", type_=Uuid),
        Document.conversation_id.is_(None),
    )
    .values(conversation_id=bindparam("conversation"))
    .execution_options(synchronize_session=False)
)
