"""Invoices as verbs: `redwell firm bill`, `pay`, `credit`, `take-back`, `void`.

Whole invoices are event files.
"""

import datetime
from decimal import Decimal
from typing import Annotated, Any

import typer

from contracts import ids, money
from contracts.events.invoices import (
    BillTo,
    CreditApplied,
    CreditReversed,
    InvoiceIssued,
    InvoiceLine,
    InvoiceVoided,
    PaymentRecorded,
    PaymentReversed,
)
from firm.commands import Firm, Wait, app, publishing
from firm.verbs import Contact, Matter

Invoice = Annotated[str, typer.Argument(help="The firm's own id of the invoice.")]
Amount = Annotated[str, typer.Argument(help="How much, such as 150.00.")]
Entry = Annotated[str, typer.Option("--id", help="Your own id of it; a new one when not given.")]
Reason = Annotated[str, typer.Option(help="Shown to the client.")]
Currency = Annotated[str, typer.Option(help="By ISO 4217.")]


@app.command()
def bill(
    matter: Matter,
    contact: Contact,
    amount: Amount,
    text: Annotated[str, typer.Argument(help="What for.")],
    invoice: Entry = "",
    number: Annotated[str, typer.Option(help="What people quote.")] = "",
    days: Annotated[int, typer.Option(help="Due in so many days.", min=0, max=3650)] = 30,
    currency: Currency = "USD",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Bill a contact one amount; for more lines, taxes and several persons publish an event file.

    Example: redwell firm bill M-2031 c-17 480.00 "Reading the lease" --number 2026-114
    """
    today = datetime.date.today()  # noqa: DTZ011 - an invoice bears the day of who writes it
    amount = exact(amount, currency)
    issued = InvoiceIssued(
        matter_id=matter,
        invoice_id=invoice or str(ids.new_id()),
        number=number,
        issued_on=today,
        due_on=today + datetime.timedelta(days=days),
        currency=currency,
        lines=[InvoiceLine(kind="fee", description=text, amount=amount)],
        subtotal=amount,
        total=amount,
        bill_to=[BillTo(contact_id=contact)],
    )
    with publishing(firm) as line:
        line.send(issued, wait)


@app.command()
def pay(
    invoice: Invoice,
    amount: Amount,
    method: Annotated[str, typer.Option(help="How it was paid, in words.")] = "",
    by: Annotated[str, typer.Option(help="Contact id of who paid.")] = "",
    payment: Entry = "",
    currency: Currency = "USD",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Record that money came in for an invoice.

    Example: redwell firm pay inv-114 150.00 --method "Check 1207"
    """
    recorded = PaymentRecorded(
        invoice_id=invoice,
        payment_id=payment or str(ids.new_id()),
        amount=exact(amount, currency),
        currency=currency,
        paid_on=datetime.date.today(),  # noqa: DTZ011
        method=method,
        contact_id=by,
    )
    with publishing(firm) as line:
        line.send(recorded, wait)


@app.command()
def credit(
    invoice: Invoice,
    amount: Amount,
    reason: Reason = "",
    entry: Entry = "",
    currency: Currency = "USD",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Let go of a part of what is owed on an invoice.

    Example: redwell firm credit inv-114 50.00 --reason "As agreed"
    """
    applied = CreditApplied(
        invoice_id=invoice,
        credit_id=entry or str(ids.new_id()),
        amount=exact(amount, currency),
        currency=currency,
        applied_on=datetime.date.today(),  # noqa: DTZ011
        reason=reason,
    )
    with publishing(firm) as line:
        line.send(applied, wait)


@app.command("take-back")
def take_back(
    invoice: Invoice,
    entry: Annotated[str, typer.Argument(help="The firm's own id of the payment or the credit.")],
    credit: Annotated[bool, typer.Option("--credit", help="It was a credit.")] = False,
    reason: Reason = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Let a payment, or a credit, count no more: what it paid is owed again.

    Example: redwell firm take-back inv-114 pay-7 --reason "The check was not honored."
    """
    told: dict[str, Any] = {
        "invoice_id": invoice,
        "reversed_on": datetime.date.today(),  # noqa: DTZ011
        "reason": reason,
    }
    with publishing(firm) as line:
        line.send(
            CreditReversed(credit_id=entry, **told)
            if credit
            else PaymentReversed(payment_id=entry, **told),
            wait,
        )


@app.command()
def void(
    invoice: Invoice,
    reason: Reason = "",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Let an invoice count no more, for good; that there was one stays to be seen.

    Example: redwell firm void inv-114 --reason "Billed twice."
    """
    with publishing(firm) as line:
        line.send(InvoiceVoided(invoice_id=invoice, reason=reason), wait)


def exact(amount: str, currency: str) -> str:
    """With as many decimals as the currency has, for who types 150."""
    try:
        if Decimal(amount).is_finite():
            exact = money.said(Decimal(amount), currency)
            if Decimal(exact) == Decimal(amount):
                return exact
    except ArithmeticError:
        pass
    except money.NotMoney as error:
        raise typer.BadParameter(f"It {error}.") from error
    raise typer.BadParameter(f"'{amount}' is no amount in {currency}.")
