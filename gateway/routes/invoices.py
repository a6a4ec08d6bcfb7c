"""Invoices: the list over all matters, what is owed, one in full, the way to the firm's page."""

import uuid

from litestar import Response
from litestar.params import FromPath, FromQuery

from contracts.calls.billing import (
    GetInvoice,
    GetInvoiceLedes,
    GetInvoicePaper,
    GetInvoiceTotals,
    Invoice,
    InvoicePage,
    InvoiceTab,
    InvoiceTotals,
    LedesFormat,
    ListInvoices,
    MadeFile,
    OpenPayment,
    PaymentPage,
    ViewInvoice,
)
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.get("/invoices")
async def list_invoices(
    request: PortalRequest,
    tab: FromQuery[InvoiceTab] = "outstanding",
    firm_id: FromQuery[FirmChosen] = "",
    matter_id: FromQuery[uuid.UUID | None] = None,
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 50,
) -> Response[InvoicePage]:
    """The caller's invoices: the outstanding ones, first due first, or the others, newest first.

    Go on with `next` as `cursor`.
    """
    return await request.ask(
        ListInvoices,
        tab=tab,
        firm_id=firm_id,
        matter_id=matter_id,
        cursor=cursor,
        limit=limit,
    )


@signed_in.get("/invoices/totals")
async def get_invoice_totals(
    request: PortalRequest,
    firm_id: FromQuery[FirmChosen] = "",
    matter_id: FromQuery[uuid.UUID | None] = None,
) -> Response[InvoiceTotals]:
    """What the caller is to pay, by currency."""
    return await request.ask(GetInvoiceTotals, firm_id=firm_id, matter_id=matter_id)


@signed_in.get("/invoices/{invoice_id:uuid}")
async def get_invoice(request: PortalRequest, invoice_id: FromPath[uuid.UUID]) -> Response[Invoice]:
    """One invoice with its lines, who is to pay it, and what was paid."""
    return await request.ask(GetInvoice, invoice_id=invoice_id)


@signed_in.post("/invoices/{invoice_id:uuid}/viewed", status_code=204)
async def view_invoice(request: PortalRequest, invoice_id: FromPath[uuid.UUID]) -> Response[None]:
    """The caller has looked at it; the firm hears of it, once."""
    await request.call(ViewInvoice, invoice_id=invoice_id)
    return Response(None)


@signed_in.get("/invoices/{invoice_id:uuid}/paper")
async def get_invoice_paper(
    request: PortalRequest, invoice_id: FromPath[uuid.UUID]
) -> Response[MadeFile]:
    """A PDF of the invoice, for one that the firm has not shared as a document of its own."""
    return await request.ask(GetInvoicePaper, invoice_id=invoice_id)


@signed_in.get("/invoices/{invoice_id:uuid}/ledes")
async def get_invoice_ledes(
    request: PortalRequest,
    invoice_id: FromPath[uuid.UUID],
    format: FromQuery[LedesFormat] = "1998B",
) -> Response[MadeFile]:
    """The invoice for e-billing systems: 98BI for one with taxes or not in US dollars."""
    return await request.ask(GetInvoiceLedes, invoice_id=invoice_id, format=format)


@signed_in.post("/invoices/{invoice_id:uuid}/payment-opened")
async def open_payment(
    request: PortalRequest, invoice_id: FromPath[uuid.UUID]
) -> Response[PaymentPage]:
    """The address of the firm's page for paying; it is on record that the caller was led there."""
    return await request.ask(OpenPayment, invoice_id=invoice_id)
