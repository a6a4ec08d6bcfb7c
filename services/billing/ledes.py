"""An invoice in LEDES 1998B and LEDES 98BI, for companies whose systems read them.

A line is `units × cost + adjustment (+ tax) = total`, exactly, and all totals sum up to that of the
invoice. What a format has no place for is refused rather than left out.
"""

import datetime
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from backbone.work import Work
from contracts import money
from contracts.calls.billing import GetInvoice, GetInvoiceLedes, Invoice, LedesFormat, MadeFile
from contracts.errors import InvalidInput
from contracts.events.invoices import InvoiceLine, InvoiceStated
from services.billing import access, invoices


def _words(names: str) -> list[str]:
    return names.split()


_1998B = _words(
    "INVOICE_DATE INVOICE_NUMBER CLIENT_ID LAW_FIRM_MATTER_ID INVOICE_TOTAL BILLING_START_DATE "
    "BILLING_END_DATE INVOICE_DESCRIPTION LINE_ITEM_NUMBER EXP/FEE/INV_ADJ_TYPE "
    "LINE_ITEM_NUMBER_OF_UNITS LINE_ITEM_ADJUSTMENT_AMOUNT LINE_ITEM_TOTAL LINE_ITEM_DATE "
    "LINE_ITEM_TASK_CODE LINE_ITEM_EXPENSE_CODE LINE_ITEM_ACTIVITY_CODE TIMEKEEPER_ID "
    "LINE_ITEM_DESCRIPTION LAW_FIRM_ID LINE_ITEM_UNIT_COST TIMEKEEPER_NAME "
    "TIMEKEEPER_CLASSIFICATION CLIENT_MATTER_ID"
)
_98BI = _1998B + _words(
    "PO_NUMBER CLIENT_TAX_ID MATTER_NAME INVOICE_TAX_TOTAL INVOICE_NET_TOTAL INVOICE_CURRENCY "
    "TIMEKEEPER_LAST_NAME TIMEKEEPER_FIRST_NAME ACCOUNT_TYPE LAW_FIRM_NAME LAW_FIRM_ADDRESS_1 "
    "LAW_FIRM_ADDRESS_2 LAW_FIRM_CITY LAW_FIRM_STATEorREGION LAW_FIRM_POSTCODE "
    "LAW_FIRM_COUNTRY CLIENT_NAME CLIENT_ADDRESS_1 CLIENT_ADDRESS_2 CLIENT_CITY "
    "CLIENT_STATEorREGION CLIENT_POSTCODE CLIENT_COUNTRY LINE_ITEM_TAX_RATE "
    "LINE_ITEM_TAX_TOTAL LINE_ITEM_TAX_TYPE INVOICE_REPORTED_TAX_TOTAL INVOICE_TAX_CURRENCY"
)
_FORMATS = {"1998B": ("LEDES1998B[]", _1998B), "98BI": ("LEDES98BI V2[]", _98BI)}
_TYPES = {"time": "F", "fee": "F", "expense": "E", "discount": "IF"}
_LONGEST = {"LINE_ITEM_DESCRIPTION": 1000, "INVOICE_DESCRIPTION": 1000, "MATTER_NAME": 255}
_NAMES = {"TIMEKEEPER_NAME": 30, "LAW_FIRM_NAME": 60, "CLIENT_NAME": 60}
# What has no letters of ASCII in it (NFKD), and yet a way to be written in them.
_WRITTEN = str.maketrans(
    {"—": "-", "–": "-", "−": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "…": "..."}
    | {"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "ł": "l", "Ł": "L"}
    | {"|": "/", "[": "(", "]": ")"}
)


def made(work: Work, call: GetInvoiceLedes) -> MadeFile:
    """The file. Raises NotFound, InvalidInput where the format cannot say what the invoice does."""
    seen = access.seen(work, call.caller, call.invoice_id)
    shown = invoices.get(work, GetInvoice(caller=call.caller, invoice_id=call.invoice_id))
    _check(shown, call.format)
    head, columns = _FORMATS[call.format]
    rows = _rows(shown, invoices.as_stated(seen.invoice))
    text = "\r\n".join([head, _row(columns), *(_row(_fields(row, columns)) for row in rows), ""])
    name = ascii_of(f"Invoice {shown.number}").strip()
    return MadeFile(
        name=f"{name} LEDES {call.format}.txt",
        media_type="text/plain",
        content=text.encode("ascii"),
    )


def ascii_of(text: str) -> str:
    """In one line of ASCII, without what parts fields and rows."""
    plain = unicodedata.normalize("NFKD", " ".join(text.split()).translate(_WRITTEN))
    return "".join(
        each if each.isascii() else "?" for each in plain if not unicodedata.combining(each)
    )


def _check(shown: Invoice, wanted: LedesFormat) -> None:
    if wanted == "1998B" and (shown.taxes or shown.currency != "USD"):
        raise InvalidInput(
            "LEDES 1998B has no place for taxes, nor for other currencies than US dollars. "
            "Take 98BI.",
            field="format",
        )
    of_lines = sum(Decimal(line.tax or 0) for line in shown.lines)
    if of_lines != sum(Decimal(tax.amount) for tax in shown.taxes):
        raise InvalidInput(
            "The firm has not said for which lines the taxes are; LEDES needs that.", field="format"
        )


def _rows(shown: Invoice, stated: InvoiceStated) -> Iterator[dict[str, Any]]:
    whole = _whole(shown, stated)
    for number, line in enumerate(shown.lines, 1):
        yield whole | {"LINE_ITEM_NUMBER": number} | _line(shown, line)


def _whole(shown: Invoice, stated: InvoiceStated) -> dict[str, Any]:
    """What is the same in each row."""
    taxes = sum((Decimal(tax.amount) for tax in shown.taxes), Decimal(0))
    return {
        "INVOICE_DATE": shown.issued_on,
        "INVOICE_NUMBER": shown.number or stated.invoice_id,
        "CLIENT_ID": stated.client_id or stated.bill_to[0].contact_id,
        "LAW_FIRM_MATTER_ID": shown.matter_number or stated.matter_id,
        "INVOICE_TOTAL": shown.total,
        "BILLING_START_DATE": shown.period_from or shown.issued_on,
        "BILLING_END_DATE": shown.period_to or shown.issued_on,
        "INVOICE_DESCRIPTION": shown.matter_title,
        "LAW_FIRM_ID": stated.law_firm_id or shown.firm_id,
        "CLIENT_MATTER_ID": stated.client_matter_id,
        "MATTER_NAME": shown.matter_title,
        "INVOICE_TAX_TOTAL": f"{taxes:f}",
        "INVOICE_NET_TOTAL": shown.subtotal,
        "INVOICE_CURRENCY": shown.currency,
        "ACCOUNT_TYPE": "O",
        "LAW_FIRM_NAME": shown.firm_name,
        "CLIENT_NAME": shown.bill_to[0].name,
        "INVOICE_REPORTED_TAX_TOTAL": f"{taxes:f}",
        "INVOICE_TAX_CURRENCY": shown.currency,
    }


def _line(shown: Invoice, line: InvoiceLine) -> dict[str, Any]:
    amount, tax = Decimal(line.amount), Decimal(line.tax or 0)
    if line.kind == "discount":
        units, cost = Decimal(1), Decimal(0)
    elif line.units and line.rate:
        units, cost = Decimal(line.units), Decimal(line.rate)
    else:
        units, cost = Decimal(1), amount
    last, first = _surname_first(line.timekeeper)
    rate, tax_name = _taxed(shown, line)
    return {
        "EXP/FEE/INV_ADJ_TYPE": _TYPES[line.kind],
        "LINE_ITEM_NUMBER_OF_UNITS": f"{units:f}",
        "LINE_ITEM_ADJUSTMENT_AMOUNT": f"{amount - units * cost:f}",
        "LINE_ITEM_TOTAL": f"{amount + tax:f}",
        "LINE_ITEM_DATE": line.on or shown.issued_on,
        "LINE_ITEM_TASK_CODE": line.task_code,
        "LINE_ITEM_EXPENSE_CODE": line.expense_code,
        "LINE_ITEM_ACTIVITY_CODE": line.activity_code,
        "TIMEKEEPER_ID": line.timekeeper_id,
        "LINE_ITEM_DESCRIPTION": line.description,
        "LINE_ITEM_UNIT_COST": f"{cost:f}",
        "TIMEKEEPER_NAME": ", ".join(filter(None, (last, first))),
        "TIMEKEEPER_LAST_NAME": last,
        "TIMEKEEPER_FIRST_NAME": first,
        "TIMEKEEPER_CLASSIFICATION": line.classification,
        "LINE_ITEM_TAX_RATE": rate,
        "LINE_ITEM_TAX_TOTAL": f"{tax:f}",
        "LINE_ITEM_TAX_TYPE": tax_name,
    }


def _taxed(shown: Invoice, line: InvoiceLine) -> tuple[str, str]:
    """The rate of the line's tax and its name, each empty where the firm has not said it.

    Receiving systems multiply: a rate by which the tax does not come about, as where two taxes are
    on the line, is left out.
    """
    tax = Decimal(line.tax or 0)
    if not tax:
        return "", ""
    said = line.tax_rate and Decimal(line.tax_rate)
    may_be = [each for each in shown.taxes if not said or Decimal(each.rate or said) == said]
    its = may_be[0] if len(may_be) == 1 else None
    rate = Decimal(said or (its and its.rate) or 0) / 100
    off = abs(Decimal(line.amount) * rate - tax)
    says_rate = rate and off <= money.minor_unit(shown.currency)
    return f"{rate:f}" if says_rate else "", its.name if its else ""


def _surname_first(name: str) -> tuple[str, str]:
    if "," in name:
        last, _, first = name.partition(",")
    else:
        first, _, last = name.rpartition(" ")
    return last.strip(), first.strip()


def _fields(row: dict[str, Any], columns: list[str]) -> list[str]:
    return [_field(name, row.get(name, "")) for name in columns]


def _field(name: str, value: Any) -> str:
    if isinstance(value, datetime.date):
        return f"{value:%Y%m%d}"
    longest = _LONGEST.get(name) or _NAMES.get(name, 20)
    return ascii_of(str(value))[:longest]


def _row(fields: list[str]) -> str:
    return f"{'|'.join(fields)}[]"
