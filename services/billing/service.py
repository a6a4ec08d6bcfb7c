"""Billing: what is owed to the firm, and what was paid of it.

No money goes through here: what is paid is what the firm says.
"""

from backbone.service import Service, answer, hear
from roster import hearing as roster
from services.billing import (
    invoices,
    ledes,
    listing,
    papers,
    pay_links,
    receiving,
    reversing,
    stating,
    waiting,
)
from services.billing.trust import moving, requesting, showing


class BillingService(Service):
    """Events may come twice, late and out of order: see each function for how it copes."""

    name = "billing"
    answers = [
        answer(listing.page, reading=True),
        answer(listing.total, reading=True),
        answer(invoices.get, reading=True),
        answer(invoices.view),
        answer(papers.paper),
        answer(ledes.made, reading=True),
        answer(pay_links.open_),
        answer(showing.accounts, reading=True),
        answer(showing.lines, reading=True),
        answer(showing.requests, reading=True),
        answer(showing.get, reading=True),
    ]
    hears = [
        *roster.HEARS,
        hear(pay_links.allow),
        hear(stating.issue),
        hear(stating.update),
        hear(stating.declare_paid),
        hear(stating.void),
        hear(receiving.record),
        hear(receiving.credit),
        hear(reversing.reverse_payment),
        hear(reversing.reverse_credit),
        hear(moving.deposit),
        hear(moving.disburse),
        hear(requesting.request),
        hear(requesting.withdraw),
    ]
    restates = waiting.RESTATES
