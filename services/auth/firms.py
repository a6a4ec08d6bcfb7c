"""Firms as auth knows them."""

from contracts.calls.auth import FirmCard
from contracts.events.firms import FirmRegistered
from services.auth.models import Firm
from services.auth.work import AuthWork


def register(work: AuthWork, event: FirmRegistered) -> None:
    """Note a firm, or what has changed of it; of two events the newer one counts."""
    firm = work.session.get(Firm, work.firm_id, with_for_update=True)
    if firm is None:
        firm = Firm(id=work.firm_id)
        work.session.add(firm)
    elif firm.told_at > work.at:
        return
    firm.name, firm.contact, firm.accent = event.name, event.contact, event.accent
    firm.told_at = work.at


def card(firm: Firm) -> FirmCard:
    return FirmCard(id=firm.id, name=firm.name, contact=firm.contact, accent=firm.accent)
