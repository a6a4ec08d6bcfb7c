"""To Do: what waits, closed where it is seen to, in every browser at once."""

from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from contracts.events.matters import MatterOpened
from tests.journeys.client import Client
from tests.journeys.office import ATTORNEY, MATTER, Office
from tests.journeys.test_billing import bill
from tests.journeys.test_forms import but_for_the_line
from tests.journeys.ways_in import set_up

LATER = "Could you call me tomorrow?"
TASK = "Sign the fee agreement"
NEXT = "The other side sends its documents"
HEARING = "Meeting before the hearing"
SECOND = "Estate of Ada Okafor"


def test_what_waits_is_home_and_closes_in_every_browser_when_it_is_seen_to(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    at_home_nothing_waits(client)
    elsewhere = same_person_in_another_browser(client)
    office.say(LATER)
    it_waits_in_both(client, elsewhere)
    elsewhere.get_by_role("link", name="New message").click()
    thread = elsewhere.get_by_label("Messages", exact=True)
    expect(thread.get_by_text(LATER, exact=True)).to_be_visible()
    nothing_waits(client.page)
    it_is_kept_as_done(client)
    assert client.complaints == []


def test_what_lists_are_narrowed_to_holds_in_every_section(client: Client, office: Office) -> None:
    set_up(client, office)
    another_matter(office)
    schedule(office, "M-1", HEARING)
    schedule(office, "M-2", "Reading of the will")
    client.page.goto(urljoin(client.page.url, "/"))
    expect(client.page.get_by_role("link", name="Reading of the will")).to_be_visible()
    client.page.get_by_role("combobox", name="Matter").select_option(label=MATTER)
    for section in ("Events", "Docs", "Billing", "To Do", "Events"):
        it_is_still_narrowed(client, section)
    client.page.get_by_role("link", name=HEARING).click()
    client.sees(HEARING)
    client.page.get_by_role("main").get_by_role("link", name=MATTER, exact=True).click()
    client.sees(MATTER)
    it_fills_itself_when_the_line_is_back(client)
    if client.device.phone:
        client.page.go_back()
    open_section(client, "Msgs")
    expect(client.page.get_by_text(f"Only of {MATTER}")).to_be_visible()
    expect(client.page.get_by_role("link", name=SECOND)).to_have_count(0)
    client.looks_right("msgs-of-one-matter")
    client.page.get_by_role("link", name="Show all").click()
    expect(client.page.get_by_role("link", name=SECOND)).to_be_visible()
    open_section(client, "Events")
    expect(client.page.get_by_role("link", name="Reading of the will")).to_be_visible()
    assert but_for_the_line(client) == []


def test_where_a_matter_stands_is_above_what_waits_and_on_its_page(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    client.page.goto(urljoin(client.page.url, "/"))
    nothing_waits(client.page)
    told = ("--next", NEXT, "--who", "Lakeside Property", "--on", "2027-01-15")
    stages = ("--of", "Complaint", "--of", "Discovery", "--of", "Trial")
    office.command("progress", "M-1", "Discovery", *stages, *told, "--firm", office.firm_id)
    client.page.get_by_role("link", name=NEXT).click()
    client.sees(MATTER)
    expect(client.page.get_by_role("listitem").filter(has_text="Discovery")).to_have_attribute(
        "aria-current", "step"
    )
    expect(client.page.get_by_text("Lakeside Property", exact=True)).to_be_visible()
    office.say(LATER)
    client.page.get_by_role("link", name="New message").wait_for()
    what_is_next_and_owed_stands_there(client, office)
    client.looks_right("matter")
    client.page.get_by_role("link", name="New message").click()
    client.sees_message(LATER)
    office.wait_to_see("message.read", position=2)
    client.page.get_by_role("heading", level=1).get_by_role("link").click()
    waiting = client.page.get_by_role("region", name="What waits for you")
    expect(waiting.get_by_role("link", name=HEARING)).to_be_visible()
    expect(waiting.get_by_role("link", name="New message")).to_have_count(0)
    client.page.get_by_role("main").get_by_role("link", name="Back").click()
    client.sees("To Do")
    assert client.complaints == []


def test_a_task_is_ticked_and_for_a_minute_taken_back(client: Client, office: Office) -> None:
    set_up(client, office)
    client.page.goto(urljoin(client.page.url, "/"))
    to = ("--to", "maria", "--as", "nora", "--firm", office.firm_id)
    office.command("assign", "M-1", TASK, "--due", "2026-01-05", *to)
    today = client.page.get_by_role("region", name="Today")
    expect(today.get_by_text(f"Task: {TASK}")).to_be_visible()
    expect(today.get_by_text("was due")).to_be_visible()
    client.looks_right("todo-task")
    client.page.get_by_role("button", name=f"Mark as done: {TASK}").click()
    nothing_waits(client.page)
    client.page.get_by_role("button", name="Undo").click()
    expect(today.get_by_text(f"Task: {TASK}")).to_be_visible()
    client.page.get_by_role("button", name=f"Mark as done: {TASK}").click()
    client.page.get_by_role("button", name="Add a note").click()
    client.page.get_by_label("Note for your firm").fill("Signed it in ink.")
    client.looks_right("todo-note")
    client.page.get_by_role("button", name="Save").click()
    expect(client.page.get_by_text("Your firm reads it with the task.")).to_be_visible()
    client.page.get_by_role("link", name="Done", exact=True).click()
    expect(client.page.get_by_text(f"Task done: {TASK}")).to_be_visible()
    assert client.complaints == []


def what_is_next_and_owed_stands_there(client: Client, office: Office) -> None:
    schedule(office, "M-1", HEARING)
    bill(office)
    appointment = client.page.get_by_role("region", name="Next appointment")
    expect(appointment.get_by_role("link")).to_contain_text(HEARING)
    owed = client.page.get_by_role("region", name="What is owed")
    expect(owed.get_by_role("link")).to_contain_text("You owe $966.00 on 1 invoice")
    owed.get_by_role("link").click()
    client.sees("Billing")
    expect(client.page.get_by_role("link", name="Invoice 2026-114")).to_be_visible()
    client.page.go_back()
    client.sees(MATTER)


def it_fills_itself_when_the_line_is_back(client: Client) -> None:
    offline = client.page.get_by_role("alert").filter(has_text="You seem to be offline")
    client.context.set_offline(True)
    client.page.go_back()
    expect(offline).to_be_visible()
    client.context.set_offline(False)
    client.sees(HEARING)
    expect(offline).to_have_count(0)


def it_is_still_narrowed(client: Client, section: str) -> None:
    open_section(client, section)
    if section == "Docs":
        client.page.get_by_role("link", name="Forms", exact=True).click()
        client.sees("Documents")
    chosen = client.page.get_by_role("combobox", name="Matter").locator("option:checked")
    expect(chosen).to_have_text(MATTER)
    expect(client.page.get_by_role("link", name="Reading of the will")).to_have_count(0)


def open_section(client: Client, section: str) -> None:
    client.page.get_by_label("Sections").get_by_role("link", name=section).click()


def at_home_nothing_waits(client: Client) -> None:
    client.page.goto(urljoin(client.page.url, "/"))
    client.sees("To Do")
    nothing_waits(client.page)
    client.looks_right("todo-empty")


def nothing_waits(page: Page) -> None:
    expect(page.get_by_role("heading", name="Nothing waits for you.")).to_be_visible()
    expect(
        page.get_by_label("Sections").get_by_role("link", name="To Do", exact=True)
    ).to_be_visible()


def same_person_in_another_browser(client: Client) -> Page:
    context = client.browser.new_context(storage_state=client.context.storage_state())
    page = context.new_page()
    page.goto(urljoin(client.page.url, "/"))
    nothing_waits(page)
    return page


def it_waits_in_both(client: Client, elsewhere: Page) -> None:
    for page in (client.page, elsewhere):
        group = page.get_by_role("region", name="No date")
        row = group.get_by_role("listitem").filter(has_text="New message")
        expect(row.get_by_role("link", name=MATTER)).to_be_visible()
        expect(row).to_contain_text(f"From {ATTORNEY}")
        sections = page.get_by_label("Sections")
        expect(sections.get_by_role("link", name="To Do , 1 waiting")).to_be_visible()
        expect(page).to_have_title(f"(1) To Do · {office_name(page)}")
    client.looks_right("todo")


def office_name(page: Page) -> str:
    return page.title().partition(" · ")[2]


def it_is_kept_as_done(client: Client) -> None:
    client.page.get_by_role("link", name="Done", exact=True).click()
    expect(client.page.get_by_role("main").get_by_role("link", name="Read")).to_have_count(1)
    client.looks_right("todo-done")


def schedule(office: Office, matter: str, title: str) -> None:
    own = ("--as", "nora", "--to", "maria", "--zone", "America/Chicago", "--firm", office.firm_id)
    office.command("schedule", matter, title, "2027-03-12T10:00", "2027-03-12T11:00", *own)


def another_matter(office: Office) -> None:
    office.publish(MatterOpened(matter_id="M-2", title=SECOND))
    office.admit("nora", ATTORNEY, "Attorney", "staff", matter="M-2")
    office.admit("maria", "Maria Okafor", "Client", "client", matter="M-2")
    office.command("say", "M-2", LATER, "--as", "nora", "--firm", office.firm_id)
