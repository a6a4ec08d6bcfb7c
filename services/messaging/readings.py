"""Which revision of a changed message each person had read.

A read mark says how far somebody has read, and nothing of revisions. So when a message changes, it
is kept who had read it as it was until then; who comes later reads it as it is now. Who had read an
earlier revision and sees the new one says so, once.
"""

from sqlalchemy import BigInteger, Uuid, bindparam, exists, select
from sqlalchemy.dialects.postgresql import insert

from backbone.postgres.prepared import Prepared
from backbone.work import Work
from contracts.calls.message_changes import RevisionSeen, SeeRevision
from contracts.events.messages import MessageRead
from services.messaging import access, receipts
from services.messaging.models import Message, Reading, ReadMark


def keep(work: Work, message: Message) -> None:
    """Who has read it, read it as it is now: before it changes. Its conversation is locked."""
    given = {
        "conversation": message.conversation_id,
        "message": message.id,
        "position": message.position,
        "author": message.author_id,
        "revision": message.revision,
    }
    _KEEP.run(work.session.connection(), given)


def see(work: Work, call: SeeRevision) -> RevisionSeen:
    """The caller sees this revision, having read an earlier one. Told like any reading."""
    standing, message = access.for_changing(
        work, call.caller, call.conversation_id, call.message_id
    )
    revision = min(call.revision, message.revision)
    reader = {"message": message.id, "person": standing.person_id}
    had_read = work.session.scalar(_LAST_READ, reader)
    if had_read is not None and had_read < revision and message.withdrawn_at is None:
        work.session.add(
            Reading(
                message_id=message.id,
                person_id=standing.person_id,
                revision=revision,
                read_at=work.now,
            )
        )
        audience = receipts.told_to(work, standing)
        work.publish(
            MessageRead(
                conversation_id=standing.conversation_id,
                matter_id=standing.matter_id,
                matter_ref=standing.matter_ref,
                message_id=message.id,
                position=message.position,
                audience=audience,
                reader=standing.person,
                read_at=work.now,
                revision=revision,
            ),
            standing.firm_id,
        )
    return RevisionSeen(message_id=message.id, revision=revision)


_message = bindparam("message", type_=Uuid)
_KEEP = Prepared(
    insert(Reading).from_select(
        ["message_id", "person_id", "revision", "read_at"],
        select(
            _message,
            ReadMark.person_id,
            bindparam("revision", type_=BigInteger),
            ReadMark.read_at,
        ).where(
            ReadMark.conversation_id == bindparam("conversation", type_=Uuid),
            ReadMark.position >= bindparam("position", type_=BigInteger),
            ReadMark.person_id != bindparam("author", type_=Uuid),
            ~exists().where(
                Reading.message_id == _message, Reading.person_id == ReadMark.person_id
            ),
        ),
    )
)
_LAST_READ = (
    select(Reading.revision)
    .where(Reading.message_id == _message, Reading.person_id == bindparam("person", type_=Uuid))
    .order_by(Reading.revision.desc())
    .limit(1)
)
