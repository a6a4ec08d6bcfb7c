"""A task in a browser: its steps ticked, done with a note, undone, done again in another tab."""

import contextlib
import datetime
from collections.abc import Callable, Iterator

from playwright.sync_api import APIResponse, Page, Route, expect

from contracts import ids
from contracts.events.tasks import TaskAssigned, TaskCancelled
from tests.journeys.client import Client
from tests.journeys.office import MATTER, Office
from tests.journeys.ways_in import set_up

DUE = datetime.date.today() + datetime.timedelta(days=9)


def test_a_task_is_ticked_done_undone_and_done_by_the_same_person_elsewhere(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    page = client.page
    office.publish(
        TaskAssigned(
            matter_id="M-1",
            task_id="T-1",
            author_id="nora",
            title="Send us your bank statement",
            assignees=["maria"],
            text="How to find it: https://bank.example/statements",
            due=DUE,
            steps=["Find it", "Attach it to a message"],
        )
    )
    address = f"{page.url.split('/msgs')[0]}/tasks/{ids.task_id(office.firm_id, 'T-1')}"
    lines: list[str] = []
    page.on("request", lambda one: lines.append(one.url) if one.url.endswith("/v1/live") else None)
    page.goto(address)
    client.sees("Send us your bank statement")
    link = page.get_by_role("link", name="https://bank.example/statements")
    expect(link).to_have_attribute("href", "https://bank.example/statements")
    client.looks_right("task")

    page.get_by_label("Find it").check()
    expect(page.get_by_text("Steps, 1 of 2 done")).to_be_visible()
    assert len(lines) == 1
    other = client.context.new_page()
    other.goto(address)
    expect(other.get_by_label("Find it")).to_be_checked()
    assert client.complaints == []
    what_nobody_heard_is_not_ticked(client)
    a_page_opens_once_the_line_is_back(client)
    page.goto(address)
    client.complaints.clear()  # what the browser says of a lost line

    page.get_by_label("Note for your firm").fill("It is the second page.")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_text("Your firm hears of it in")).to_be_visible()
    expect(other.get_by_text("It is the second page.")).to_be_visible()
    client.looks_right("task-done")
    page.get_by_role("button", name="Undo").click()
    expect(other.get_by_role("button", name="Mark as done")).to_be_visible()
    other.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    an_answer_that_is_overtaken_takes_nothing_back(client, other, office)
    client.looks_right("task-cancelled")
    assert client.complaints == []


def an_answer_that_is_overtaken_takes_nothing_back(
    client: Client, other: Page, office: Office
) -> None:
    """It was opened again, which is answered only after it was cancelled."""
    page, cancelled = client.page, "We have it already."
    with held(page, "**/reopen") as let_go:
        page.get_by_role("button", name="Undo").click()
        expect(other.get_by_role("button", name="Mark as done")).to_be_visible()
        office.publish(TaskCancelled(task_id="T-1", reason=cancelled))
        expect(page.get_by_text(cancelled)).to_be_visible()
        let_go()
        expect(page.get_by_text("It is open again.")).to_be_attached()
    expect(page.get_by_text(cancelled)).to_be_visible()


@contextlib.contextmanager
def held(page: Page, address: str) -> Iterator[Callable[[], None]]:
    """What the portal answers there comes once it is let go."""
    answers: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        answers.append((route, route.fetch()))

    def let_go() -> None:
        for route, answer in answers:
            route.fulfill(response=answer)

    page.route(address, hold)
    yield let_go
    page.unroute(address)


def what_nobody_heard_is_not_ticked(client: Client) -> None:
    client.context.set_offline(True)
    client.page.get_by_label("Attach it").click()
    offline = client.page.get_by_text("You seem to be offline")
    expect(offline.first).to_be_visible()
    expect(client.page.get_by_label("Attach it")).not_to_be_checked()


def a_page_opens_once_the_line_is_back(client: Client) -> None:
    client.page.get_by_role("link", name=MATTER).click()
    client.sees("This page did not open")
    expect(client.page.get_by_text("You seem to be offline")).to_be_visible()
    client.context.set_offline(False)
    client.sees(MATTER)
