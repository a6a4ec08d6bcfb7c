"""A client looks at documents at a desk: each kind, on paper, and what cannot be shown."""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.journeys.cabinet import Cabinet
from tests.journeys.client import DESK, PATIENCE, Client
from tests.journeys.office import Office
from tests.journeys.sheets import pdf, text_of
from tests.journeys.viewing import goes_back, is_drawn, opens
from tests.journeys.ways_in import set_up
from tests.services.files import making

PAGES = 24
LEASE = [
    [f"Page {number} of the lease", "The tenant pays a security", "deposit to M\xfcller."]
    for number in range(1, PAGES + 1)
]
pytestmark = pytest.mark.parametrize("client", [DESK], ids=["desk"], indirect=True)


@pytest.fixture
def cabinet(client: Client, office: Office) -> Cabinet:
    set_up(client, office)
    return Cabinet(client, office)


def test_all_pages_come_on_paper_with_their_words(
    cabinet: Cabinet, client: Client, tmp_path: Path
) -> None:
    lease = cabinet.put("Lease.pdf", pdf(LEASE))
    page = opens(client, "Lease.pdf")
    is_drawn(page, 1)
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print").click()
    expect(page.locator(".paper-page")).to_have_count(PAGES, timeout=60_000)
    texts = text_of(page.pdf(prefer_css_page_size=True), tmp_path)
    assert ["".join(text.split()) for text in texts] == [
        "".join("".join(lines).split()) for lines in LEASE
    ]
    expect(page.locator(".paper-pages")).to_have_count(0)
    assert cabinet.is_on_record(lease, "printed")
    assert client.complaints == []


def test_a_picture_a_text_and_a_table_are_shown(
    cabinet: Cabinet, client: Client, office: Office
) -> None:
    cabinet.put("Photo.png", making.image("PNG", (1600, 1200)))
    cabinet.put("Note.txt", "Zweite Straße\nשלום".encode())
    cabinet.put("Costs.xlsx", making.xlsx({f"A{n}": f"Work {n}" for n in range(1, 700)}))

    page = opens(client, "Photo.png")
    expect(page.get_by_role("img", name="Photo.png")).to_be_visible()
    page.get_by_role("button", name="Turn").click()
    client.looks_right("image")
    goes_back(client, office)

    opens(client, "Note.txt")
    expect(page.get_by_text("Zweite Straße")).to_be_visible()
    client.looks_right("text")
    goes_back(client, office)

    opens(client, "Costs.xlsx")
    expect(page.get_by_text("The first 500 rows are shown.")).to_be_visible()
    expect(page.get_by_role("cell", name="Work 500")).to_be_attached()
    client.looks_right("sheet")
    assert client.complaints == []


def test_a_word_file_is_drawn_in_a_frame_that_reaches_nothing(
    cabinet: Cabinet, client: Client
) -> None:
    lease = cabinet.put("Lease.docx", making.docx("The tenant pays on the first."))
    cabinet.show_as_word(lease)
    page = opens(client, "Lease.docx")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("The tenant pays on the first.")).to_be_visible()
    (inside,) = page.frames[1:]
    assert inside.evaluate("origin") == "null"
    assert inside.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert inside.evaluate("fetch('/v1/session').then(() => 'got', () => 'refused')") == "refused"
    client.looks_right("word")
    assert [each for each in client.complaints if "/v1/session" not in each] == []


def test_what_cannot_be_shown_says_why_and_is_saved(cabinet: Cabinet, client: Client) -> None:
    plan = cabinet.put("Plän.dwg", b"AC1032" + bytes(200))
    page = opens(client, "Plän.dwg")
    expect(page.get_by_text("Files of this kind cannot be shown here.")).to_be_visible()
    client.looks_right("not-shown")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download").last.click()
    assert saved.value.suggested_filename == "Plän.dwg"
    assert saved.value.path().read_bytes() == b"AC1032" + bytes(200)
    client.sees("Plän.dwg")
    assert cabinet.is_on_record(plan, "downloaded")
    assert client.complaints == []


def test_a_program_in_disguise_is_refused_and_says_so(cabinet: Cabinet, client: Client) -> None:
    program = cabinet.put("Invoice.pdf", b"MZ" + bytes(500))
    client.page.goto(urljoin(client.page.url, f"/documents/{program}"))
    refused = client.page.get_by_role("heading", name="This document cannot be opened")
    expect(refused).to_be_visible(timeout=PATIENCE)
    client.looks_right("refused")
    assert client.complaints == []
