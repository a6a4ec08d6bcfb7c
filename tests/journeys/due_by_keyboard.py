"""What is due, seen to by somebody who uses no mouse: a task, a meeting, and an invoice."""

import re

from playwright.sync_api import expect

from contracts.events.appointments import AppointmentScheduled
from tests.journeys.client import Client
from tests.journeys.keyboard import Keyboard
from tests.journeys.office import Office
from tests.journeys.test_billing import HOST, bill

TASK, MEETING, INVOICE = "Sign the fee agreement", "Meeting before the hearing", "Invoice 2026-114"


def sees_to_what_is_due(client: Client, keyboard: Keyboard, office: Office) -> None:
    """Each is opened, seen to and left again by keys alone."""
    asks(office)
    ticks_a_task(client, keyboard)
    confirms_a_meeting(client, keyboard)
    looks_into_an_invoice(client, keyboard)


def asks(office: Office) -> None:
    to = ("--to", "maria", "--as", "nora", "--firm", office.firm_id)
    office.command("assign", "M-1", TASK, *to)
    office.publish(
        AppointmentScheduled(
            matter_id="M-1",
            appointment_id="A-1",
            author_id="nora",
            title=MEETING,
            starts="2027-03-12T10:00",
            ends="2027-03-12T11:00",
            time_zone="America/New_York",
            participants=["maria", "nora"],
        )
    )
    bill(office)


def ticks_a_task(client: Client, keyboard: Keyboard) -> None:
    page = client.page
    goes_to(client, keyboard, "To Do", TASK, MEETING, INVOICE)
    keyboard.choose("Mark as done")
    keyboard.choose("Undo", back=True)
    expect(page.get_by_role("link", name=re.compile(TASK))).to_be_visible()
    keyboard.choose(f"Task: {TASK}")
    client.sees(TASK)
    keyboard.is_at(TASK, "h1")
    keyboard.go_to("Mark as done")
    keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def confirms_a_meeting(client: Client, keyboard: Keyboard) -> None:
    goes_to(client, keyboard, "Events", MEETING)
    client.page.get_by_role("button", name="Make an address").wait_for()
    row = client.page.get_by_role("link", name=re.compile(MEETING))
    hours = " ".join(row.inner_text().splitlines()[0].split())  # as the client's clock shows them
    keyboard.go_to(hours)
    keyboard.press("Enter")
    client.sees(MEETING)
    keyboard.is_at(MEETING, "h1")
    keyboard.go_to("Ask for another time")
    keyboard.choose("Confirm", back=True)
    expect(client.page.locator(".good")).to_have_text("You have confirmed.")


def looks_into_an_invoice(client: Client, keyboard: Keyboard) -> None:
    goes_to(client, keyboard, "Billing", INVOICE)
    keyboard.go_to(INVOICE)
    keyboard.press("Enter")
    client.sees(INVOICE)
    keyboard.is_at(INVOICE, "h1")
    keyboard.choose("For an e-billing system (LEDES)")
    keyboard.go_to("LEDES 98BI")
    keyboard.go_to("PDF", back=True)
    keyboard.choose(f"Pay at {HOST}")
    keyboard.is_at(f"You are leaving for {HOST}", "div")
    keyboard.choose("Stay here")
    keyboard.choose("All invoices", back=True)
    client.sees("Billing")


def goes_to(client: Client, keyboard: Keyboard, section: str, *listed: str) -> None:
    keyboard.choose(section, back=True)
    client.sees(section)
    keyboard.is_at(section, "h1")
    for each in listed:
        expect(client.page.get_by_role("link", name=re.compile(each))).to_be_visible()
