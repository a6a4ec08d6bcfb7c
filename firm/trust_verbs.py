"""Money in trust as verbs: `redwell firm hold`, `disburse` and `ask-for-trust`."""

import datetime
from typing import Annotated, Any

import typer

from contracts import ids
from contracts.events.trust import TrustDeposited, TrustDisbursed, TrustRequested
from firm.commands import Firm, Wait, app, publishing
from firm.invoice_verbs import Amount, Currency, exact
from firm.verbs import Contact, Matter

Said = Annotated[str, typer.Option("--text", help="Shown to the client.")]


@app.command()
def hold(
    matter: Matter,
    contact: Contact,
    amount: Amount,
    text: Said = "",
    request: Annotated[str, typer.Option(help="The request that it is for.")] = "",
    currency: Currency = "USD",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Tell that money came into trust for a contact.

    Example: redwell firm hold M-2031 c-17 1500.00 --text "Retainer"
    """
    told = _moved(matter, contact, amount, text, currency)
    with publishing(firm) as line:
        line.send(TrustDeposited(**told, request_id=request), wait)


@app.command()
def disburse(
    matter: Matter,
    contact: Contact,
    amount: Amount,
    text: Said = "",
    invoice: Annotated[str, typer.Option(help="The invoice that is paid by it.")] = "",
    currency: Currency = "USD",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Tell that money went out of trust; never more than there is.

    Example: redwell firm disburse M-2031 c-17 250.00 --text "Expert"
    """
    told = _moved(matter, contact, amount, text, currency)
    with publishing(firm) as line:
        line.send(TrustDisbursed(**told, invoice_id=invoice), wait)


@app.command("ask-for-trust")
def ask_for_trust(
    matter: Matter,
    contact: Contact,
    amount: Amount,
    text: Said = "",
    request: Annotated[
        str, typer.Option("--id", help="Your own id of it; a new one when not given.")
    ] = "",
    days: Annotated[int, typer.Option(help="Due in so many days.", min=0, max=3650)] = 14,
    currency: Currency = "USD",
    wait: Wait = 3.0,
    firm: Firm = "",
) -> None:
    """Ask a contact for money to be held in trust.

    Example: redwell firm ask-for-trust M-2031 c-17 1000.00 --text "For experts"
    """
    today = _today()
    requested = TrustRequested(
        request_id=request or str(ids.new_id()),
        matter_id=matter,
        contact_id=contact,
        amount=exact(amount, currency),
        currency=currency,
        requested_on=today,
        due_on=today + datetime.timedelta(days=days),
        text=text,
    )
    with publishing(firm) as line:
        line.send(requested, wait)


def _moved(matter: str, contact: str, amount: str, text: str, currency: str) -> dict[str, Any]:
    return {
        "entry_id": str(ids.new_id()),
        "matter_id": matter,
        "contact_id": contact,
        "amount": exact(amount, currency),
        "currency": currency,
        "moved_on": _today(),
        "description": text,
    }


def _today() -> datetime.date:
    return datetime.date.today()  # noqa: DTZ011 - a booking bears the day of who books it
