"""Matters: which cases there are, and who takes part in them.

This service also answers to firms for event types that nobody takes.
"""

from sqlalchemy.orm import Session

from backbone.service import Delivery, Service, rpc, subscribe
from contracts.calls.matters import GetMatter, ListMatters, Matter, MatterPage
from contracts.events.contacts import ContactInvited, ContactUpdated
from contracts.events.firms import FirmRegistered
from contracts.events.matters import (
    MatterClosed,
    MatterOpened,
    MatterParticipantAdded,
    MatterParticipantRemoved,
    MatterUpdated,
)
from services.matters import cases, listing, names, participants


class MattersService(Service):
    """Events may come twice, late and out of order: see each function for how it copes."""

    name = "matters"

    @rpc
    def list_matters(self, session: Session, call: ListMatters) -> MatterPage:
        return listing.list_(session, call)

    @rpc
    def get_matter(self, session: Session, call: GetMatter) -> Matter:
        return listing.get(session, call)

    @subscribe
    def on_firm_registered(
        self, session: Session, event: FirmRegistered, delivery: Delivery
    ) -> None:
        names.name_firm(session, delivery.firm_id, event.name, at=delivery.time)

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
        cases.open_(session, delivery.firm_id, event, at=delivery.time)

    @subscribe
    def on_matter_updated(self, session: Session, event: MatterUpdated, delivery: Delivery) -> None:
        cases.change(session, delivery.firm_id, event, at=delivery.time)

    @subscribe
    def on_matter_closed(self, session: Session, event: MatterClosed, delivery: Delivery) -> None:
        cases.close(session, delivery.firm_id, event, at=delivery.time)

    @subscribe
    def on_matter_participant_added(
        self, session: Session, event: MatterParticipantAdded, delivery: Delivery
    ) -> None:
        participants.add(session, delivery.firm_id, event, at=delivery.time)

    @subscribe
    def on_matter_participant_removed(
        self, session: Session, event: MatterParticipantRemoved, delivery: Delivery
    ) -> None:
        participants.remove(session, delivery.firm_id, event, at=delivery.time)
