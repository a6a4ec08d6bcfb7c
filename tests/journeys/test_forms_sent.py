"""Forms in Docs: to fill in and sent; what was sent stays readable, on the screen and on paper."""

import datetime
import re
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from playwright.sync_api import expect

from backbone.testing import wait_for
from contracts import ids
from contracts.events.forms import FormReopened, FormRequested, FormWithdrawn
from contracts.forms.questions import Definition
from contracts.forms.verdict import digest
from tests.journeys.cabinet import Cabinet
from tests.journeys.client import Client
from tests.journeys.office import ATTORNEY, CONTACT, MATTER, NAME, Office
from tests.journeys.sheets import text_of
from tests.journeys.test_todo import nothing_waits, same_person_in_another_browser
from tests.journeys.viewing import is_drawn
from tests.journeys.ways_in import set_up
from tests.services.matters.questionnaire import definition

TODAY = datetime.date.today()
PAPERS = {"Wedding.txt": b"We married in Reno, on the fourth of May."}


@dataclass
class FilledIn:
    """A form that its client fills in by what the portal offers programs."""

    client: Client
    form_id: uuid.UUID

    def answer(self, **answers: object) -> None:
        """By path, with `__` for each slash."""
        versions = {each["path"]: each["version"] for each in self.get()["answers"]}
        paths = {name.replace("__", "/"): value for name, value in answers.items()}
        patches = [
            {"path": path, "value": value, "base_version": versions.get(path, 0)}
            for path, value in paths.items()
        ]
        self._ask("PATCH", "/answers", {"answers": patches})

    def send(self) -> Any:
        return self._ask("POST", "/submit", {"change": self.get()["change"]})

    def get(self) -> Any:
        return self._ask("GET", "")

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        here = urlsplit(self.client.page.url)
        portal = f"{here.scheme}://{here.netloc}"
        answer = self.client.context.request.fetch(
            f"{portal}/v1/forms/{self.form_id}{path}",
            method=method,
            data=body,
            headers={"Origin": portal},
        )
        assert answer.ok, answer.text()
        return answer.json()


def test_a_form_is_listed_sent_and_read_as_it_was(
    client: Client, office: Office, tmp_path: Path
) -> None:
    set_up(client, office)
    there_are_none(client)
    elsewhere = same_person_in_another_browser(client)
    form = asks(client, office, "F-1", due=TODAY - datetime.timedelta(days=2))
    expect(elsewhere.get_by_text("Form to fill in")).to_be_visible()
    it_is_listed(client, form)
    paper = Cabinet(client, office).upload("Wedding.txt", PAPERS["Wedding.txt"])
    fills_in(form, paper)
    sent = is_sent(form)
    nothing_waits(elsewhere)
    reads_what_was_sent(client, sent)
    opens_the_file_and_comes_back(client)
    opens_it_as_a_pdf_and_comes_back(client)
    prints_it(client, sent, tmp_path)
    it_is_opened_again_while_one_reads(client, office, form)
    assert client.complaints == []


def test_a_form_that_is_not_needed_any_more_says_so_while_one_looks(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    form = asks(client, office, "F-1", joint=True)
    client.page.goto(address(client, "/documents/forms"))
    row = client.page.get_by_role("link", name=re.compile("New client"))
    expect(row).to_contain_text("Filled in together")
    expect(row).to_contain_text("No due date")
    office.publish(FormWithdrawn(request_id="F-1", reason="We have it already."))
    over = client.page.get_by_role("region", name="Sent or not needed any more")
    expect(over.get_by_role("link")).to_contain_text("Not needed any more")
    client.looks_right("forms-withdrawn")
    assert form.get()["state"] == "withdrawn"
    assert client.complaints == []


def test_forms_are_narrowed_to_a_matter_in_both_tabs(client: Client, office: Office) -> None:
    set_up(client, office)
    page = client.page
    asks(client, office, "F-1")
    page.goto(address(client, f"/documents/forms?matter={ids.matter_id(office.firm_id, 'M-2')}"))
    expect(page.get_by_role("heading", name="Nothing here matches")).to_be_visible()
    tabs = page.get_by_role("navigation", name="In Documents")
    tabs.get_by_role("link", name="Files").click()
    expect(page).to_have_url(re.compile(r"/documents\?matter="))
    tabs.get_by_role("link", name="Forms").click()
    expect(page.get_by_role("heading", name="Nothing here matches")).to_be_visible()
    client.looks_right("forms-of-no-matter")
    page.get_by_role("link", name="Show all").click()
    expect(page.get_by_role("link", name=re.compile("New client"))).to_be_visible()
    page.goto(address(client, "/billing?matter=nonsense"))
    expect(page.get_by_role("heading", name="Nothing here matches")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    expect(page.get_by_role("heading", name="No invoices yet")).to_be_visible()
    assert client.complaints == []


def there_are_none(client: Client) -> None:
    client.page.goto(address(client, "/documents"))
    tabs = client.page.get_by_role("navigation", name="In Documents")
    tabs.get_by_role("link", name="Forms").click()
    client.sees("Documents")
    expect(client.page.get_by_role("heading", name="No forms yet")).to_be_visible()
    client.looks_right("no-forms")


def asks(
    client: Client,
    office: Office,
    ref: str,
    *,
    due: datetime.date | None = None,
    joint: bool = False,
) -> FilledIn:
    office.publish(
        FormRequested(
            request_id=ref,
            matter_id="M-1",
            author_id="nora",
            assignees=["maria"],
            definition=in_spanish_too(definition()),
            due=due,
            joint=joint,
        )
    )
    of = None if joint else "maria"
    return FilledIn(client, ids.form_request_id(office.firm_id, ref, *([of] if of else [])))


def in_spanish_too(form: Definition) -> Definition:
    """The same words twice, but for those that the test looks at."""
    plain = msgspec.to_builtins(form)
    spanish = {"Your full name": "Su nombre completo", "You": "Usted"}

    def both(part: Any) -> Any:
        if isinstance(part, dict) and set(part) == {"en"}:
            return part | {"es": spanish.get(part["en"], part["en"])}
        if isinstance(part, dict):
            return {name: both(value) for name, value in part.items()}
        return [both(each) for each in part] if isinstance(part, list) else part

    return msgspec.convert(both(plain) | {"languages": ["en", "es"]}, Definition)


def it_is_listed(client: Client, form: FilledIn) -> None:
    row = client.page.get_by_role("region", name="To fill in").get_by_role("link")
    expect(row).to_contain_text("New client")
    expect(row).to_contain_text(MATTER)
    expect(row).to_contain_text(f"From {ATTORNEY}")
    expect(row).to_contain_text("Overdue by 2 days")
    expect(row).to_have_attribute("href", f"/documents/forms/{form.form_id}")
    form.answer(full_name="Maria Okafor")
    expect(row).to_contain_text("1 of 4 answered")
    client.looks_right("forms")


def fills_in(form: FilledIn, paper: uuid.UUID) -> None:
    form.answer(married=True, spouse="Ben Okafor", papers=[str(paper)])
    form.answer(children__r1=True, children__r1__child_name="Ada")
    form.answer(children__r2=True, children__r2__child_name="Leo")
    form.answer(signed={"name": "Maria Okafor", "agreed": True})


def is_sent(form: FilledIn) -> Any:
    """Once the file was looked at."""
    page = form.client.page
    row = page.get_by_role("region", name="Sent")
    wait_for(lambda: [each["state"] for each in form.get()["files"]] == ["ready"], within=60)
    sent = form.send()
    expect(row.get_by_role("link")).to_contain_text("Sent")
    return sent


def reads_what_was_sent(client: Client, sent: Any) -> None:
    page = client.page
    page.get_by_role("region", name="Sent").get_by_role("link").click()
    client.sees("New client")
    expect(page.get_by_text("Sent by Maria")).to_be_visible()
    answers = page.locator("dl")
    expect(answers.filter(has_text="Your full name")).to_contain_text("Maria Okafor")
    expect(page.get_by_role("group", name="Children")).to_contain_text("Child 2")
    expect(page.get_by_role("group", name="Children")).to_contain_text("Leo")
    expect(page.get_by_text("statement, version 2026-1")).to_be_visible()
    assert sent["sha256"] == digest(sent["answers"])
    expect(page.get_by_text(sent["sha256"])).to_be_visible()
    client.looks_right("form-sent")
    page.get_by_label("Language").select_option("Español")
    expect(page.get_by_text("Su nombre completo")).to_be_visible()
    expect(page.get_by_text("Sí", exact=True)).to_be_visible()
    page.get_by_label("Language").select_option("English")


def opens_the_file_and_comes_back(client: Client) -> None:
    page = client.page
    here = page.url
    page.get_by_role("link", name="Wedding.txt").click()
    expect(page.get_by_text("We married in Reno")).to_be_visible()
    there = page.url
    page.go_back()
    expect(page).to_have_url(here)
    page.goto(there)
    page.get_by_role("link", name=re.compile("Back|All documents|Documents")).first.click()
    expect(page).to_have_url(here)
    client.sees("New client")


def opens_it_as_a_pdf_and_comes_back(client: Client) -> None:
    page = client.page
    here = page.url
    page.get_by_role("link", name="Open as PDF").click()
    client.sees("New client.pdf")
    is_drawn(page, 1)
    expect(page.get_by_text("What I say is true.")).to_be_visible()
    page.get_by_role("link", name="Back").click()
    expect(page).to_have_url(here)


def prints_it(client: Client, sent: Any, folder: Path) -> None:
    """With the letterhead, every answer, and nothing that one could press."""
    page = client.page
    expect(page.get_by_text(sent["sha256"])).to_be_visible()
    printed = page.pdf(prefer_css_page_size=True)
    (client.screenshots / f"{client.device.name}-form-sent.pdf").write_bytes(printed)
    text = " ".join(" ".join(text_of(printed, folder)).split())
    for words in (NAME, CONTACT, "New client", MATTER, "Maria Okafor", "Leo", "Wedding.txt"):
        assert words in text
    assert sent["sha256"] in text.replace(" ", "")
    for words in ("Print", "All forms", "To Do", "Billing", "Language"):
        assert words not in text


def it_is_opened_again_while_one_reads(client: Client, office: Office, form: FilledIn) -> None:
    page = client.page
    office.publish(FormReopened(request_id="F-1", note="Please add your youngest."))
    expect(page.get_by_text("The firm has opened this form again.")).to_be_visible()
    expect(page.get_by_text("Please add your youngest.")).to_be_visible()
    client.looks_right("form-sent-reopened")
    form.answer(children__r3=True, children__r3__child_name="Noor")
    form.answer(signed={"name": "Maria Okafor", "agreed": True})
    form.send()
    expect(page.get_by_text("It was sent again later.")).to_be_visible()
    expect(page.get_by_text("Noor")).to_have_count(0)
    times = page.get_by_role("navigation", name="Each time it was sent")
    times.get_by_role("link").last.click()
    expect(page.get_by_text("Noor")).to_be_visible()
    client.looks_right("form-sent-twice")


def address(client: Client, path: str) -> str:
    here = urlsplit(client.page.url)
    return f"{here.scheme}://{here.netloc}{path}"
