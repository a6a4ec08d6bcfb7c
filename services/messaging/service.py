"""Conversations: what firms and their clients say to each other, and who has read it."""

from sqlalchemy.orm import Session

from backbone.service import Delivery, Service, rpc, subscribe
from contracts.calls.messaging import (
    Conversation,
    ConversationPage,
    GetConversation,
    ListConversations,
    ListMessages,
    MarkRead,
    Message,
    MessagePage,
    ReadState,
    SendMessage,
)
from contracts.events.contacts import ContactInvited, ContactUpdated
from contracts.events.firms import FirmPolicyChanged, FirmRegistered
from contracts.events.matters import (
    MatterClosed,
    MatterOpened,
    MatterParticipantAdded,
    MatterParticipantRemoved,
    MatterUpdated,
)
from contracts.events.messages import MessagePosted
from services.messaging import (
    conversations,
    history,
    matters,
    members,
    names,
    posting,
    receipts,
    sending,
)


class MessagingService(Service):
    """Events may come twice, late and out of order: see each function for how it copes."""

    name = "messaging"

    @rpc
    def list_conversations(self, session: Session, call: ListConversations) -> ConversationPage:
        return conversations.list_(session, call)

    @rpc
    def get_conversation(self, session: Session, call: GetConversation) -> Conversation:
        return conversations.get(session, call)

    @rpc
    def list_messages(self, session: Session, call: ListMessages) -> MessagePage:
        return history.page(session, call)

    @rpc
    def send_message(self, session: Session, call: SendMessage) -> Message:
        return sending.send(session, call)

    @rpc
    def mark_read(self, session: Session, call: MarkRead) -> ReadState:
        return receipts.mark(session, call)

    @subscribe
    def on_firm_registered(
        self, session: Session, event: FirmRegistered, delivery: Delivery
    ) -> None:
        names.name_firm(session, delivery.firm_id, event.name, at=delivery.time)

    @subscribe
    def on_firm_policy_changed(
        self, session: Session, event: FirmPolicyChanged, delivery: Delivery
    ) -> None:
        if event.receipts_shown is not None:
            shown, at = event.receipts_shown, delivery.time
            receipts.show(session, delivery.firm_id, shown=shown, at=at)

    @subscribe
    def on_contact_invited(
        self, session: Session, event: ContactInvited, delivery: Delivery
    ) -> None:
        firm_id, at = delivery.firm_id, delivery.time
        names.name_person(session, firm_id, event.contact_id, event.name, at=at)

    @subscribe
    def on_contact_updated(
        self, session: Session, event: ContactUpdated, delivery: Delivery
    ) -> None:
        firm_id, at = delivery.firm_id, delivery.time
        if event.name is not None:
            names.name_person(session, firm_id, event.contact_id, event.name, at=at)

    @subscribe
    def on_matter_opened(self, session: Session, event: MatterOpened, delivery: Delivery) -> None:
        firm_id, at = delivery.firm_id, delivery.time
        matters.open_(session, firm_id, event, at=at)
        conversations.ensure(session, firm_id, event.matter_id, at=at)

    @subscribe
    def on_matter_updated(self, session: Session, event: MatterUpdated, delivery: Delivery) -> None:
        matters.change(session, delivery.firm_id, event, at=delivery.time)

    @subscribe
    def on_matter_closed(self, session: Session, event: MatterClosed, delivery: Delivery) -> None:
        matters.close(session, delivery.firm_id, event, at=delivery.time)

    @subscribe
    def on_matter_participant_added(
        self, session: Session, event: MatterParticipantAdded, delivery: Delivery
    ) -> None:
        members.add(session, delivery.firm_id, event, at=delivery.time)

    @subscribe
    def on_matter_participant_removed(
        self, session: Session, event: MatterParticipantRemoved, delivery: Delivery
    ) -> None:
        members.remove(session, delivery.firm_id, event, at=delivery.time)

    @subscribe
    def on_message_posted(self, session: Session, event: MessagePosted, delivery: Delivery) -> None:
        posting.post(session, delivery.firm_id, event, at=delivery.time)
