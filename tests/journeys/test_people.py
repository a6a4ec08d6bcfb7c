"""What people and firms write, and how people read it: other scripts and keyboards, large letters,
few colours, paper, a page left open overnight, and the end of it all, in one sign-in."""

import datetime
import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from contracts.events.matters import MatterParticipantAdded, MatterParticipantRemoved
from tests.journeys.client import PATIENCE, Client
from tests.journeys.conftest import run_folder
from tests.journeys.devices import DESK, PHONE, Device, at_a_desk
from tests.journeys.office import CONTACT, Office
from tests.journeys.ways_in import FIRST, set_up

FIRM = "לוי ושות׳"
MATTER = "כהן נגד Lakeside בע״מ"
LINES = "Dear Maria,\rone\vtwo\u2028three\r\nSee (https://firm.example/Lease_(law))."
HEBREW = "שלום מריה, ראי \u200fhttps://firm.example/a\u200f בבקשה.\nThis line is English."
NAMESAKE = "So am I."
DRAFT = "I wanted to ask about\nthe lease."

# Right-to-left text on the page that nothing holds apart from what is around it.
RAW = r"""() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const raw = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!/[\u0590-\u08ff]/.test(data) || parentElement.closest('bdi, script')) continue;
    if (!/^[^\u0590-\u08ff]*\u2068.*\u2069/.test(data)) raw.push(data);
  }
  return raw;
}"""

# Lines of text that run into each other or out of the window; what only the ear hears is left out.
COLLISIONS = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.trim() || parentElement.closest('.unseen, script, title, select')) continue;
    if (!parentElement.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const { left, right, top, bottom, height, width } of range.getClientRects()) {
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      if (width < 2 || !parentElement.contains(document.elementFromPoint(x, y))) continue;
      const [upper, lower] = [top + height * 0.2, bottom - height * 0.2];
      lines.push({ node: texts.currentNode, data, left, right, top: upper, bottom: lower });
    }
  }
  const apart = (a, b) => a.node === b.node
    || a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top || b.bottom <= a.top;
  const met = lines.flatMap((one, at) => lines.slice(at + 1)
    .filter((other) => !apart(one, other))
    .map((other) => [one.data, other.data]));
  return [...met, ...lines.filter(({ right }) => right > innerWidth + 1).map(({ data }) => data)];
}"""


@pytest.fixture
def office(portal: str) -> Iterator[Office]:
    with Office(f"journey-{secrets.token_hex(4)}", run_folder(), FIRM, MATTER) as office:
        yield office


@at_a_desk
def test_people_read_and_write_as_they_do(client: Client, office: Office) -> None:
    set_up(client, office)
    says_what_people_say(client, office)
    each_line_has_its_direction(client)
    only_the_own_line_is_ones_own(client)
    nothing_stands_raw(client)
    a_word_is_chosen_and_not_sent(client)
    is_told_how_much_fits(client)
    letters_grow_and_nothing_collides(client)
    few_colours_keep_the_edges(client)
    paper_holds_the_conversation_alone(client)
    another_day_begins(client)
    sends_with_a_clock_that_is_wrong(client, office)
    is_let_go(client, office)
    assert client.complaints == []


def says_what_people_say(client: Client, office: Office) -> None:
    for contact, name in (("dov", "דב לוי"), ("namesake", "Maria Okafor")):
        office.publish(
            MatterParticipantAdded(
                matter_id="M-1", contact_id=contact, name=name, role="עו״ד", kind="staff"
            )
        )
    for contact, text in (("nora", LINES), ("dov", HEBREW), ("namesake", NAMESAKE)):
        office.command("say", "M-1", text, "--as", contact, "--firm", office.firm_id)
    client.sees_message(NAMESAKE)


def each_line_has_its_direction(client: Client) -> None:
    lines = bubble(client, "Dear Maria")
    assert lines.inner_text().splitlines() == [
        "Dear Maria,",
        "one",
        "two",
        "three",
        "See (https://firm.example/Lease_(law)).",
    ]
    links = client.page.get_by_label("Messages", exact=True).get_by_role("link")
    hrefs = [link.get_attribute("href") for link in links.all()]
    assert hrefs == ["https://firm.example/Lease_(law)", "https://firm.example/a"]
    title = client.page.get_by_role("heading", level=1).locator("bdi")
    assert [direction(each) for each in (lines, bubble(client, "שלום"), title)] == [
        "ltr",
        "rtl",
        "rtl",
    ]
    english, hebrew = (
        bubble(client, "שלום").evaluate(WHERE_BEGINS, text) for text in ("This line", "שלום")
    )
    assert english < hebrew, "Each line begins on its own side"


def only_the_own_line_is_ones_own(client: Client) -> None:
    row = client.page.get_by_label("Conversations", exact=True).get_by_role("listitem")
    expect(row).to_contain_text(f"Maria Okafor: {NAMESAKE}")
    author = row.locator(".author bdi")
    assert author.evaluate("name => name.scrollWidth <= name.clientWidth"), "A name is cut"
    client.page.get_by_label("Your message").fill("And I am this one.")
    client.page.keyboard.press("Enter")
    expect(row).to_contain_text("You: And I am this one.")


def nothing_stands_raw(client: Client) -> None:
    page = client.page
    expect(page).to_have_title(f"\u2068{MATTER}\u2069 · \u2068{FIRM}\u2069")
    page.get_by_role("button", name="Who reads this").click()
    assert page.evaluate(RAW) == []
    page.keyboard.press("Escape")
    there = page.url
    for path in ("/msgs", "/account"):
        page.goto(there.partition("/msgs")[0] + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate(RAW) == []
    page.goto(there)
    client.sees_message(FIRST)


def a_word_is_chosen_and_not_sent(client: Client) -> None:
    """As a Japanese keyboard does it: the Enter that takes the word still belongs to it."""
    field = client.page.get_by_label("Your message")
    field.focus()
    keyboard = client.context.new_cdp_session(client.page)
    word = {"text": "日本", "selectionStart": 2, "selectionEnd": 2}
    keyboard.send("Input.imeSetComposition", word)
    for code in (229, 13):
        enter = {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": code}
        keyboard.send("Input.dispatchKeyEvent", enter)
        keyboard.send("Input.dispatchKeyEvent", enter | {"type": "keyUp"})
        if code == 229:
            keyboard.send("Input.insertText", {"text": "日本"})
            expect(field).to_have_value("日本")
    expect(field).to_have_value("")
    client.sees_message("日本")


def is_told_how_much_fits(client: Client) -> None:
    field = client.page.get_by_label("Your message")
    field.fill("😀" * 19_500)
    expect(field).to_have_accessible_description("500 more characters fit into this message.")
    field.fill("😀" * 20_001)
    expect(field).to_have_accessible_description(
        "This is 1 character too long. Please send it in two messages."
    )
    client.page.keyboard.press("Enter")
    expect(field).not_to_have_value("")
    field.fill("")


def letters_grow_and_nothing_collides(client: Client) -> None:
    page = client.page
    there = page.url
    for device in (PHONE, DESK):
        page.set_viewport_size({"width": device.width, "height": device.height})
        for path in (there, there.partition("/msgs")[0] + "/msgs", "/account"):
            page.goto(path if path != "/account" else there.partition("/msgs")[0] + path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            expect(page.locator(".skeleton")).to_have_count(0)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            picture(client, device, f"large-{path.rpartition('/')[2][:8]}")
            assert page.evaluate(COLLISIONS) == []
    page.goto(there)
    client.sees_message(FIRST)


def few_colours_keep_the_edges(client: Client) -> None:
    page = client.page
    page.emulate_media(forced_colors="active")
    bubbles = page.locator("[data-message] .body")
    assert {edge(each) for each in bubbles.all()} == {"solid"}
    chosen = page.locator("section.list a[aria-current=page]")
    assert edge(chosen) == "solid"
    page.get_by_label("Your message").focus()
    assert page.get_by_label("Your message").evaluate(OUTLINE) == "solid"
    picture(client, DESK, "forced-colours")
    page.emulate_media(forced_colors="none")


def paper_holds_the_conversation_alone(client: Client) -> None:
    page = client.page
    page.emulate_media(media="print", color_scheme="dark")
    for gone in ("Conversations", "Sections"):
        expect(page.get_by_label(gone, exact=True)).to_be_hidden()
    expect(page.get_by_label("Your message")).to_be_hidden()
    expect(page.get_by_role("heading", name=MATTER)).to_be_visible()
    for name in ("Nora Hartley", "דב לוי", "Maria Okafor"):
        expect(page.get_by_text("Who reads this:").get_by_text(name).first).to_be_visible()
    tall = page.evaluate("document.documentElement.scrollHeight > innerHeight")
    messages = page.get_by_label("Messages", exact=True)
    assert messages.evaluate("e => e.scrollHeight === e.clientHeight"), tall
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    picture(client, DESK, "paper")
    page.emulate_media(media="screen", color_scheme="light")


def another_day_begins(client: Client) -> None:
    day = client.page.get_by_label("Messages", exact=True).locator("h2 .on-screen")
    said = day.all_inner_texts()
    assert said[-1] == "Today"
    the_clock_says(client, days=1)
    expect(day).to_have_text([*said[:-1], "Yesterday"])


def sends_with_a_clock_that_is_wrong(client: Client, office: Office) -> None:
    for days in (2, -2):
        the_clock_says(client, days=days)
        body = f"My clock is {days} days off."
        client.page.get_by_label("Your message").fill(body)
        client.page.keyboard.press("Enter")
        office.wait_to_see("message.sent", body=body)
        client.sees_message(body)
    expect(client.page.get_by_text("Not sent.")).to_have_count(0)
    the_clock_says(client, days=0)


def the_clock_says(client: Client, *, days: int) -> None:
    now = datetime.datetime.now(datetime.UTC)
    client.page.clock.set_fixed_time(now + datetime.timedelta(days=days))
    client.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def is_let_go(client: Client, office: Office) -> None:
    page = client.page
    page.get_by_label("Your message").fill(DRAFT)
    office.publish(MatterParticipantRemoved(matter_id="M-1", contact_id="maria"))
    alert = page.get_by_role("alert").filter(has_text="You no longer take part in this matter")
    expect(alert).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(DRAFT)).to_be_visible()
    expect(page.get_by_role("button", name="Copy text")).to_be_visible()
    expect(page.get_by_label("Messages", exact=True)).to_contain_text(CONTACT)
    for never in ("Try again", "cannot reach", FIRST):
        expect(page.get_by_text(never)).to_have_count(0)
    for device in (PHONE, DESK):
        page.set_viewport_size({"width": device.width, "height": device.height})
        picture(client, device, "let-go")
    page.reload()
    expect(page.get_by_text("There is nothing here for you to see")).to_be_visible()
    expect(page.get_by_text(DRAFT)).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


WHERE_BEGINS = """(element, text) => {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode() && !texts.currentNode.data.includes(text));
  const range = document.createRange();
  const start = texts.currentNode.data.indexOf(text);
  range.setStart(texts.currentNode, start);
  range.setEnd(texts.currentNode, start + 1);
  return range.getBoundingClientRect().left;
}"""
OUTLINE = "element => getComputedStyle(element).outlineStyle"


def bubble(client: Client, text: str) -> Locator:
    messages = client.page.get_by_label("Messages", exact=True)
    return messages.locator("bdi").filter(has_text=text).first


def direction(element: Locator) -> str:
    return str(element.evaluate("element => getComputedStyle(element).direction"))


def edge(element: Locator) -> str:
    return str(element.evaluate("element => getComputedStyle(element).borderTopStyle"))


def picture(client: Client, device: Device, name: str) -> None:
    client.page.screenshot(path=client.screenshots / f"people-{device.name}-{name}.png")
