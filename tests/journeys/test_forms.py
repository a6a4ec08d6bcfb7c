"""A form in a browser: begun here, ended there, by two people at once, with mistakes, by keys."""

import dataclasses
import re
import uuid
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from backbone.testing import wait_for
from contracts.events.forms import FormWithdrawn
from tests.journeys.client import PATIENCE, Client
from tests.journeys.devices import DESK, PHONE, at_a_desk, on_a_phone
from tests.journeys.forms_asked import EVERY_KIND, FOR_TWO, TITLE, open_form, request
from tests.journeys.keyboard import Keyboard
from tests.journeys.office import NAME, Office, new_address
from tests.journeys.ways_in import set_up
from tests.services.files.making import EICAR

NOT_USABLE = "A file here cannot be used. Please remove it or add another one."
SAVED = re.compile(r"Saved \d")
LEASE = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_a_form_is_begun_on_one_device_and_finished_on_another_with_a_file(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    form = request(office, EVERY_KIND, "maria")
    is_begun(client, form)
    elsewhere = on_another_device(client)
    goes_on_where_it_was(elsewhere, form)
    names_children(elsewhere.page)
    says_what_there_is(elsewhere.page)
    adds_the_lease(elsewhere)
    is_signed_and_sent(elsewhere)
    told = office.wait_to_see("form.submitted", number=1)["data"]
    assert told["answers"]["full_name"] == "Maria Okafor"
    assert [row["answers"]["name"] for row in told["answers"]["children"]] == ["Ada", "Chidi"]
    assert told["answers"]["income"] == "4200.50"
    assert told["signatures"]["signature"]["name"] == "Maria Okafor"
    assert client.complaints == []


def test_two_people_fill_in_one_form_and_settle_what_they_answered_at_once(
    client: Client, office: Office
) -> None:
    ben = dataclasses.replace(client, address=new_address(), emails_read=0)
    ben.new_browser()
    set_up(ben, office, "ben")
    office.admit("ben", "Ben Okafor", "Client", "client")
    set_up(client, office)
    form = request(office, FOR_TWO, "maria", "ben", joint=True)
    for each in (client, ben):
        open_form(each, form)
        expect(each.page.get_by_label("Street")).to_be_visible()
    each_sees_what_the_other_answers(client.page, ben.page)
    both_answer_at_once(client, ben)
    looks_again_at_what_has_moved(client.page, ben.page)
    assert but_for_the_line(client) == []


def test_what_is_wrong_is_said_when_one_goes_on_and_one_may_go_on_all_the_same(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    form = request(office, EVERY_KIND, "maria")
    open_form(client, form)
    page = client.page
    answer = page.get_by_label("Your e-mail address")
    answer.fill("maria at home")
    expect(page.get_by_text("Please enter an e-mail address")).to_have_count(0)
    answer.blur()
    expect(page.get_by_text("Please enter an e-mail address")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    summary = page.get_by_role("group", name="4 answers need another look")
    expect(summary).to_be_focused()
    client.looks_right("form-wrong")
    summary.get_by_role("link", name="Your e-mail address").click()
    expect(answer).to_be_focused()
    answer.fill("maria@example.com")
    expect(page.get_by_role("group", name="3 answers need another look")).to_be_visible()
    summary = page.get_by_role("group", name="3 answers need another look")
    summary.get_by_role("button", name="Go on and come back to this later").click()
    expect(page.get_by_role("heading", name="Your children")).to_be_focused()
    is_read_in_spanish(client)
    open_form(client, form, "?review")
    page.get_by_role("button", name=f"Send to {NAME}").click()
    whole = page.get_by_role("group", name=re.compile("answers need another look"))
    expect(whole).to_be_focused()
    whole.get_by_role("link", name="Your full name").click()
    expect(page.get_by_label("Your full name")).to_be_focused()
    office.publish(FormWithdrawn(request_id="F-1", reason="We have it already."))
    expect(page.get_by_text("We have it already.")).to_be_visible()
    client.looks_right("form-withdrawn")
    assert client.complaints == []


@on_a_phone
def test_what_is_written_without_a_line_or_in_two_tabs_is_saved_until_the_matter_is_closed(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    form = request(office, EVERY_KIND, "maria")
    open_form(client, form)
    page = client.page
    page.get_by_label("Your full name").fill("Maria")
    expect(page.get_by_text("Saved")).to_be_visible()
    client.context.set_offline(True)
    page.get_by_label("Your full name").fill("Maria Okafor")
    expect(page.get_by_text("Not saved yet: no connection")).to_be_visible()
    client.context.set_offline(False)
    expect(page.get_by_text("Saved")).to_be_visible()
    page.get_by_label("Your phone number").fill("212 555 0142")
    page.reload()
    expect(page.get_by_label("Your full name")).to_have_value("Maria Okafor")
    expect(page.get_by_label("Your phone number")).to_have_value("212 555 0142")
    goes_on_in_another_tab_too(client)
    the_matter_is_closed_while_one_writes(client, office, form)
    assert but_for_the_line(client) == []


@at_a_desk
def test_a_form_is_filled_in_by_keyboard(client: Client, office: Office) -> None:
    set_up(client, office)
    form = request(office, FOR_TWO, "maria")
    open_form(client, form)
    keyboard = Keyboard(client.page, client.complaints)
    expect(client.page.get_by_label("Street")).to_be_visible()
    keyboard.go_to("Street")
    keyboard.type("1 Lake Street")
    keyboard.press("Enter")
    expect(client.page.get_by_role("group", name="2 answers need another look")).to_be_focused()
    keyboard.choose("City")
    keyboard.is_at("City", "input")
    keyboard.type("Albany")
    keyboard.go_to("Yes")
    keyboard.press("Space")
    keyboard.choose("Check your answers")
    expect(client.page.get_by_role("heading", name="Check your answers")).to_be_focused()
    expect(client.page.get_by_text("1 Lake Street")).to_be_visible()
    keyboard.choose(f"Send to {NAME}")
    office.wait_to_see("form.submitted", number=1)
    assert client.complaints == []


def but_for_the_line(client: Client) -> list[str]:
    """A browser itself notes each call that no line was there for."""
    return [each for each in client.complaints if "ERR_INTERNET_DISCONNECTED" not in each]


def is_begun(client: Client, form: uuid.UUID) -> None:
    open_form(client, form)
    client.sees(TITLE)
    page = client.page
    expect(page.get_by_text("Please bring the lease, too.")).to_be_visible()
    expect(page.get_by_text("Page 1 of 4")).to_be_visible()
    client.looks_right("form")
    page.get_by_label("Your full name").fill("Maria Okafor")
    page.get_by_label("Your e-mail address").fill("maria@example.com")
    date(page.get_by_role("group", name="Your date of birth"), "4", "23", "1985")
    page.get_by_label("Married").check()
    expect(page.get_by_text("Page 1 of 5")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Your spouse", level=2)).to_be_focused()
    page.get_by_label("Name", exact=True).fill("Ben Okafor")
    date(page.get_by_role("group", name="From"), "1", "2", "2010")
    page.get_by_role("heading", name="Your spouse").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    client.looks_right("form-spouse")


def date(fields: Locator, month: str, day: str, year: str) -> None:
    for label, text in (("Month", month), ("Day", day), ("Year", year)):
        fields.get_by_label(label).fill(text)


def on_another_device(client: Client) -> Client:
    """The same person, signed in there, too."""
    other = dataclasses.replace(client, device=DESK if client.device is PHONE else PHONE)
    state = client.context.storage_state()
    other.new_browser()
    other.context.add_cookies(state["cookies"])  # type: ignore[arg-type]
    other.page.goto(client.page.url.split("/documents")[0])
    return other


def goes_on_where_it_was(client: Client, form: uuid.UUID) -> None:
    open_form(client, form)
    expect(client.page.get_by_role("heading", name="Your children", level=2)).to_be_visible()
    client.page.get_by_role("link", name="Back", exact=True).last.click()
    expect(client.page.get_by_label("Name", exact=True)).to_have_value("Ben Okafor")
    client.page.get_by_role("button", name="Next").click()


def names_children(page: Page) -> None:
    page.get_by_label("Yes").check()
    for number, name in ((1, "Ada"), (2, "Eve"), (3, "Chidi")):
        page.get_by_role("button", name="Add: Child").click()
        child = page.get_by_role("group", name=f"Child {number}")
        expect(child.get_by_label("Name")).to_be_focused()
        child.get_by_label("Name").fill(name)
        date(child.get_by_role("group", name="Date of birth"), "1", "2", f"201{number}")
    page.get_by_role("button", name="Remove Child 2").click()
    page.get_by_role("button", name="Put back").click()
    expect(page.get_by_role("group", name="Child 2").get_by_label("Name")).to_have_value("Eve")
    page.get_by_role("button", name="Remove Child 2").click()
    expect(page.get_by_role("group", name="Child 2").get_by_label("Name")).to_have_value("Chidi")
    page.get_by_role("button", name="Next").click()


def says_what_there_is(page: Page) -> None:
    page.get_by_label("Street and number").fill("1 Lake Street")
    page.get_by_label("City").fill("Albany")
    page.get_by_label("Income a month").fill("4,200.5")
    page.get_by_label("Your share of the house").fill("50 %")
    expect(page.get_by_label("Income a month")).to_have_value("4200.50")
    page.get_by_label("A friend").check()
    expect(page.get_by_label("Your share of the house")).to_have_value("50")
    page.get_by_role("button", name="Next").click()


def goes_on_in_another_tab_too(client: Client) -> None:
    """What was answered in one is there in the other; two answers at once are both kept."""
    one, other = client.page, client.context.new_page()
    other.goto(one.url)
    other.get_by_label("Your e-mail address").fill("maria@example.com")
    expect(other.get_by_text(SAVED)).to_be_visible()
    client.context.set_offline(True)
    for tab, number in ((one, "212 555 0143"), (other, "212 555 0144")):
        tab.get_by_label("Your phone number").fill(number)
        expect(tab.get_by_text("Not saved yet")).to_be_visible()
    client.context.set_offline(False)
    for tab in (one, other):
        expect(tab.get_by_text(SAVED)).to_be_visible(timeout=PATIENCE)
    for tab in (one, other):
        tab.reload()
        expect(tab.get_by_label("Your e-mail address")).to_have_value("maria@example.com")
        expect(tab.get_by_text("There are two answers to this.")).to_be_visible()
        for number in ("212 555 0143", "212 555 0144"):
            expect(tab.get_by_text(number)).to_be_visible()
    other.close()
    one.get_by_role("button", name="Use this answer").last.click()
    expect(one.get_by_label("Your phone number")).to_have_value(re.compile("212 555 014[34]"))


def the_matter_is_closed_while_one_writes(client: Client, office: Office, form: uuid.UUID) -> None:
    page = client.page
    office.close_matter()
    address = urljoin(page.url, f"/v1/forms/{form}")
    wait_for(lambda: client.context.request.get(address).json()["closed"])
    page.get_by_label("Your full name").fill("Maria C. Okafor")
    expect(page.get_by_text("This matter is closed.")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("came too late and was not kept")


def adds_the_lease(client: Client) -> None:
    """After one with a virus, of which the question tells."""
    page = client.page
    expect(page.get_by_text("All corners must be seen.")).to_be_visible()
    page.set_input_files(
        "input[data-files]",
        {"name": "Scan.pdf", "mimeType": "application/pdf", "buffer": EICAR},
    )
    question = page.get_by_role("group", name="Your lease")
    expect(question.get_by_text(NOT_USABLE)).to_be_visible(timeout=4 * PATIENCE)
    page.get_by_role("button", name="Check your answers").click()
    summary = page.get_by_role("group", name="One answer needs another look")
    expect(summary).to_contain_text(NOT_USABLE)
    client.looks_right("form-file-refused")
    question.get_by_role("button", name="Remove").click()
    expect(question.get_by_text(NOT_USABLE)).to_have_count(0)
    page.set_input_files(
        "input[data-files]",
        {"name": "Lease.pdf", "mimeType": "application/pdf", "buffer": LEASE},
    )
    expect(page.get_by_text("Ready")).to_be_visible(timeout=4 * PATIENCE)
    client.looks_right("form-file")
    page.get_by_role("button", name="Check your answers").click()


def is_signed_and_sent(client: Client) -> None:
    page = client.page
    expect(page.get_by_role("heading", name="Check your answers")).to_be_focused()
    page.get_by_label("Type your full name").fill("Maria Okafor")
    page.get_by_label("I sign this with my typed name.").check()
    expect(page.get_by_text("Saved")).to_be_visible()
    client.looks_right("form-review")
    page.get_by_role("button", name=f"Send to {NAME}").click()
    expect(page).to_have_url(re.compile(r"/documents/forms/[0-9a-f-]+/sent/1$"))
    expect(page.get_by_text(f"This is what {NAME} has.")).to_be_visible()
    client.looks_right("form-just-sent")


def each_sees_what_the_other_answers(maria: Page, ben: Page) -> None:
    maria.get_by_label("Street").fill("1 Lake Street")
    expect(ben.get_by_label("Street")).to_have_value("1 Lake Street")


def both_answer_at_once(client: Client, ben: Client) -> None:
    """Ben's line is away while he writes."""
    ben.context.set_offline(True)
    ben.page.get_by_label("City").fill("Troy")
    client.page.get_by_label("City").fill("Albany")
    expect(client.page.get_by_text("Saved")).to_be_visible()
    expect(ben.page.get_by_text("Not saved yet")).to_be_visible()
    ben.context.set_offline(False)
    for page in (client.page, ben.page):
        page.get_by_label("Yes").focus()
        expect(page.get_by_text("There are two answers to this.")).to_be_visible()
        expect(page.get_by_text("Albany")).to_be_visible()
        expect(page.get_by_text("Troy")).to_be_visible()
    expect(client.page.get_by_text("Ben Okafor,")).to_be_visible()
    client.looks_right("form-differing")
    client.page.get_by_role("button", name="Use this answer").last.click()
    for page in (client.page, ben.page):
        expect(page.get_by_label("City")).to_have_value("Troy")


def looks_again_at_what_has_moved(maria: Page, ben: Page) -> None:
    maria.get_by_label("Yes").check()
    maria.get_by_role("button", name="Check your answers").click()
    expect(maria.get_by_text("Troy")).to_be_visible()
    ben.get_by_label("Street").fill("2 Lake Street")
    expect(maria.get_by_text("2 Lake Street")).to_be_visible()
    maria.get_by_role("button", name=f"Send to {NAME}").click()
    moved = maria.get_by_role("alert").filter(has_text="Something was changed meanwhile.")
    expect(moved.get_by_role("link", name="Street")).to_be_visible()
    maria.get_by_role("button", name=f"Send to {NAME}").click()
    expect(maria).to_have_url(re.compile("/sent/1$"))
    expect(ben.get_by_text("This form was sent")).to_be_visible()
    ben.get_by_role("link", name="Read what was sent").click()
    expect(ben.get_by_text("2 Lake Street")).to_be_visible()


def is_read_in_spanish(client: Client) -> None:
    client.page.get_by_role("button", name="Español").click()
    expect(client.page.get_by_role("heading", name="Sus hijos", level=2)).to_be_visible()
    expect(client.page.get_by_text("Página 2 de 4")).to_be_visible()
    client.looks_right("form-spanish")
    client.page.goto(urljoin(client.page.url, "?page=papers"))
    client.page.locator("input[data-files]").first.set_input_files(
        {"name": "setup.exe", "mimeType": "", "buffer": b"MZ"}
    )
    expect(client.page.get_by_role("alert")).to_have_text("No se pueden enviar programas.")
    client.page.get_by_role("button", name="Quitar setup.exe").click()
    client.page.get_by_role("button", name="English").click()
