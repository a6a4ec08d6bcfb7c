"""Invoices by HTTP: one that a client of the cast is to pay."""

import datetime

from backbone import testing
from contracts import ids
from contracts.events.firms import FirmPolicyChanged
from contracts.events.invoices import BillTo, InvoiceIssued, InvoiceLine
from contracts.events.trust import TrustRequested
from tests.gateway.cast import Client
from tests.portal import Portal


def bill(portal: Portal, client: Client, invoice: str = "i-1") -> str:
    """Its id, once it is there."""
    firm_id = client.firm_id
    portal.send(firm_id, FirmPolicyChanged(pay_hosts=["pay.quill.example"]))
    portal.send(firm_id, issued(client, invoice))
    path = f"/v1/invoices/{ids.invoice_id(firm_id, invoice)}"
    testing.wait_for(lambda: client.browser.get(path).status_code == 200, within=30)
    return path.rpartition("/")[2]


def ask_for_trust(portal: Portal, client: Client) -> str:
    """The id of what the firm asks them to put into trust, once that is there."""
    firm_id = client.firm_id
    portal.send(
        firm_id,
        TrustRequested(
            request_id="r-1",
            matter_id=f"m-{client.contact_id}",
            contact_id=client.contact_id,
            amount="1000.00",
            currency="USD",
            requested_on=datetime.date(2026, 11, 20),
        ),
    )
    path = f"/v1/trust-requests/{ids.trust_request_id(firm_id, 'r-1')}"
    testing.wait_for(lambda: client.browser.get(path).status_code == 200, within=30)
    return path.rpartition("/")[2]


def issued(client: Client, invoice: str) -> InvoiceIssued:
    return InvoiceIssued(
        matter_id=f"m-{client.contact_id}",
        invoice_id=invoice,
        number="2026-114",
        issued_on=datetime.date(2026, 11, 20),
        currency="USD",
        lines=[InvoiceLine(kind="fee", description="Reading the lease", amount="480.00")],
        subtotal="480.00",
        total="480.00",
        bill_to=[BillTo(contact_id=client.contact_id)],
        pay_link=f"https://pay.quill.example/{invoice}",
    )
