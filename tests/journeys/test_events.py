"""Appointments in a browser: by the reader's clock, and by the firm's where that differs."""

from typing import Any

import httpx
from playwright.sync_api import Page, expect

from backbone.testing import wait_for
from contracts import ids
from contracts.events.appointments import (
    AppointmentCancelled,
    AppointmentRescheduled,
    AppointmentScheduled,
)
from tests.journeys.client import Client
from tests.journeys.devices import at_a_desk
from tests.journeys.office import Office
from tests.journeys.ways_in import set_up

# Clocks in New York, where the client is, are put forward on 14 March, in Berlin on 28 March.
BERLIN: dict[str, Any] = {
    "appointment_id": "A-1",
    "author_id": "nora",
    "title": "Meeting before the hearing",
    "time_zone": "Europe/Berlin",
    "participants": ["maria", "nora"],
    "place": "Unter den Linden 1",
    "preparation": "Please bring the lease.",
}


def at(day: str) -> dict[str, Any]:
    return {**BERLIN, "starts": f"{day}T16:00", "ends": f"{day}T17:00"}


def test_an_appointment_is_confirmed_moved_over_a_change_of_the_clocks_and_called_off(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    page = client.page
    office.publish(AppointmentScheduled(matter_id="M-1", **at("2027-03-12")))
    page.goto(f"{page.url.split('/msgs')[0]}/events")
    client.sees("Events")
    expect(page.get_by_role("heading", name="Friday, March 12, 2027")).to_be_visible()
    row = page.get_by_role("link", name="Meeting before the hearing")
    expect(row).to_contain_text("10:00 AM–11:00 AM")
    expect(row).to_contain_text("Friday, March 12 at 4:00 PM, Berlin time")
    expect(row).to_contain_text("Please confirm")
    client.looks_right("events")

    row.click()
    client.sees("Meeting before the hearing")
    client.looks_right("event")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".good")).to_have_text("You have confirmed.")
    office.wait_to_see("appointment.confirmed", appointment_ref="A-1")

    office.publish(AppointmentRescheduled(**at("2027-03-19")))
    expect(page.get_by_text("11:00 AM–12:00 PM")).to_be_visible()
    office.publish(AppointmentRescheduled(**at("2027-03-30")))
    expect(page.get_by_text("10:00 AM–11:00 AM")).to_be_visible()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Add to calendar").click()
    file = kept.value.path().read_text()
    assert "DTSTART;TZID=Europe/Berlin:20270330T160000" in file
    assert "SEQUENCE:2" in file

    asks_for_another_time(client, page)
    asked = office.wait_to_see("appointment.change_requested", appointment_ref="A-1")
    sent = office.wait_to_see("message.sent", message_id=asked["data"]["message_id"])
    assert "Meeting before the hearing" in sent["data"]["body"]
    assert "Any morning." in sent["data"]["body"]

    office.publish(AppointmentCancelled(appointment_id="A-1", reason="The court is closed."))
    expect(page.get_by_text("The court is closed.")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
    client.looks_right("event-cancelled")
    assert client.complaints == []


def asks_for_another_time(client: Client, page: Page) -> None:
    page.get_by_role("button", name="Ask for another time").click()
    page.get_by_label("What would suit you?").fill("Any morning.")
    expect(page.get_by_text("It is read by Nora Hartley (Attorney).")).to_be_visible()
    client.looks_right("event-another-time")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You have asked for another time")).to_be_visible()


@at_a_desk
def test_where_the_firm_wants_it_a_calendar_hears_of_an_appointment_by_email(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    office.set_policy("--invitations")
    before = len(client.mailbox.of(client.address))
    office.publish(AppointmentScheduled(matter_id="M-1", **at("2027-03-12")))
    invited = client.mailbox.wait_for(client.address, before + 1)[-1]
    office.publish(AppointmentRescheduled(**at("2027-03-30")))
    moved = client.mailbox.wait_for(client.address, before + 2)[-1]
    office.publish(AppointmentCancelled(appointment_id="A-1"))
    off = client.mailbox.wait_for(client.address, before + 3)[-1]
    told = [list(each.iter_parts())[-1].get_content() for each in (invited, moved, off)]
    for number, (method, when) in enumerate(
        [
            ("REQUEST", "DTSTART;TZID=Europe/Berlin:20270312T160000"),
            ("REQUEST", "DTSTART;TZID=Europe/Berlin:20270330T160000"),
            ("CANCEL", "DTSTART:20270330T140000Z"),
        ]
    ):
        assert f"METHOD:{method}" in told[number]
        assert f"SEQUENCE:{number}" in told[number]
        assert when in told[number]
        assert "hearing" not in told[number]
    assert "has moved" in moved["Subject"]


@at_a_desk
def test_a_link_to_an_event_of_somebody_else_says_no_more_than_that(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    page = client.page
    page.goto(f"{page.url.split('/msgs')[0]}/events/{ids.new_id()}")
    expect(page.get_by_role("alert")).to_contain_text("There is nothing here")
    client.complaints.clear()


def test_a_calendar_follows_by_an_address_that_its_owner_can_end(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    page = client.page
    office.publish(AppointmentScheduled(matter_id="M-1", **at("2027-03-12")))
    page.goto(f"{page.url.split('/msgs')[0]}/events")
    page.get_by_role("button", name="Make an address").click()
    address = page.locator("code").inner_text()
    subscribe = page.get_by_role("link", name="Open in my calendar")
    expect(subscribe).to_have_attribute("href", address.replace("http://", "webcal://"))
    client.looks_right("events-feed")

    google = {"User-Agent": "Google-Calendar-Importer"}
    read = httpx.get(address, headers=google)
    assert read.headers["content-type"] == "text/calendar; charset=utf-8"
    assert read.headers["cache-control"] == "private, max-age=900"
    assert "SUMMARY:Appointment" in read.text
    again = httpx.get(address, headers={**google, "If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    page.get_by_label("Show what each event is and where").check()
    wait_for(lambda: "SUMMARY:Meeting before the hearing" in httpx.get(address).text)

    page.reload()
    expect(page.get_by_text("by a calendar.")).to_be_visible()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
    assert httpx.get(address).status_code == 404
    assert client.complaints == []
