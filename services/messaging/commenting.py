"""A message comments on a document: on which, and where on it, when it is written."""

import uuid
from typing import NamedTuple

import msgspec
from sqlalchemy import DateTime, Uuid, bindparam, or_, select

from backbone.work import Work
from contracts import ids
from contracts.calls.messaging import AboutDocument
from contracts.errors import DomainError, EventRefused, InvalidInput, NotYet
from contracts.events.messages import MessagePosted, PostedAbout, SentAbout
from contracts.values import OnDocument
from services.messaging import access, naming
from services.messaging.access import Standing
from services.messaging.models import CommentPlace, Document, Message


class On(NamedTuple):
    """What a new message is about."""

    document: Document
    place: OnDocument

    @property
    def version(self) -> int | None:
        """As its author had it before them, else as it is shown by now, if that was heard."""
        return self.place.version or self.document.version


def seen_by(work: Work, standing: Standing, about: AboutDocument | None) -> On | None:
    """The document as the sender sees it in the conversation; None where they do not, or where it
    has no such version yet."""
    if about is None:
        return None
    given = {
        "document": about.document_id,
        "matter": standing.matter_id,
        "conversation": standing.conversation_id,
        "from_date": standing.from_date,
    }
    document = work.session.scalar(_SEEN, given)
    return None if document is None or _is_ahead(document, about) else On(document, about)


def unseen(about: AboutDocument | None, on: On | None) -> DomainError | None:
    """Why nothing can be said of it: once it was said, that stands, whatever became of it."""
    if about is None or on is not None:
        return None
    return InvalidInput("The document that this is about is not here.", field="about")


def of_firm(work: Work, conversation_id: uuid.UUID, event: MessagePosted) -> On | None:
    """The document that the firm names, which is shared in this conversation or in the matter.

    Raises NotYet before it is, or is shown in the version that is named, EventRefused for one of
    another conversation, or revoked.
    """
    if event.about is None:
        return None
    document = _named_by_firm(work, event, event.about)
    ref = event.about.document_id
    if document.conversation_id not in (None, conversation_id):
        raise EventRefused(f"The document '{ref}' belongs to another conversation.")
    if document.state == "revoked":
        raise EventRefused(f"The document '{ref}' was revoked.")
    if _is_ahead(document, event.about):
        raise NotYet(f"The document '{ref}' is not shown in version {event.about.version} yet.")
    return On(document, event.about)


def _named_by_firm(work: Work, event: MessagePosted, about: PostedAbout) -> Document:
    matter_id = ids.matter_id(work.firm_id, event.matter_id)
    for document_id in naming.documents(work.firm_id, about.document_id):
        given = {"document": document_id, "matter": matter_id}
        if (found := work.session.scalar(_SHARED, given)) is not None:
            return found
    raise NotYet(f"The document '{about.document_id}' has not been shared in '{event.matter_id}'.")


def _is_ahead(document: Document, place: OnDocument) -> bool:
    """Whether the version that is named is a later one than was heard of."""
    named, shown = place.version, document.version
    return named is not None and shown is not None and named > shown


def hang(work: Work, message_id: uuid.UUID, on: On | None) -> None:
    """The message, which was just stored, where it belongs on its document."""
    if on is None or on.place.page is None:
        return
    spot = on.place.spot
    work.session.add(
        CommentPlace(
            message_id=message_id,
            page=on.place.page,
            rectangle=spot and list(msgspec.structs.astuple(spot)),
        )
    )
    work.session.flush()


def hangs_at(work: Work, message: Message, place: OnDocument | None) -> bool:
    """Whether the message hangs at this very place, of the version if one is named."""
    if place is not None and place.version not in (None, message.document_version):
        return False
    kept = work.session.get(CommentPlace, message.id)
    if place is None or place.page is None:
        return kept is None
    spot = place.spot and list(msgspec.structs.astuple(place.spot))
    return kept is not None and (kept.page, kept.rectangle) == (place.page, spot)


def named(on: On | None) -> SentAbout | None:
    """As the news of a message names it."""
    return on and SentAbout(
        document_id=on.document.id,
        document_ref=on.document.ref,
        name=on.document.name,
        version=on.version,
        page=on.place.page,
        spot=on.place.spot,
    )


_SHARED = select(Document).where(
    Document.id == bindparam("document", type_=Uuid),
    Document.matter_id == bindparam("matter", type_=Uuid),
    Document.shared_at.is_not(None),
)
_SEEN = _SHARED.where(
    or_(
        Document.conversation_id.is_(None),
        Document.conversation_id == bindparam("conversation", type_=Uuid),
    ),
    access.sees_document(bindparam("from_date", type_=DateTime(timezone=True))),
)
