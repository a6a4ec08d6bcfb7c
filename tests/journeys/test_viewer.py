"""A client looks at documents at a desk: each kind, on paper, and what cannot be shown."""

import random
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from backbone.testing import wait_for
from tests.journeys.cabinet import Cabinet
from tests.journeys.client import PATIENCE, Client
from tests.journeys.devices import at_a_desk
from tests.journeys.office import Office
from tests.journeys.sheets import pdf, text_of
from tests.journeys.viewing import READ, go_to_page, goes_back, is_drawn, opens
from tests.journeys.ways_in import set_up
from tests.services.files import making

PAGES = 24
LEASE = [
    [f"Page {number} of the lease", "The tenant pays a security", "deposit to M\xfcller."]
    for number in range(1, PAGES + 1)
]
# Into the web, to page 9, and what does nothing: an address that is a script, and a script.
LINKS = [
    "<< /S /URI /URI (https://court.example/forms?a=1) >>",
    "<< /S /GoTo /D [20 0 R /XYZ 0 792 0] >>",
    "<< /S /URI /URI (javascript:parent.document.title=1) >>",
    "<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
]
pytestmark = at_a_desk


@pytest.fixture
def cabinet(client: Client, office: Office) -> Cabinet:
    set_up(client, office)
    return Cabinet(client, office)


def line(page: Page, text: str) -> Locator:
    return page.locator(".textLayer span", has_text=text).first


def test_a_lease_is_read_searched_and_left_for_the_very_line(
    cabinet: Cabinet, client: Client, office: Office
) -> None:
    asked = list[str]()
    client.page.on("request", lambda sent: asked.append(sent.url))
    cabinet.put("Lease.pdf", pdf(LEASE))
    for number in range(12):
        office.say(f"Letter {number}")
    client.sees_message("Letter 11")
    wait_for(lambda: any("/pdf.worker" in url for url in asked))  # before anybody opens it
    messages = client.page.get_by_label("Messages", exact=True)
    messages.evaluate("element => { element.scrollTop = 20 }")
    before = messages.evaluate(READ)

    page = opens(client, "Lease.pdf")
    is_drawn(page, 1)
    expect(line(page, "Page 1 of the lease")).to_be_attached()
    client.looks_right("pdf")

    page.get_by_role("button", name="Search").click()
    page.get_by_label("Search in this document").fill("security deposit to muller")
    expect(page.get_by_text(f"1 of {PAGES}", exact=True)).to_be_visible()
    expect(page.locator(".mark.chosen").first).to_be_in_viewport()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text(f"2 of {PAGES}", exact=True)).to_be_visible()
    page.get_by_role("button", name="Previous").click()
    page.get_by_role("button", name="Previous").click()
    expect(page.get_by_text(f"{PAGES} of {PAGES}", exact=True)).to_be_visible()
    expect(page.locator(f"[data-page='{PAGES}'] .mark.chosen").first).to_be_in_viewport()
    client.looks_right("pdf-search")
    page.get_by_role("button", name="Close search").click()

    go_to_page(page, 7)
    page.wait_for_url("**page=7")
    page.reload()
    is_drawn(page, 7)
    expect(line(page, "Page 7 of the lease")).to_be_in_viewport()
    page.get_by_role("button", name="Turn").click()
    page.get_by_role("button", name="Larger").click()
    is_drawn(page, 7)

    goes_back(client, office)
    wait_for(lambda: messages.evaluate(READ) == before)
    page.go_forward()
    is_drawn(page, 7)
    page.go_back()
    wait_for(lambda: messages.evaluate(READ) == before)
    assert client.complaints == []


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
    program = cabinet.upload("Invoice.pdf", b"MZ" + bytes(500))
    client.page.goto(urljoin(client.page.url, f"/documents/{program}"))
    refused = client.page.get_by_role("heading", name="This document cannot be opened")
    expect(refused).to_be_visible(timeout=PATIENCE)
    client.looks_right("refused")
    assert client.complaints == []


def test_an_address_that_dies_in_the_middle_is_asked_for_again(
    cabinet: Cabinet, client: Client
) -> None:
    noise = random.Random(7)
    thick = [[*lines, *(noise.randbytes(45).hex() for _ in range(36))] for lines in LEASE * 20]
    cabinet.put("Lease.pdf", pdf(thick))
    addresses = list[str]()

    def note(sent: Request) -> None:
        if "X-Amz-" in sent.url and sent.url not in addresses:
            addresses.append(sent.url)

    def refuse_the_first(route: Route) -> None:
        if route.request.url == addresses[0]:
            route.abort("failed")
        else:
            route.continue_()

    client.page.on("request", note)
    page = opens(client, "Lease.pdf")
    is_drawn(page, 1)
    page.route("**X-Amz-**", refuse_the_first)
    go_to_page(page, 300)
    expect(line(page, "Page 12 of the lease")).to_be_attached()
    assert len(addresses) >= 2
    assert [each for each in client.complaints if "ERR_FAILED" not in each] == []


def test_an_e_mail_is_read_and_what_came_with_it_opened(cabinet: Cabinet, client: Client) -> None:
    pixel = "The ceiling leaks. <img src='https://tracker.example/pixel.png'>"
    cabinet.put("Leak.eml", making.mail("The leak", pixel, {"Lease.pdf": pdf(LEASE[:2])}))
    asked = list[str]()
    client.page.on("request", lambda sent: asked.append(sent.url))
    page = opens(client, "Leak.eml")
    expect(page.get_by_text("The ceiling leaks.")).to_be_visible()
    client.looks_right("mail")

    page.get_by_role("button", name="Show it as it was designed").click()
    expect(page.frame_locator("iframe").get_by_text("The ceiling leaks.")).to_be_visible()
    assert not any("tracker.example" in url for url in asked)

    with page.expect_download() as saved:
        page.get_by_role("button", name="Download Lease.pdf").click()
    assert saved.value.suggested_filename == "Lease.pdf"
    page.get_by_role("link", name="Lease.pdf").click()
    is_drawn(page, 1)
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", name="The leak")).to_be_visible()
    # That the frame's policy lets the mail's own handler do nothing is said by the browser.
    assert [each for each in client.complaints if "inline event handler" not in each] == []


def test_a_document_opens_by_itself_when_it_is_ready_and_goes_when_it_was_taken_back(
    cabinet: Cabinet, client: Client
) -> None:
    page = client.page
    checking = [True]

    def hold(route: Route) -> None:
        answer = route.fetch()
        still = {"state": "checking", "shown_as": None} if checking else {}
        route.fulfill(response=answer, json=answer.json() | still)

    lease = cabinet.upload("Lease.pdf", pdf(LEASE[:3]))
    page.route(f"**/v1/documents/{lease}", hold)
    page.goto(urljoin(page.url, f"/documents/{lease}"))
    expect(page.get_by_role("heading", name="It is being checked")).to_be_visible(timeout=PATIENCE)
    client.looks_right("being-checked")
    checking.clear()
    is_drawn(page, 1)
    page.unroute_all()
    cabinet.take_back(lease)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("heading", name="This document was taken back")).to_be_visible()
    client.looks_right("taken-back")
    assert client.complaints == []


def test_links_say_where_they_lead_and_scripts_do_nothing(cabinet: Cabinet, client: Client) -> None:
    cabinet.put("Lease.pdf", pdf(LEASE, LINKS))
    page = opens(client, "Lease.pdf")
    is_drawn(page, 1)
    page.get_by_role("button", name="Link to court.example").click()
    expect(page.get_by_text("https://court.example/forms?a=1", exact=True)).to_be_visible()
    client.looks_right("pdf-link")
    client.context.route("https://court.example/**", lambda route: route.fulfill(body="There"))
    with client.context.expect_page() as opened:
        page.get_by_role("link", name="Open in a new tab").click()
    assert opened.value.evaluate("[opener, document.referrer]") == [None, ""]
    opened.value.close()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[data-page='1'] button.link")).to_have_count(2)
    page.get_by_role("button", name="Link within the document").click()
    is_drawn(page, 9)
    expect(line(page, "Page 9 of the lease")).to_be_in_viewport()
    assert client.complaints == []
