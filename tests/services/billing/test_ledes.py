"""Invoices as e-billing systems take them, and what a format cannot say."""

from typing import Any

import msgspec
import pytest

from contracts.calls.billing import LedesFormat
from contracts.errors import InvalidInput, NotFound
from contracts.events.invoices import InvoiceLine, InvoiceTax
from tests.services.billing.ledes_checker import faults
from tests.services.billing.scene import FEE, TIME, TODAY, Scene

LESS = InvoiceLine(kind="discount", description="As agreed", amount="-20.00")
# A cent of rounding, and words that ASCII, pipes and brackets would break.
ROUNDED = msgspec.structs.replace(
    TIME,
    description="Señora Muñoz’s “lease” — §4 | clause [a] []\u2028and more 中",
    units="0.33",
    rate="275.50",
    amount="90.92",
    timekeeper="Ana María Ortiz",
    timekeeper_id="ao",
    classification="AS",
)
FLAT = InvoiceLine(kind="fee", description="Opening the file", amount="300.00")
WHOLE: dict[str, Any] = {"lines": [TIME, ROUNDED, FEE, FLAT, LESS]}


@pytest.mark.parametrize("format", ["1998B", "98BI"])
def test_the_file_is_one_that_receiving_systems_take(scene: Scene, format: LedesFormat) -> None:
    scene.bill(**WHOLE)
    made = scene.ledes(format)
    assert faults(made.content) == []
    assert made.name == f"Invoice 2026-114 LEDES {format}.txt"
    rows = made.content.decode().split("\r\n")[2:-1]
    assert len(rows) == 5
    assert "|Ortiz, Ana Maria|AS|" in rows[1]
    assert 'Senora Munoz\'s "lease" - ?4 / clause (a) () and more ?' in rows[1]
    assert "|IF|1|-20.00|-20.00|" in rows[4]


def test_taxes_stand_beside_their_lines_in_98bi(scene: Scene) -> None:
    taxed = msgspec.structs.replace(FEE, tax="9.90", tax_rate="8.25")
    taxes = [InvoiceTax(name="Sales tax", amount="9.90", rate="8.25")]
    scene.bill(lines=[TIME, taxed], taxes=taxes, total="609.90")
    made = scene.ledes("98BI")
    assert faults(made.content) == []
    assert b"|0.0825|9.90|Sales tax|9.90|USD[]" in made.content
    with pytest.raises(InvalidInput, match="98BI"):
        scene.ledes("1998B")


def test_of_several_taxes_each_line_says_its_own_where_it_can_be_told(scene: Scene) -> None:
    """By its rate; a line that bears two of them says neither's name, and no rate that is wrong."""
    federal = InvoiceTax(name="GST", amount="29.00", rate="5")
    local = InvoiceTax(name="PST", amount="8.40", rate="7.0")
    work = msgspec.structs.replace(FLAT, tax="15.00", tax_rate="5.00")
    fee = msgspec.structs.replace(FEE, tax="14.40", tax_rate="12")
    both = msgspec.structs.replace(FLAT, amount="160.00", tax="8.00")
    scene.bill(
        lines=[work, fee, both],
        currency="CAD",
        subtotal="580.00",
        taxes=[federal, local],
        total="617.40",
    )
    made = scene.ledes("98BI")
    assert faults(made.content) == []
    told = [row.split("|")[47:50] for row in made.content.decode().split("\r\n")[2:-1]]
    assert told == [["0.05", "15.00", "GST"], ["0.12", "14.40", ""], ["", "8.00", ""]]


def test_the_rate_of_the_only_tax_is_that_of_a_line_which_bears_it(scene: Scene) -> None:
    taxed = msgspec.structs.replace(FEE, tax="9.90")
    less = msgspec.structs.replace(LESS, tax="-1.65")
    taxes = [InvoiceTax(name="Sales tax", amount="8.25", rate="8.25")]
    scene.bill(lines=[taxed, less], taxes=taxes, total="108.25")
    made = scene.ledes("98BI")
    assert faults(made.content) == []
    assert b"|129.90|" in made.content
    assert b"|-21.65|" in made.content
    assert made.content.count(b"|0.0825|") == 2


def test_a_rate_by_which_the_tax_does_not_come_about_is_not_told(scene: Scene) -> None:
    taxed = msgspec.structs.replace(FEE, tax="9.00", tax_rate="8.25")
    taxes = [InvoiceTax(name="Sales tax", amount="9.00", rate="8.25")]
    scene.bill(lines=[TIME, taxed], taxes=taxes, total="609.00")
    made = scene.ledes("98BI")
    assert faults(made.content) == []
    assert b"||9.00|Sales tax|9.00|USD[]" in made.content


def test_another_currency_is_told_in_98bi_alone(scene: Scene) -> None:
    yen = msgspec.structs.replace(FLAT, amount="30000")
    scene.bill(lines=[yen], currency="JPY")
    assert faults(scene.ledes("98BI").content) == []
    with pytest.raises(InvalidInput, match="98BI"):
        scene.ledes("1998B")


def test_taxes_of_no_line_cannot_be_told(scene: Scene) -> None:
    scene.bill(taxes=[InvoiceTax(name="Tax", amount="1.00")], total="601.00")
    with pytest.raises(InvalidInput, match="which lines"):
        scene.ledes("98BI")


def test_only_those_billed_get_it(scene: Scene) -> None:
    scene.bill()
    with pytest.raises(NotFound):
        scene.ledes("1998B", "bob")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"LEDES1998B", b"LEDES1998"),
        (b"INVOICE_TOTAL", b"INVOICE_SUM"),
        (b"|600.00|", b"|600.01|"),
        (b"|1.5|", b"|1.6|"),
        (b"20261103", b"20261303"),
        (b"Reading the lease", "Reading the léase".encode()),
        (b"Reading the lease", b"Reading | lease"),
        (b"Reading the lease", b"x" * 1024),
    ],
)
def test_the_checker_finds_what_is_wrong(scene: Scene, old: bytes, new: bytes) -> None:
    scene.bill(issued_on=TODAY)
    content = scene.ledes("1998B").content
    assert faults(content) == []
    assert faults(content.replace(old, new, 1)) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"|129.90|", b"|120.00|"),  # without its tax
        (b"|120.00|USD|", b"|129.90|USD|"),  # net, with it
        (b"|0.0825|", b"|0.0925|"),
        (b"|0.0825|", b"|8.25|"),
        (b"|9.90|Sales", b"|9.80|Sales"),
    ],
)
def test_the_checker_finds_a_wrong_tax(scene: Scene, old: bytes, new: bytes) -> None:
    taxed = msgspec.structs.replace(FEE, tax="9.90", tax_rate="8.25")
    taxes = [InvoiceTax(name="Sales tax", amount="9.90", rate="8.25")]
    scene.bill(lines=[taxed], taxes=taxes, total="129.90")
    content = scene.ledes("98BI").content
    assert faults(content) == []
    assert content != content.replace(old, new, 1)
    assert faults(content.replace(old, new, 1)) != []
