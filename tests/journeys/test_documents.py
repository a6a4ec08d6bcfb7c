"""Docs: what the firm shares, found by filter, search and sort, and saved together."""

import re
import zipfile
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.client import Client
from tests.journeys.office import ATTORNEY, MATTER, Office
from tests.journeys.ways_in import set_up

LEASE, LETTER, COSTS = "Lease.txt", "Letter to the landlord.txt", "Costs.csv"
BYTES = {
    LEASE: b"The tenant pays on the first of each month.\n",
    LETTER: b"Dear Sir or Madam,\n\nthe heating has failed again. Please send somebody.\n\nMaria\n"
    * 9,
    COSTS: b"What,When,How much\nHeating,May,120\nWindows,June,340\n",
}


def test_documents_are_found_saved_together_and_in_step_with_the_firm(
    client: Client, office: Office, tmp_path: Path
) -> None:
    set_up(client, office)
    shows_that_there_are_none(client)
    share(office, tmp_path, BYTES)
    page = client.page
    expect(rows(page)).to_have_count(3)
    expect(page.get_by_role("link", name=re.compile("Docs.*3 new"))).to_be_visible()
    expect(row(page, LEASE)).to_contain_text(MATTER)
    expect(row(page, LEASE)).to_contain_text(ATTORNEY)
    expect(row(page, LEASE)).to_contain_text("New")
    client.looks_right("documents")

    finds(client)
    saves_together(client, tmp_path)
    office.command("revoke", LETTER, "--firm", office.firm_id)
    expect(row(page, LETTER)).to_have_count(0)
    expect(rows(page)).to_have_count(2)
    assert client.complaints == []


def shows_that_there_are_none(client: Client) -> None:
    if client.device.phone:
        client.page.get_by_role("link", name="All messages").click()
    client.page.get_by_role("link", name="Docs").click()
    client.sees("Documents")
    expect(client.page.get_by_role("heading", name="No documents yet")).to_be_visible()
    client.looks_right("no-documents")


def share(office: Office, folder: Path, files: dict[str, bytes]) -> None:
    own = ("--as", "nora", "--wait", "0", "--firm", office.firm_id)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        office.command("share", "M-1", str(folder / name), "--id", name, *own)
    for name in files:
        office.wait_to_see("document.ready", name=name)


def finds(client: Client) -> None:
    """By name, kind and order; the address keeps it, and a reload leads to the same."""
    page = client.page
    search = page.get_by_role("searchbox", name="Search by name")
    search.fill("lea")
    expect(rows(page)).to_have_count(1)
    page.reload()
    expect(rows(page)).to_have_count(1)
    expect(search).to_have_value("lea")
    search.fill("no such thing")
    expect(page.get_by_role("heading", name="Nothing here matches")).to_be_visible()
    client.looks_right("no-document-like-that")
    page.get_by_role("link", name="Show all").click()
    expect(rows(page)).to_have_count(3)

    if client.device.phone:
        page.get_by_role("button", name="Filter").click()
    page.get_by_role("combobox", name="Matter").select_option(MATTER)
    page.get_by_role("combobox", name="From").select_option(ATTORNEY)
    page.get_by_label("Kind").select_option("Spreadsheet")
    expect(rows(page)).to_have_count(1)
    client.looks_right("documents-filtered")
    page.get_by_label("Kind").select_option("All kinds")
    expect(rows(page)).to_have_count(3)
    if client.device.phone:
        page.get_by_label("Sort").select_option("Largest first")
        page.get_by_role("button", name="Filter").click()
    else:
        page.get_by_role("button", name="Size").click()
    expect(rows(page).first).to_contain_text("Letter")


def saves_together(client: Client, folder: Path) -> None:
    page = client.page
    if client.device.phone:
        page.get_by_role("button", name="Choose several").click()
    for name in (LEASE, COSTS):
        page.get_by_label(f"Choose {name}").check()
    expect(page.get_by_text("2 documents ·")).to_be_visible()
    client.looks_right("documents-chosen")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download as ZIP").click()
    saving.value.save_as(folder / "saved.zip")
    with zipfile.ZipFile(folder / "saved.zip") as saved:
        for name in (LEASE, COSTS):
            (inside,) = [each for each in saved.namelist() if each.endswith(name)]
            assert saved.read(inside) == BYTES[name]
    page.get_by_role("button", name="Choose none").click()


def rows(page: Page) -> Locator:
    """Those of the table at a desk, those of the list on a phone."""
    return page.locator("main tbody tr, main .list li")


def row(page: Page, name: str) -> Locator:
    return rows(page).filter(has_text=name)
