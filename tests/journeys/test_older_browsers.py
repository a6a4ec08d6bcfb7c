"""What browsers of two years ago lack, or people block: all works, or what is missing is said."""

from playwright.sync_api import Page, expect

from backbone.testing import stack
from tests.journeys.client import Client
from tests.journeys.conftest import run_folder
from tests.journeys.devices import on_a_phone
from tests.journeys.office import Office
from tests.journeys.ways_in import set_up

BLOCKED = """
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
    const get = () => { throw new DOMException('Access is denied.', 'SecurityError'); };
    Object.defineProperty(window, name, { get });
  }
"""
NO_LOCKS = """
  const refused = () => Promise.reject(new DOMException('Access is denied.', 'SecurityError'));
  LockManager.prototype.request = refused;
"""
NO_PASSKEY_HELPERS = """
  for (const name of ['parseCreationOptionsFromJSON', 'parseRequestOptionsFromJSON',
                      'isConditionalMediationAvailable', 'getClientCapabilities'])
    delete PublicKeyCredential[name];
  PublicKeyCredential.prototype.toJSON = () => { throw new TypeError('Illegal invocation'); };
"""
LACKING = {
    "signals (Safari before 17.4)": "delete AbortSignal.any; delete AbortSignal.timeout;",
    "storage (blocked)": BLOCKED,
    "storage and locks (all site data blocked)": BLOCKED + NO_LOCKS,
    "sharing (Safari before 15.4)": """
        delete window.BroadcastChannel; delete window.SharedWorker;
        delete Navigator.prototype.locks;
    """,
    "language": """
        for (const name of ['at', 'findLast', 'toReversed', 'toSorted', 'with', 'toSpliced'])
          delete Array.prototype[name];
        delete Object.hasOwn; delete Object.groupBy; delete Promise.withResolvers;
        delete window.structuredClone; delete Crypto.prototype.randomUUID;
        delete window.TextDecoderStream;
    """,
    "languages of people": """
        for (const name of ['supportedValuesOf', 'Locale', 'ListFormat', 'Segmenter',
                            'RelativeTimeFormat', 'DurationFormat', 'PluralRules'])
          delete Intl[name];
    """,
    "popovers and passkeys (Firefox before 125)": """
        for (const name of ['popover', 'showPopover', 'hidePopover', 'togglePopover'])
          delete HTMLElement.prototype[name];
        delete window.PublicKeyCredential;
    """,
}


def sees(page: Page, body: str, lacking: str) -> None:
    message = page.get_by_label("Messages", exact=True).get_by_text(body, exact=True)
    expect(message, f"without {lacking}").to_be_visible()


@on_a_phone
def test_one_reads_and_writes_in_a_browser_that_lacks(client: Client, office: Office) -> None:
    set_up(client, office)
    conversation = client.page.url
    for lacking, script in LACKING.items():
        page = client.leave()
        page.add_init_script(script)
        page.goto(conversation)
        sees(page, "We have filed the complaint.", lacking)
        office.say(f"Heard without {lacking}")
        sees(page, f"Heard without {lacking}", lacking)
        page.get_by_label("Your message").fill(f"Sent without {lacking}")
        page.get_by_role("button", name="Send", exact=True).click()
        office.wait_to_see("message.sent", body=f"Sent without {lacking}")
        if "popovers" not in lacking:  # Chromium goes on opening them itself
            page.get_by_role("button", name="Who reads this").click()
            expect(page.get_by_role("heading", name="Who reads this")).to_be_visible()
        page.goto(conversation.partition("/msgs")[0] + "/account")
        client.sees("Account")
        expect(page.get_by_label("Time zone"), f"without {lacking}").to_be_visible()
    assert client.complaints == []


@on_a_phone
def test_a_passkey_is_made_without_the_helpers_and_where_a_manager_breaks_them(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    page = client.leave()
    page.add_init_script(NO_PASSKEY_HELPERS)
    page.goto(f"{stack()['portal']}/account")
    client.keeps_passkeys()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("No passkey yet")).to_have_count(0)
    expect(page.get_by_role("button", name="Remove").first).to_be_visible()
    assert client.complaints == []


@on_a_phone
def test_a_browser_that_keeps_no_cookies_says_so(client: Client, portal: str) -> None:
    session = client.context.new_cdp_session(client.page)
    session.send("Emulation.setDocumentCookieDisabled", {"disabled": True})
    for path in ("/open#a-link-that-stays-good", "/sign-in", "/msgs"):
        client.page.goto(portal + path)
        client.sees("This browser keeps no cookies")
    client.page.screenshot(path=run_folder() / "screenshots" / "phone-no-cookies.png")
    session.send("Emulation.setDocumentCookieDisabled", {"disabled": False})
    client.page.get_by_role("button", name="Try again").click()
    client.sees("Sign in")
    assert client.complaints == []
