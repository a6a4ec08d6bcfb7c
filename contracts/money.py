"""Money: decimal text in a currency of ISO 4217, as exact as its minor unit; never a float.

`1e500`, `NaN`, `-0.00` and `1,250.00` have not the form of an amount.
"""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Annotated

import iso4217
from msgspec import Meta

from contracts.values import END

_PLAIN = r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,4})?"
Amount = Annotated[
    str, Meta(pattern=rf"^(?!-[0.]+{END})-?{_PLAIN}{END}", examples=["1250.00"], max_length=20)
]
# Hours of work, or pieces of an expense; what one of them costs; and a tax, in percent.
Units = Annotated[
    str, Meta(pattern=rf"^(?:0|[1-9][0-9]{{0,5}})(?:\.[0-9]{{1,4}})?{END}", examples=["1.25"])
]
Rate = Annotated[str, Meta(pattern=rf"^{_PLAIN}{END}", examples=["320.00"], max_length=20)]
Percent = Annotated[str, Meta(pattern=rf"^[0-9]{{1,3}}(?:\.[0-9]{{1,4}})?{END}", examples=["8.25"])]
Currency = Annotated[str, Meta(pattern=rf"^[A-Z]{{3}}{END}", examples=["USD"])]


class NotMoney(ValueError):
    """The text says of something named before it, for example `is in 'XAU', which is no …`."""


def exponent(currency: str) -> int:
    """How many decimals an amount in the currency has. Raises NotMoney for none of ISO 4217."""
    try:
        found: int | None = iso4217.Currency(currency).exponent
    except ValueError:
        found = None
    if found is None:  # also of gold, and of units of account
        raise NotMoney(f"is in '{currency}', which is no currency that people pay in (ISO 4217)")
    return found


def amount(text: str, currency: str) -> Decimal:
    """The number that `Amount` says. Raises NotMoney."""
    wanted, given = exponent(currency), len(text.partition(".")[2])
    if given != wanted:
        raise NotMoney(f"is '{text}', with {given} decimals; amounts in {currency} have {wanted}")
    return Decimal(text)


def said(value: Decimal, currency: str) -> str:
    """The value as `Amount`, in whole minor units: `amount` reads the same again."""
    unit = minor_unit(currency)
    with localcontext(prec=60):
        return f"{value.quantize(unit, ROUND_HALF_EVEN) + 0 * unit:f}"


def minor_unit(currency: str) -> Decimal:
    """The least that can be paid, for example 0.01."""
    return Decimal(1).scaleb(-exponent(currency))
