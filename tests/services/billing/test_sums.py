"""What does not add up is refused, and the firm is told which sum."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import money
from contracts.errors import EventRefused
from contracts.events.envelope import in_form
from contracts.events.invoices import BillTo, InvoiceIssued, InvoiceLine, InvoiceTax
from services.billing import sums
from tests.services.billing.scene import FEE, TIME, TODAY, stated

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "subtotal": ({"subtotal": "600.01"}, "subtotal is 600.01, but the lines sum up to 600.00"),
    "total": ({"total": "599.99"}, "total is 599.99, but subtotal and taxes sum up to 600.00"),
    "taxes": (
        {"taxes": [InvoiceTax(name="Tax", amount="1.00")]},
        "total is 600.00, but subtotal and taxes sum up to 601.00",
    ),
    "taxes of lines": (
        {
            "lines": [msgspec.structs.replace(FEE, tax="2.00")],
            "taxes": [InvoiceTax(name="Tax", amount="3.00")],
            "total": "123.00",
        },
        "taxes of the lines sum up to 2.00, but those of the invoice to 3.00",
    ),
    "a line": (
        {"lines": [msgspec.structs.replace(TIME, amount="480.02")]},
        "Line 1 says 480.02, but 1.5 × 320.00 is 480.000",
    ),
    "shares": ({"bill_to": [BillTo(contact_id="ana", share="599.99")]}, "shares sum up to 599.99"),
    "a share for one alone": (
        {"bill_to": [BillTo(contact_id="ana", share="600.00"), BillTo(contact_id="ben")]},
        "has a share, not below 0, or none has",
    ),
    "a person twice": ({"bill_to": [BillTo(contact_id="ana")] * 2}, "the same person twice"),
    "a negative total": (
        {"lines": [InvoiceLine(kind="discount", description="All", amount="-1.00")]},
        "total is -1.00: what is given back is a credit",
    ),
    "a positive discount": (
        {"lines": [InvoiceLine(kind="discount", description="All", amount="1.00")]},
        "a discount is negative",
    ),
    "a negative expense": (
        {"lines": [InvoiceLine(kind="expense", description="All", amount="-1.00")]},
        "a discount is negative",
    ),
    "an unknown currency": (
        {"currency": "USQ"},
        "is in 'USQ', which is no currency",
    ),
    "gold": ({"currency": "XAU"}, "'subtotal' is in 'XAU', which is no currency"),
    "cents of yen": (
        {"currency": "JPY"},
        "with 2 decimals; amounts in JPY have 0",
    ),
    "due before it was written": ({"due_on": TODAY.replace(day=1)}, "due on 2026-11-01"),
    "a period that ends before it begins": (
        {"period_from": TODAY, "period_to": TODAY.replace(day=1)},
        "ends before it begins",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_add_up_is_refused_in_words(what: str) -> None:
    members, says = REFUSED[what]
    with pytest.raises(EventRefused, match=says.replace("(", r"\(")):
        sums.check(InvoiceIssued(**stated(**members)))


@pytest.mark.parametrize(
    "text",
    ["1e500", "NaN", "Infinity", "-0.00", "-0", "1,250.00", "01.00", " 1.00", "1.00\n", "1.", ".5"],
)
def test_what_is_no_plain_decimal_is_no_amount(text: str) -> None:
    told = msgspec.json.encode(InvoiceIssued(**stated(total=text)))
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(told, type=InvoiceIssued)


def test_a_number_is_no_amount() -> None:
    told = msgspec.json.encode(InvoiceIssued(**stated())).replace(b'"600.00"', b"600.00")
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(told, type=InvoiceIssued)


def test_names_inside_lines_are_put_into_their_form_and_a_bad_one_is_named() -> None:
    line = msgspec.structs.replace(FEE, description="Filing\u202e\nfee")
    kept = in_form(InvoiceIssued(**stated(lines=[line]))).lines[0]
    assert kept.description == "Filing fee"
    bad = InvoiceIssued(**stated(lines=[FEE], taxes=[InvoiceTax(name="\u200b", amount="0.00")]))
    with pytest.raises(EventRefused, match=r"'taxes\.name' holds only spaces"):
        in_form(bad)


CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "CLF", "HUF"])


@given(CURRENCIES, st.lists(st.integers(0, 10**9), min_size=1, max_size=30), st.data())
def test_whatever_is_exact_passes_and_a_minor_unit_more_or_less_does_not(
    currency: str, minors: list[int], data: st.DataObject
) -> None:
    unit = money.minor_unit(currency)

    def say(minor: int) -> str:
        return money.said(minor * unit, currency)

    lines = [InvoiceLine(kind="fee", description="Work", amount=say(n)) for n in minors]
    tax = data.draw(st.integers(0, 10**6))
    whole: dict[str, Any] = {
        "currency": currency,
        "lines": lines,
        "subtotal": say(sum(minors)),
        "taxes": [InvoiceTax(name="Tax", amount=say(tax))],
        "total": say(sum(minors) + tax),
    }
    sums.check(InvoiceIssued(**stated(**whole)))
    member = data.draw(st.sampled_from(["subtotal", "total"]))
    off = data.draw(st.sampled_from([1, 7, 100]))
    wrong = whole | {member: money.said(Decimal(whole[member]) + off * unit, currency)}
    with pytest.raises(EventRefused, match=member):
        sums.check(InvoiceIssued(**stated(**wrong)))


@given(CURRENCIES, st.integers(-(10**15), 10**15))
def test_an_amount_is_read_as_it_is_said(currency: str, minor: int) -> None:
    value = minor * money.minor_unit(currency)
    said = money.said(value, currency)
    assert money.amount(said, currency) == value
    assert "E" not in said


@given(st.integers(0, 10**4), st.sampled_from(["95.00", "275.50", "320.33", "0.655"]))
def test_hours_by_rate_may_be_rounded_in_any_way_to_a_minor_unit(
    hundredths: int, rate: str
) -> None:
    units = f"{hundredths // 100}.{hundredths % 100:02}"
    for rounding in ("ROUND_HALF_UP", "ROUND_HALF_EVEN", "ROUND_UP", "ROUND_DOWN"):
        product = (Decimal(units) * Decimal(rate)).quantize(Decimal("0.01"), rounding)
        line = msgspec.structs.replace(TIME, units=units, rate=rate, amount=f"{product:f}")
        sums.check(InvoiceIssued(**stated(lines=[line])))
