"""Reads LEDES files as e-billing systems do, and says what is wrong: written apart from the writer.

From the fields' table of LEDES 1998B and 98BI V2 (ledes.org), and the errors that receiving systems
report: types and lengths of fields, what is required, and whether the sums hold.
"""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

NUMBER = r"-?\d{1,10}(\.\d{1,4})?"
DATE = r"\d{8}"
# Each column by its place: what stands in it, whether it may be empty, and how long it may be.
COLUMNS = [
    ("INVOICE_DATE", DATE, False, 8),
    ("INVOICE_NUMBER", r"[A-Za-z0-9 ._/-]+", False, 20),
    ("CLIENT_ID", ".+", False, 20),
    ("LAW_FIRM_MATTER_ID", ".+", False, 20),
    ("INVOICE_TOTAL", NUMBER, False, 17),
    ("BILLING_START_DATE", DATE, False, 8),
    ("BILLING_END_DATE", DATE, False, 8),
    ("INVOICE_DESCRIPTION", ".*", True, 1023),
    ("LINE_ITEM_NUMBER", r"\d+", False, 20),
    ("EXP/FEE/INV_ADJ_TYPE", "F|E|IF|IE", False, 2),
    ("LINE_ITEM_NUMBER_OF_UNITS", r"\d{1,10}(\.\d{1,4})?", False, 15),
    ("LINE_ITEM_ADJUSTMENT_AMOUNT", r"-?\d{1,10}(\.\d{1,8})?", True, 20),
    ("LINE_ITEM_TOTAL", NUMBER, False, 15),
    ("LINE_ITEM_DATE", DATE, False, 8),
    ("LINE_ITEM_TASK_CODE", ".*", True, 20),
    ("LINE_ITEM_EXPENSE_CODE", ".*", True, 20),
    ("LINE_ITEM_ACTIVITY_CODE", ".*", True, 20),
    ("TIMEKEEPER_ID", ".*", True, 20),
    ("LINE_ITEM_DESCRIPTION", ".+", False, 1023),
    ("LAW_FIRM_ID", ".+", False, 20),
    ("LINE_ITEM_UNIT_COST", r"\d{1,10}(\.\d{1,4})?", False, 15),
    ("TIMEKEEPER_NAME", r"[^,]+(, [^,]+)?", True, 30),
    ("TIMEKEEPER_CLASSIFICATION", "PT|AS|OC|LA|OT|PL|", True, 10),
    ("CLIENT_MATTER_ID", ".*", True, 20),
]
INTERNATIONAL = [
    ("PO_NUMBER", ".*", True, 100),
    ("CLIENT_TAX_ID", ".*", True, 20),
    ("MATTER_NAME", ".+", False, 255),
    ("INVOICE_TAX_TOTAL", NUMBER, False, 17),
    ("INVOICE_NET_TOTAL", NUMBER, False, 17),
    ("INVOICE_CURRENCY", "[A-Z]{3}", False, 3),
    ("TIMEKEEPER_LAST_NAME", ".*", True, 30),
    ("TIMEKEEPER_FIRST_NAME", ".*", True, 30),
    ("ACCOUNT_TYPE", "O|T", False, 1),
    ("LAW_FIRM_NAME", ".*", True, 60),
    *((f"LAW_FIRM_{each}", ".*", True, 60) for each in ("ADDRESS_1", "ADDRESS_2", "CITY")),
    *((f"LAW_FIRM_{each}", ".*", True, 40) for each in ("STATEorREGION", "POSTCODE", "COUNTRY")),
    ("CLIENT_NAME", ".*", True, 60),
    *((f"CLIENT_{each}", ".*", True, 60) for each in ("ADDRESS_1", "ADDRESS_2", "CITY")),
    *((f"CLIENT_{each}", ".*", True, 40) for each in ("STATEorREGION", "POSTCODE", "COUNTRY")),
    ("LINE_ITEM_TAX_RATE", r"0(\.\d+)?|1(\.0+)?", True, 12),
    ("LINE_ITEM_TAX_TOTAL", NUMBER, False, 15),
    ("LINE_ITEM_TAX_TYPE", ".*", True, 20),
    ("INVOICE_REPORTED_TAX_TOTAL", NUMBER, True, 17),
    ("INVOICE_TAX_CURRENCY", "[A-Z]{3}", True, 3),
]
Columns = list[tuple[str, str, bool, int]]
FORMATS: dict[str, Columns] = {"LEDES1998B[]": COLUMNS, "LEDES98BI V2[]": COLUMNS + INTERNATIONAL}
WHOLE = ("INVOICE_DATE", "INVOICE_NUMBER", "INVOICE_TOTAL", "CLIENT_ID", "LAW_FIRM_MATTER_ID")


def faults(content: bytes) -> list[str]:
    """What a receiving system would report; nothing for a file that it takes."""
    if any(byte > 126 or (byte < 32 and byte not in (10, 13)) for byte in content):
        return ["a byte that is no printable ASCII"]
    head, names, *rows = content.decode().rstrip("\r\n").split("\r\n")
    columns = FORMATS.get(head)
    if columns is None:
        return [f"no format is called {head}"]
    if names != "|".join(name for name, *_ in columns) + "[]":
        return ["the second line does not name the columns"]
    if not rows:
        return ["no line items"]
    parsed = [row.removesuffix("[]").split("|") for row in rows]
    found = list(of_rows(rows, parsed, columns))
    keys = [name for name, *_ in columns]
    return found or list(of_sums([dict(zip(keys, each, strict=True)) for each in parsed]))


def of_rows(rows: list[str], parsed: list[list[str]], columns: Columns) -> Iterator[str]:
    for at, (row, fields) in enumerate(zip(rows, parsed, strict=True), 1):
        if not row.endswith("[]") or "[]" in row[:-2] or len(fields) != len(columns):
            yield f"row {at} is not made of {len(columns)} fields and an end"
        else:
            yield from (f"row {at}: {fault}" for fault in of_fields(fields, columns))


def of_fields(fields: list[str], columns: Columns) -> Iterator[str]:
    for value, (name, form, optional, longest) in zip(fields, columns, strict=True):
        if not value and not optional:
            yield f"{name} is empty"
        elif value and not re.fullmatch(form, value):
            yield f"{name} is {value!r}"
        elif len(value) > longest:
            yield f"{name} is longer than {longest}"
        elif form == DATE:
            try:
                datetime.datetime.strptime(value, "%Y%m%d")
            except ValueError:
                yield f"{name} is no day"


def of_sums(rows: list[dict[str, str]]) -> Iterator[str]:
    for name in WHOLE:
        if len({row[name] for row in rows}) > 1:
            yield f"{name} is not the same in all rows"
    if [row["LINE_ITEM_NUMBER"] for row in rows] != [str(n + 1) for n in range(len(rows))]:
        yield "LINE_ITEM_NUMBER does not count"
    for row in rows:
        yield from (f"line {row['LINE_ITEM_NUMBER']}: {fault}" for fault in of_line(row))
    yield from of_totals(rows)


def of_line(row: dict[str, str]) -> Iterator[str]:
    units, cost, less, total = (
        Decimal(row[f"LINE_ITEM_{name}"] or 0)
        for name in ("NUMBER_OF_UNITS", "UNIT_COST", "ADJUSTMENT_AMOUNT", "TOTAL")
    )
    tax, rate = (Decimal(row.get(f"LINE_ITEM_TAX_{name}") or 0) for name in ("TOTAL", "RATE"))
    if units * cost + less + tax != total:
        yield f"{units} x {cost} + {less} + {tax}, not {total}"
    if rate and abs((units * cost + less) * rate - tax) > Decimal("0.01"):
        yield f"its tax is not {rate} of it"
    if row["EXP/FEE/INV_ADJ_TYPE"] == "E" and row["TIMEKEEPER_ID"]:
        yield "an expense with a timekeeper"


def of_totals(rows: list[dict[str, str]]) -> Iterator[str]:
    whole = Decimal(rows[0]["INVOICE_TOTAL"])
    if sum(Decimal(row["LINE_ITEM_TOTAL"]) for row in rows) != whole:
        yield "the lines do not sum up to INVOICE_TOTAL"
    if "INVOICE_NET_TOTAL" in rows[0]:
        net, tax = Decimal(rows[0]["INVOICE_NET_TOTAL"]), Decimal(rows[0]["INVOICE_TAX_TOTAL"])
        if net + tax != whole:
            yield "INVOICE_NET_TOTAL and INVOICE_TAX_TOTAL are not INVOICE_TOTAL"
        if sum(Decimal(row["LINE_ITEM_TAX_TOTAL"]) for row in rows) != tax:
            yield "the lines' taxes do not sum up to INVOICE_TAX_TOTAL"
