"""A mail scanner with a browser: it runs scripts, presses whatever there is, and fills in forms."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Error, Page

CONTROLS = "button, a[href], summary, input[type=submit], input[type=button], [role=button]"
MOST = 60  # presses in one browser
SOON = 3000  # ms that a control has to let itself be pressed
NONSENSE = "12345678"

# What each kind of field takes; `input` is what scripts listen to.
FILL = """nonsense => {
    for (const field of document.querySelectorAll('input, textarea')) {
        if (field.type === 'checkbox' || field.type === 'radio') field.checked = true;
        else field.value = field.type === 'email' ? 'scanner@nowhere.example' : nonsense;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
    }
    for (const form of document.forms) form.requestSubmit();
}"""


@dataclass
class Scanner:
    """`pressed`: what it has found so far, as (page, heading, words, address)."""

    browser: Browser
    pressed: set[tuple[str, str, str, str]] = field(default_factory=set)

    def goes_through(self, link: str) -> BrowserContext:
        """Open the link in a fresh browser, and press everything until there is nothing new."""
        context = self.browser.new_context()
        context.set_default_timeout(SOON)
        page = context.new_page()
        underway: set[object] = set()
        page.on("request", lambda request: underway.add(request))
        page.on("requestfinished", lambda request: underway.discard(request))
        page.on("requestfailed", lambda request: underway.discard(request))
        seen: set[tuple[str, str, str, str]] = set()
        for _ in range(3):  # from the start again, where a page led away
            page.goto(link)
            settle(page, underway)
            while len(seen) < MOST and self._presses_another(page, seen):
                settle(page, underway)
                fill(page)
                settle(page, underway)
        self.pressed |= seen
        return context

    def _presses_another(self, page: Page, seen: set[tuple[str, str, str, str]]) -> bool:
        """Press the first thing that is new here; false when there is none."""
        heading = page.locator("h1").first
        title = heading.inner_text() if heading.count() else ""
        for control in page.locator(CONTROLS).all():
            try:
                words = control.inner_text(timeout=SOON).strip()
                address = control.get_attribute("href", timeout=SOON) or ""
                found = (page.url.partition("#")[0], title, words, address)
                if found in seen or not control.is_visible() or not control.is_enabled():
                    continue
                seen.add(found)
                control.click(no_wait_after=True)
            except Error:  # it went while the scanner looked: on to the next
                continue
            return True
        return False


def fill(page: Page) -> None:
    """Fill all forms in with nonsense and send them off."""
    page.evaluate(FILL, NONSENSE)


def settle(page: Page, underway: set[object]) -> None:
    """Return once the page waits for nothing any more."""
    still = 0
    while still < 3:
        page.wait_for_load_state()
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        still = 0 if underway else still + 1
