"""Whether what a firm states of an invoice adds up, to the minor unit; and if not, which sum."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from contracts import money
from contracts.cleaning import Unfit
from contracts.errors import EventRefused
from contracts.events.invoices import InvoiceLine, InvoiceStated


def check(stated: InvoiceStated) -> None:
    """Raises EventRefused, naming the first thing that does not add up."""
    for member, text in _amounts(stated):
        amount(member, text, stated.currency)
    for place, line in enumerate(stated.lines, 1):
        _check_line(place, line, stated.currency)
    _check_totals(stated)
    _check_shares(stated)
    _check_dates(stated)


def amount(member: str, text: str, currency: str) -> Decimal:
    """What a member says; raises EventRefused where that is no amount in the currency."""
    try:
        return money.amount(text, currency)
    except money.NotMoney as error:
        raise EventRefused(str(Unfit(member, str(error)))) from error


def positive(member: str, text: str, currency: str) -> Decimal:
    """The same of what must be more than nothing."""
    value = amount(member, text, currency)
    if value <= 0:
        raise EventRefused(f"'{member}' is {text}; it must be more than nothing.")
    return value


def _amounts(stated: InvoiceStated) -> Iterator[tuple[str, str]]:
    yield "subtotal", stated.subtotal
    yield "total", stated.total
    for number, tax in enumerate(stated.taxes, 1):
        yield f"taxes[{number}].amount", tax.amount
    for number, billed in enumerate(stated.bill_to, 1):
        if billed.share is not None:
            yield f"bill_to[{number}].share", billed.share
    for number, line in enumerate(stated.lines, 1):
        yield f"lines[{number}].amount", line.amount
        if line.tax is not None:
            yield f"lines[{number}].tax", line.tax


def _check_line(place: int, line: InvoiceLine, currency: str) -> None:
    stands = Decimal(line.amount)
    if (stands < 0) != (line.kind == "discount") and stands:
        raise EventRefused(
            f"Line {place} is of the kind '{line.kind}', and its amount is {line.amount}: "
            "a discount is negative, and all else is not."
        )
    if line.units is None or line.rate is None:
        return
    product = Decimal(line.units) * Decimal(line.rate)
    # Rounding is the firm's: half up, half to even, or by another rule of theirs.
    if abs(abs(stands) - product) > money.minor_unit(currency):
        raise EventRefused(
            f"Line {place} says {line.amount}, but {line.units} × {line.rate} is {product}."
        )


def _check_totals(stated: InvoiceStated) -> None:
    subtotal, total = Decimal(stated.subtotal), Decimal(stated.total)
    lines = _sum(line.amount for line in stated.lines)
    if lines != subtotal:
        raise EventRefused(f"The subtotal is {stated.subtotal}, but the lines sum up to {lines}.")
    taxes = _sum(tax.amount for tax in stated.taxes)
    if subtotal + taxes != total:
        raise EventRefused(
            f"The total is {stated.total}, but subtotal and taxes sum up to {subtotal + taxes}."
        )
    if total < 0:
        raise EventRefused(f"The total is {stated.total}: what is given back is a credit.")
    of_lines = [line.tax for line in stated.lines if line.tax is not None]
    if of_lines and _sum(of_lines) != taxes:
        raise EventRefused(
            f"The taxes of the lines sum up to {_sum(of_lines)}, "
            f"but those of the invoice to {taxes}."
        )


def _check_shares(stated: InvoiceStated) -> None:
    persons = [billed.contact_id for billed in stated.bill_to]
    if len(set(persons)) < len(persons):
        raise EventRefused("The invoice names the same person twice in 'bill_to'.")
    shares = [billed.share for billed in stated.bill_to if billed.share is not None]
    if not shares:
        return
    if len(shares) < len(persons) or any(Decimal(share) < 0 for share in shares):
        raise EventRefused("Either each person in 'bill_to' has a share, not below 0, or none has.")
    if _sum(shares) != Decimal(stated.total):
        raise EventRefused(f"The shares sum up to {_sum(shares)}, but the total is {stated.total}.")


def _check_dates(stated: InvoiceStated) -> None:
    if stated.due_on is not None and stated.due_on < stated.issued_on:
        raise EventRefused(f"The invoice is of {stated.issued_on}, and due on {stated.due_on}.")
    if stated.period_from and stated.period_to and stated.period_to < stated.period_from:
        raise EventRefused("The period of the invoice ends before it begins.")


def _sum(amounts: Iterable[str]) -> Decimal:
    return sum(map(Decimal, amounts), Decimal(0))
