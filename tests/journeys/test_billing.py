"""Billing: an invoice from outstanding to partly paid to paid, while one looks at it."""

import datetime
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from contracts.events.firms import FirmPolicyChanged
from contracts.events.invoices import BillTo, InvoiceIssued, InvoiceLine, InvoiceTax
from tests.journeys.client import Client
from tests.journeys.office import CONTACT, MATTER, NAME, Office
from tests.journeys.sheets import text_of
from tests.journeys.ways_in import set_up

HOST = "pay.hartley.example"
TODAY = datetime.date.today()


def test_an_invoice_is_read_paid_in_parts_and_seen_to_be_paid(
    client: Client, office: Office, tmp_path: Path
) -> None:
    set_up(client, office)
    page = client.page
    shows_that_there_are_none(client)
    bill(office)
    row = page.get_by_role("link", name=re.compile("Invoice 2026-114"))
    expect(row).to_contain_text("$966.00")
    expect(row).to_contain_text(re.compile(r"Overdue by \d days"))
    expect(row).to_contain_text(MATTER)
    expect(page.get_by_text("You owe $966.00")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Billing.*1 to pay"))).to_be_visible()
    client.looks_right("invoices")

    row.click()
    client.sees("Invoice 2026-114")
    office.wait_to_see("invoice.viewed", invoice_ref="inv-1")
    expect(page.get_by_text("2.5 hours × $320.00")).to_be_visible()
    expect(page.get_by_role("row", name="Sales tax (8.25 %) $66.00")).to_be_visible()
    client.looks_right("invoice")
    goes_to_pay_and_back(client)
    is_paid_while_one_looks(client, office)
    saves_the_paper(page)
    prints_as_an_invoice(client, tmp_path)

    page.get_by_role("link", name="All invoices").click()
    expect(page.get_by_text("You owe nothing.")).to_be_visible()
    expect(page.get_by_role("region", name="Paid").get_by_role("link")).to_contain_text(
        "Paid today"
    )
    client.looks_right("invoices-paid")
    holds_money_in_trust(client, office)
    assert client.complaints == []


def holds_money_in_trust(client: Client, office: Office) -> None:
    """Asked for, received, spent: each apart from invoices, with what is held after it."""
    page, own = client.page, ("--firm", office.firm_id)
    wanted = ("--id", "tr-1", "--text", "For the experts.")
    office.command("ask-for-trust", "M-1", "maria", "1000", *wanted, *own)
    page.get_by_role("link", name=re.compile("to be held in trust")).click()
    client.sees("Money to be held in trust")
    expect(page.get_by_text("$1,000.00 still to come")).to_be_visible()
    client.looks_right("trust-request")
    office.command("hold", "M-1", "maria", "1000", "--request", "tr-1", "--text", "Check", *own)
    expect(page.get_by_text("All of it has come.")).to_be_visible()
    page.get_by_role("link", name="Billing", exact=True).first.click()
    held = page.get_by_role("link", name=re.compile("Held for"))
    expect(held).to_contain_text("$1,000.00")
    client.looks_right("billing-with-trust")
    held.click()
    client.sees("Held in trust")
    office.command("disburse", "M-1", "maria", "250", "--text", "Expert", *own)
    expect(
        page.get_by_role("row", name=re.compile(r"Expert .* -\$250.00 \$750.00"))
    ).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name=MATTER)).to_be_visible()
    client.looks_right("trust-held")


def shows_that_there_are_none(client: Client) -> None:
    if client.device.phone:
        client.page.get_by_role("link", name="All messages").click()
    client.page.get_by_role("link", name="Billing").click()
    client.sees("Billing")
    expect(client.page.get_by_role("heading", name="No invoices yet")).to_be_visible()
    client.looks_right("no-invoices")


def bill(office: Office) -> None:
    office.publish(FirmPolicyChanged(pay_hosts=[HOST]))
    work = InvoiceLine(
        kind="time",
        description="Drafting the answer to the complaint",
        amount="800.00",
        on=TODAY - datetime.timedelta(days=40),
        units="2.5",
        rate="320.00",
        timekeeper="Nora Hartley",
        tax="66.00",
        tax_rate="8.25",
    )
    fee = InvoiceLine(kind="expense", description="Filing fee", amount="120.00")
    less = InvoiceLine(kind="discount", description="As agreed", amount="-20.00")
    office.publish(
        InvoiceIssued(
            matter_id="M-1",
            invoice_id="inv-1",
            number="2026-114",
            issued_on=TODAY - datetime.timedelta(days=32),
            due_on=TODAY - datetime.timedelta(days=4),
            currency="USD",
            lines=[work, fee, less],
            subtotal="900.00",
            taxes=[InvoiceTax(name="Sales tax", amount="66.00", rate="8.25")],
            total="966.00",
            bill_to=[BillTo(contact_id="maria")],
            pay_link=f"https://{HOST}/2026-114",
        )
    )


def goes_to_pay_and_back(client: Client) -> None:
    """Where one is led is said before; a second click asks whether one has not paid already."""
    page = client.page
    there = f"https://{HOST}/2026-114"
    page.context.route(f"https://{HOST}/**", lambda route: route.fulfill(body="Pay here."))
    page.get_by_role("button", name=f"Pay at {HOST}").click()
    expect(page.get_by_role("heading", name=f"You are leaving for {HOST}")).to_be_visible()
    client.looks_right("leaving-to-pay")
    page.get_by_role("button", name=f"Go to {HOST}").click()
    page.wait_for_url(there)
    page.go_back()
    expect(page.get_by_text("You opened the payment page at")).to_contain_text(
        f"{NAME} confirms it"
    )
    page.get_by_role("button", name=f"Pay at {HOST}").click()
    expect(page.get_by_role("heading", name="Have you paid already?")).to_be_visible()
    client.looks_right("leaving-to-pay-again")
    page.get_by_role("button", name="Stay here").click()


def is_paid_while_one_looks(client: Client, office: Office) -> None:
    page, own = client.page, ("--firm", office.firm_id)
    check = ("--id", "pay-1", "--method", "Check 1207", "--by", "maria")
    office.command("pay", "inv-1", "400", *check, *own)
    expect(page.get_by_text("$566.00 outstanding")).to_be_visible()
    expect(page.get_by_text("$400.00 paid")).to_be_visible()
    office.command("credit", "inv-1", "66.00", "--reason", "Goodwill", *own)
    expect(page.get_by_text("$500.00 outstanding")).to_be_visible()
    office.command("take-back", "inv-1", "pay-1", "--reason", "Check not honored", *own)
    expect(page.get_by_text("$900.00 outstanding")).to_be_visible()
    taken_back = re.compile(r"Payment counts no more .*\d · Check not honored \$400.00")
    expect(page.get_by_role("row", name=taken_back)).to_be_visible()
    client.looks_right("invoice-partly-paid")
    office.command("pay", "inv-1", "950.00", *own)
    expect(page.get_by_text("Paid today · $50.00 too much")).to_be_visible()
    expect(page.get_by_role("row", name="Paid too much $50.00")).to_be_visible()
    expect(page.get_by_role("button", name=f"Pay at {HOST}")).to_have_count(0)


def saves_the_paper(page: Page) -> None:
    with page.expect_download() as saving:
        page.get_by_role("button", name="PDF").click()
    assert saving.value.suggested_filename == "Invoice 2026-114.pdf"
    assert saving.value.path().read_bytes().startswith(b"%PDF-1.7")
    page.get_by_text("For an e-billing system").click()
    with page.expect_download() as saving:
        page.get_by_role("button", name="LEDES 98BI").click()
    assert saving.value.path().read_bytes().startswith(b"LEDES98BI V2[]")


def prints_as_an_invoice(client: Client, folder: Path) -> None:
    """All that it says, and nothing that leads elsewhere or could be pressed."""
    printed = client.page.pdf(prefer_css_page_size=True)
    (client.screenshots / f"{client.device.name}-invoice.pdf").write_bytes(printed)
    text = " ".join(" ".join(text_of(printed, folder)).split())
    said = ("Invoice 2026-114", "2.5 hours × $320.00", "Total $966.00", "Payment counts no more")
    for words in (NAME, MATTER, CONTACT, *said):
        assert words in text
    for words in ("Print", "All invoices", "To Do", "Msgs", "LEDES", HOST):
        assert words not in text
