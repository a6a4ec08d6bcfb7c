"""Firms as auth knows them."""

import datetime

from contracts.calls.auth import FirmCard
from contracts.events.firms import FirmRegistered
from services.auth.context import Context
from services.auth.models import Firm


def register(ctx: Context, firm_id: str, event: FirmRegistered, at: datetime.datetime) -> None:
    """Note a firm, or what has changed of it; of two events the newer one counts."""
    firm = ctx.db.get(Firm, firm_id, with_for_update=True)
    if firm is None:
        firm = Firm(id=firm_id)
        ctx.db.add(firm)
    elif firm.told_at > at:
        return
    firm.name, firm.contact, firm.accent = event.name, event.contact, event.accent
    firm.told_at = at


def card(firm: Firm) -> FirmCard:
    return FirmCard(id=firm.id, name=firm.name, contact=firm.contact, accent=firm.accent)
