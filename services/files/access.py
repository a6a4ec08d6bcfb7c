"""The only way to rows on a caller's behalf: taking part in the matter they belong to.

What this module answers for a stranger is the same as for what does not exist: nothing.
"""

import uuid
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from backbone.work import Work
from contracts.calls.caller import Caller
from contracts.errors import AccessEnded, NotFound
from roster.access import is_of_the_caller, on_behalf_of, takes_part
from roster.models import Matter
from services.files.models import Conversation, Document, Upload, Version

Rows = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]


class Part(NamedTuple):
    """As whom the caller takes part in a matter. In the order of the columns of `_PART`."""

    matter_id: uuid.UUID
    firm_id: str
    person_id: uuid.UUID
    role: str


def part_in(work: Work, caller: Caller, conversation_id: uuid.UUID) -> Part:
    """To add something to a conversation. Raises NotFound, AccessEnded."""
    given = on_behalf_of(caller, conversation_id=conversation_id)
    row = work.session.execute(_PART, given).one_or_none()
    if row is None:
        raise NotFound()
    *part, closed, from_date = row
    if closed:
        raise AccessEnded()
    if from_date > work.now:
        raise AccessEnded("You take part in this matter from a later date on.")
    return Part(*part)


def own_upload(work: Work, caller: Caller, document_id: uuid.UUID) -> "OwnUpload":
    """The caller's own document that nobody was sent yet, locked until the commit.

    Its matter may be closed. Raises NotFound.
    """
    given = on_behalf_of(caller, document_id=document_id)
    work.session.execute(_OWN_UPLOAD, given)
    # Who had the lock before may have changed what stands beside the document: that is read now.
    anew = {"populate_existing": True}
    row = work.session.execute(_OWN_UPLOAD, given, execution_options=anew).one_or_none()
    if row is None:
        raise NotFound()
    return OwnUpload(*row)


class OwnUpload(NamedTuple):
    """`upload`: None once all of it was completed."""

    document: Document
    version: Version
    upload: Upload | None
    closed: bool

    def must_go_on(self) -> Upload:
        """Raises AccessEnded in a closed matter, NotFound where nothing is uploading any more."""
        if self.upload is None:
            raise NotFound()
        if self.closed:
            raise AccessEnded()
        return self.upload


def visible(me: FromClause) -> ColumnElement[bool]:
    """Which documents the caller, who takes part as `me`, may see.

    Those that were `shared` with them, and their own that they have not sent.
    """
    own = and_(is_of_the_caller(Document.author_id), Document.revoked_at.is_(None))
    return or_(shared(me), and_(Document.shared_at.is_(None), own))


def shared(me: FromClause) -> ColumnElement[bool]:
    """Which documents were shared with the caller, since their from-date, and not revoked.

    What is still being checked or was refused only where it is their own or they are of the firm,
    but for what others sent with a message.
    """
    own = is_of_the_caller(Document.author_id)
    shown = or_(
        Document.state == "ready",
        own,
        me.c.kind == "staff",
        and_(Document.state == "checking", Document.origin == "portal"),
    )
    return and_(Document.revoked_at.is_(None), Document.shared_at >= me.c.from_date, shown)


def visible_version(me: FromClause) -> ColumnElement[bool]:
    """Which versions of a document the caller, who sees it as `me`, may see.

    The one that is shown, and each that was found good and shared since their from-date.
    """
    good = and_(Version.state == "ready", Version.shared_at >= me.c.from_date)
    return or_(Version.number == Document.version, good)


# The version of this `number`; without one that which is shown.
IS_ASKED = Version.number == func.coalesce(
    bindparam("number", type_=Version.number.type), Document.version
)
_me = takes_part()
_PART = (
    select(Matter.id, Matter.firm_id, _me.c.person_id, _me.c.role, Matter.closed, _me.c.from_date)
    .join(_me, _me.c.matter_id == Matter.id)
    .join(Conversation, Conversation.matter_id == Matter.id)
    .where(Conversation.id == bindparam("conversation_id", type_=Uuid))
)
_OWN_UPLOAD = (
    select(Document, Version, Upload, Matter.closed)
    .join(_me, _me.c.matter_id == Document.matter_id)
    .join(Matter, Matter.id == Document.matter_id)
    .join(Version, Version.document_id == Document.id)
    .outerjoin(Upload, Upload.version_id == Version.id)
    .where(
        Document.id == bindparam("document_id", type_=Uuid),
        Document.origin == "portal",
        Document.shared_at.is_(None),
        is_of_the_caller(Document.author_id),
    )
    .with_for_update(of=Document)
)
