"""What files heard once and hears no more, for as long as some of it may still wait."""

from contracts.events.conversations import ConversationBegun
from contracts.events.documents import DocumentsSent
from contracts.events.messages import MessageSent
from services.files import conversations, sending
from services.files.work import FilesWork


def take_sent(work: FilesWork, event: MessageSent) -> None:
    """A message told of both, before `conversation.begun` and `documents.sent` did."""
    if event.conversation_ref:
        begun = ConversationBegun(matter_ref=event.matter_ref, ref=event.conversation_ref)
        conversations.begin_another(work, begun)
    if event.attachments:
        sent = DocumentsSent(
            matter_id=event.matter_id,
            conversation_id=event.conversation_id,
            message_id=event.message_id,
            document_ids=[each.document_id for each in event.attachments],
            sent_at=event.sent_at,
        )
        sending.share(work, sent)
