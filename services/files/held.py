"""Documents that are answers in a form: kept while the form holds them, shared once it is sent."""

from sqlalchemy import ARRAY, BigInteger, Uuid, any_, bindparam, func, update

from contracts.events.forms import FormChanged, FormSubmitted
from services.files import changes, sharing
from services.files.models import Document
from services.files.sharing import UNSHARED
from services.files.work import FilesWork


def hold(work: FilesWork, event: FormChanged) -> None:
    """What a draft holds does not go by itself; what it holds no longer goes as all that is unsent.

    Of facts that come late the newest counts.
    """
    this = {"form": event.request_id, "documents": event.documents, "told_in": event.version}
    work.session.execute(_LET_GO, this | {"now": work.now})
    if event.documents:
        work.session.execute(_HOLD, this | {"matter": event.matter_id})


def share(work: FilesWork, event: FormSubmitted) -> None:
    """What was sent with a form is everybody's who takes part in the matter, since then.

    It stays the form's, whatever message it came with before, or comes with later.
    """
    if not event.documents:
        return
    given = {"documents": event.documents, "matter": event.matter_id}
    work.session.execute(_KEEP, given | {"form": event.request_id})
    for document in work.session.scalars(_SENT, given).all():
        sharing.since(work.session, document, event.submitted_at)
        changes.tell_ready(work.session, work.now, document)


_form = bindparam("form", type_=Uuid)
_documents = bindparam("documents", type_=ARRAY(Uuid))
_version = bindparam("told_in", type_=BigInteger)
_HOLD = (
    update(Document)
    .where(
        Document.id == any_(_documents),
        Document.matter_id == bindparam("matter", type_=Uuid),
        Document.shared_at.is_(None),
        Document.origin == "portal",
        func.coalesce(Document.held_version, 0) <= _version,
    )
    .values(held_by=_form, held_version=_version)
    .execution_options(synchronize_session=False)
)
_LET_GO = (
    update(Document)
    .where(
        Document.held_by == _form,
        Document.shared_at.is_(None),
        Document.held_version <= _version,
        ~(Document.id == any_(_documents)),
    )
    .values(held_by=None, held_version=_version, vouched_at=bindparam("now"))
    .execution_options(synchronize_session=False)
)
_KEEP = (
    update(Document)
    .where(
        Document.id == any_(_documents),
        Document.matter_id == bindparam("matter", type_=Uuid),
        Document.origin == "portal",
    )
    .values(held_by=_form)
    .execution_options(synchronize_session=False)
)
# What is still being checked is nobody's to see, and was never taken as an answer.
_SENT = UNSHARED.where(Document.state == "ready")
