"""The paper of an invoice where the firm sent none: what it states, and what was paid."""

from collections.abc import Iterator
from typing import Any

from backbone.work import Work
from contracts.calls.billing import GetInvoice, GetInvoicePaper, Invoice, InvoiceEntry, MadeFile
from contracts.errors import Unavailable
from contracts.events.invoices import InvoiceLine
from papers.drawing import NotDrawn, draw
from papers.wording import day, grouped
from services.billing import invoices

_STATES = {"outstanding": "Outstanding", "paid": "Paid", "voided": "Voided: it counts no more"}


def paper(work: Work, call: GetInvoicePaper) -> MadeFile:
    """A PDF of the invoice as it stands. Raises NotFound, Unavailable where none can be drawn."""
    shown = invoices.get(work, GetInvoice(caller=call.caller, invoice_id=call.invoice_id))
    work.session.commit()  # nothing is held while it is drawn
    try:
        drawn = draw("invoice", of(shown))
    except NotDrawn as error:
        raise Unavailable() from error
    return MadeFile(
        name=f"{_title(shown)}.pdf", media_type="application/pdf", content=drawn.content
    )


def of(shown: Invoice) -> dict[str, Any]:
    """What the template needs, in words as they stand on it; the same for all who see it."""
    return {
        "title": _title(shown),
        "heading": _title(shown),
        "date": shown.issued_on,
        "firm": shown.firm_name,
        "bill_to": [billed.name for billed in shown.bill_to],
        "matter": " · ".join(filter(None, (shown.matter_title, shown.matter_number))),
        "due": shown.due_on,
        "period": _period(shown),
        "state": _STATES[shown.state],
        "currency": shown.currency,
        "lines": [_line(line) for line in shown.lines],
        "sums": _sums(shown),
        "total": ["Total", grouped(shown.total)],
        "entries": [row for entry in shown.entries for row in _entry(entry)],
        "outstanding": _left(shown),
        "shares": [[who.name, grouped(who.share)] for who in shown.bill_to if who.share],
        "note": shown.note,
    }


def _title(shown: Invoice) -> str:
    return f"Invoice {shown.number}".rstrip()


def _period(shown: Invoice) -> str:
    days = [day(each) for each in (shown.period_from, shown.period_to) if each]
    return " to ".join(dict.fromkeys(days))


def _line(line: InvoiceLine) -> dict[str, str]:
    return {
        "on": day(line.on) if line.on else "",
        "text": line.description,
        "who": line.timekeeper,
        "units": line.units or "",
        "rate": grouped(line.rate) if line.rate else "",
        "amount": grouped(line.amount),
    }


def _sums(shown: Invoice) -> list[list[str]]:
    taxes = [
        [f"{tax.name} ({tax.rate} %)" if tax.rate else tax.name, grouped(tax.amount)]
        for tax in shown.taxes
    ]
    return [["Subtotal", grouped(shown.subtotal)], *taxes] if taxes else []


def _entry(entry: InvoiceEntry) -> Iterator[dict[str, str]]:
    kind = "Payment" if entry.kind == "payment" else "Credit"
    text = _listed(kind, entry.by and f"from {entry.by}", entry.about)
    yield {"on": day(entry.on), "text": text, "amount": grouped(f"-{entry.amount}")}
    if entry.reversed_on is not None:
        text = _listed(f"{kind} counts no more", entry.reversal_reason)
        yield {"on": day(entry.reversed_on), "text": text, "amount": grouped(entry.amount)}


def _listed(*words: str) -> str:
    return ", ".join(filter(None, words))


def _left(shown: Invoice) -> str:
    """What is still to come, or came in too much, where the total does not say it."""
    if shown.state == "paid" and float(shown.over or 0) > 0:
        return f"Paid too much: {grouped(shown.over)} {shown.currency}"
    if shown.state != "outstanding" or shown.outstanding == shown.total:
        return ""
    return f"Outstanding: {grouped(shown.outstanding)} {shown.currency}"
