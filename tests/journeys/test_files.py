"""Files that go with a message, over a line that is lost and a page that is reloaded."""

from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page, Request, Route, expect

from backbone.testing import stack, wait_for
from tests.journeys.client import PATIENCE, Client
from tests.journeys.devices import at_a_desk
from tests.journeys.office import MATTER, Office
from tests.journeys.ways_in import set_up

PART = 8 * 1024 * 1024  # bytes
PARTS = {"desk": 38, "phone": 6}  # at the desk 300 MB
OF_A_PART = "partNumber="  # in its address
LANES = 3  # parts that are on their way at once
SCAN: Mapping[str, object] = {"name": "The whole lease, scanned.pdf"}
PHOTO = {"name": "Kitchen.jpg", "size": 300_000}
LETTER = {"name": "Letter to the landlord.txt", "size": 1_200}
WORDS = "Here is all that you asked for."

# Files that are the same again when they are made again; while one drags, nobody reads them.
DRAG = """([kind, files]) => {
  const data = new DataTransfer();
  const some = new Uint8Array(1 << 20).map((_, at) => 32 + (at * at) % 90);
  for (const { name, size } of files) {
    const whole = new Blob(Array(1 + (size >> 20)).fill(some));
    data.items.add(new File([whole.slice(0, size)], name, { lastModified: 1 }));
  }
  const how = { dataTransfer: data, bubbles: true, cancelable: true };
  document.body.dispatchEvent(new DragEvent(kind, how));
}"""


class Wire:
    """The line to the store: so many parts of a large file go over it, the others wait on it."""

    def __init__(self, page: Page) -> None:
        self.passed = 0
        self._page = page
        self._left, self._cut = 0, False
        self._held: list[Route] = []
        self._of_store = f"{stack()['files']}/**"
        page.route(self._of_store, self._take)

    def let(self, parts: int) -> None:
        self._left, self._cut = parts, False
        held, self._held = self._held, []
        for route in held:
            self._take(route)

    def let_all(self) -> None:
        """Nothing is looked at any more, which takes the browser far longer than sending it."""
        self.let(max(PARTS.values()))
        self._page.unroute(self._of_store)
        self._page.on("request", self._count)

    def cut(self) -> None:
        """What is on its way is lost, and what comes is, too."""
        self._cut = True
        held, self._held = self._held, []
        for route in held:
            route.abort("internetdisconnected")

    def hang_up(self) -> None:
        """The page that waited has gone."""
        self._held.clear()

    @property
    def held(self) -> int:
        return len(self._held)

    def _count(self, request: Request) -> None:
        self.passed += OF_A_PART in request.url

    def _take(self, route: Route) -> None:
        if OF_A_PART not in route.request.url:
            route.continue_()
        elif self._cut:
            route.abort("internetdisconnected")
        elif self._left:
            self._left, self.passed = self._left - 1, self.passed + 1
            route.continue_()
        else:
            self._held.append(route)


def test_three_files_reach_the_firm_over_a_lost_line_and_a_reload(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    page, wire = client.page, Wire(client.page)
    parts = PARTS[client.device.name]
    scan = {**SCAN, "size": parts * PART - 100}
    drops(page, scan, PHOTO, LETTER)
    wire.let(2)
    expect(page.get_by_text("2 of 3 files are there")).to_be_visible(timeout=PATIENCE)
    until(page, lambda: wire.passed == 2 and wire.held == LANES)
    client.looks_right("files-on-their-way")

    loses_the_line_and_goes_on_by_itself(client, wire)
    page.reload()
    wire.hang_up()
    row = row_of(page, SCAN)
    expect(row).to_contain_text("Choose the file again to go on.", timeout=PATIENCE)
    expect(page.get_by_text("2 of 3 files are there")).to_be_visible(timeout=PATIENCE)
    client.looks_right("file-to-be-chosen-again")

    drops(page, scan)
    until(page, lambda: wire.held == LANES)
    sends_early(client, office)
    wire.let_all()
    until(page, lambda: wire.passed >= parts)
    arrives(client, office)
    assert wire.passed == parts, "what was there went again"
    # The browser itself says that the line was lost.
    assert [each for each in client.complaints if "INTERNET_DISCONNECTED" not in each] == []


def loses_the_line_and_goes_on_by_itself(client: Client, wire: Wire) -> None:
    page = client.page
    wire.cut()
    client.context.set_offline(True)
    expect(row_of(page, SCAN)).to_contain_text("Waiting for the connection", timeout=PATIENCE)
    client.context.set_offline(False)
    wire.let(1)
    until(page, lambda: wire.passed == 3 and wire.held == LANES)


def sends_early(client: Client, office: Office) -> None:
    """What is sent before its files are there waits, may be undone, and is not overtaken."""
    page = client.page
    writes(page, WORDS)
    expect(page.get_by_text("Sends when 1 file is there")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Your message")).to_have_value(WORDS)
    expect(page.get_by_text("2 of 3 files are there")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    writes(page, "That is all.")
    expect(page.get_by_text("Sends when 1 file is there")).to_be_visible()
    client.looks_right("message-that-waits-for-a-file")
    assert not [seen for seen in office.seen if seen["data"].get("body") == "That is all."]


def arrives(client: Client, office: Office) -> None:
    """With the message, in order, for both sides; and each can be opened once it was checked."""
    page = client.page
    sent = office.wait_to_see("message.sent", body=WORDS)["data"]
    names = [str(each["name"]) for each in (SCAN, PHOTO, LETTER)]
    assert [each["name"] for each in sent["attachments"]] == names
    later = office.wait_to_see("message.sent", body="That is all.")["data"]
    assert later["position"] > sent["position"]
    for name in names:
        office.wait_to_see("document.ready", name=name)
        card = page.get_by_label("Files", exact=True).get_by_role("listitem").filter(has_text=name)
        expect(card.get_by_role("link")).to_be_visible()
        button = card.get_by_role("button", name=f"Download {name}")
        expect(button).to_be_visible(timeout=PATIENCE)
    client.looks_right("message-with-files")
    is_listed(client, names)


def is_listed(client: Client, names: list[str]) -> None:
    page = client.page
    page.get_by_role("link", name="Files", exact=True).click()
    listed = page.get_by_role("region", name="Files").get_by_role("listitem")
    expect(listed).to_have_count(len(names))
    client.looks_right("files-of-a-conversation")
    page.reload()
    expect(listed).to_have_count(len(names))
    page.go_back()
    client.sees_message(WORDS)


@at_a_desk
def test_what_may_be_sent_is_said_before_and_what_may_not_beside_its_name(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    page = client.page
    page.get_by_role("button", name="Attach files").click()
    said = page.get_by_text("Up to 5 GB each and 25 GB at a time, of any kind but programs.")
    expect(said).to_be_visible(timeout=PATIENCE)
    client.looks_right("attach-choices")
    files = [
        {"name": "setup.exe", "mimeType": "", "buffer": b"MZ"},
        {"name": "Empty.txt", "mimeType": "text/plain", "buffer": b""},
        {"name": "Notes.txt", "mimeType": "text/plain", "buffer": b"Ring the bell twice."},
    ]
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(files)  # type: ignore[arg-type]
    expect(row_of(page, files[0])).to_contain_text("Programs cannot be sent.")
    expect(row_of(page, files[1])).to_contain_text("This file is empty.")
    expect(page.get_by_text("1 file is there")).to_be_visible(timeout=PATIENCE)
    client.looks_right("files-that-are-refused")
    page.get_by_role("button", name="Send", exact=True).click()
    office.wait_to_see("document.uploaded", name="Notes.txt")
    expect(row_of(page, files[0])).to_be_visible()
    page.get_by_role("button", name="Remove setup.exe").click()
    page.get_by_role("button", name="Remove Empty.txt").click()
    expect(page.locator("progress")).to_have_count(0)
    assert client.complaints == []


def drops(page: Page, *files: Mapping[str, object]) -> None:
    """Drag them over the window, which says where they would go, and let go."""
    page.evaluate(DRAG, ["dragenter", list(files)])
    expect(page.get_by_text("Drop to attach to")).to_be_visible()
    expect(page.locator(".over")).to_contain_text(MATTER)
    page.evaluate(DRAG, ["drop", list(files)])
    expect(page.get_by_text("Drop to attach to")).not_to_be_visible()


def writes(page: Page, words: str) -> None:
    page.get_by_label("Your message").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()


def row_of(page: Page, file: Mapping[str, object]) -> Locator:
    return page.get_by_role("listitem").filter(has_text=str(file["name"]))


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """What goes over the wire is told while the page is listened to."""

    def look() -> bool:
        page.evaluate("0")
        return is_so()

    wait_for(look, within=60)
