"""A client looks at a document on a phone: it fits, two fingers make it larger, Back leads back."""

from playwright.sync_api import Page, expect

from backbone.testing import wait_for
from tests.journeys.cabinet import Cabinet
from tests.journeys.client import Client
from tests.journeys.devices import on_a_phone
from tests.journeys.office import Office
from tests.journeys.sheets import pdf
from tests.journeys.viewing import READ, go_to_page, is_drawn, opens
from tests.journeys.ways_in import set_up

LEASE = [[f"Page {number} of the lease"] for number in range(1, 13)]
pytestmark = on_a_phone


def width_of(page: Page, number: int) -> float:
    box = page.locator(f"[data-page='{number}']").bounding_box()
    assert box is not None
    return box["width"]


def spreads_fingers(page: Page, apart: float) -> None:
    """Two fingers in the middle of the screen, until they are so many times as far apart."""
    line = page.context.new_cdp_session(page)

    def touches(kind: str, half: float) -> None:
        points = [{"x": 180, "y": 350 - half}, {"x": 180, "y": 350 + half}]
        given = {"type": kind, "touchPoints": [] if kind == "touchEnd" else points}
        line.send("Input.dispatchTouchEvent", given)

    touches("touchStart", 40)
    for step in range(1, 6):
        touches("touchMove", 40 * (1 + (apart - 1) * step / 5))
    touches("touchEnd", 0)


def test_a_lease_fits_the_phone_is_made_larger_and_left_for_the_very_line(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    Cabinet(client, office).put("Lease.pdf", pdf(LEASE))
    for number in range(9):
        office.say(f"Letter {number}")
    client.sees_message("Letter 8")
    messages = client.page.get_by_label("Messages", exact=True)
    messages.evaluate("element => { element.scrollTop = 20 }")
    before = messages.evaluate(READ)

    page = opens(client, "Lease.pdf")
    is_drawn(page, 1)
    assert 330 < width_of(page, 1) <= 360
    go_to_page(page, 7)
    page.wait_for_url("**page=7")
    spreads_fingers(page, 2)
    wait_for(lambda: 600 < width_of(page, 7) < 760)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate("visualViewport.scale") == 1
    is_drawn(page, 7)
    client.looks_right("pdf-larger")

    page.reload()
    is_drawn(page, 7)
    expect(page.locator(".textLayer span", has_text="Page 7 of the lease")).to_be_attached()
    assert 600 < width_of(page, 7) < 760
    page.go_back()
    client.sees(office.matter)
    wait_for(lambda: messages.evaluate(READ) == before)
    assert client.complaints == []
