"""The account page: where one is signed in, and what one signs in with."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.client import Client
from tests.journeys.devices import at_a_desk, on_a_phone
from tests.journeys.noticing import finds_itself_signed_out, hears
from tests.journeys.office import Office
from tests.journeys.time_passes import minutes_pass
from tests.journeys.ways_in import (
    come_back,
    prove_typed_address,
    set_up,
    sign_out,
    type_address,
    use_app,
    use_recovery_code,
)

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
HERE, THERE = "Chrome on Linux", "Firefox on Windows"
SINCE = r"since\s+\w{3} \d{1,2}, \d{4}"


@at_a_desk
def test_another_place_is_seen_and_ended_and_finds_itself_signed_out(
    client: Client, portal: str, office: Office
) -> None:
    codes = set_up(client, office)
    here = client.page
    there = client.new_browser(FIREFOX)
    come_back(client, portal)
    opens_the_account(client, here, portal)
    expect(rows(here, "places")).to_have_count(2)
    expect(row(here, HERE)).to_contain_text(re.compile(rf"This browser,\s+{SINCE}"))
    expect(row(here, THERE)).to_contain_text(re.compile(rf"Last used \d.+M,\s+{SINCE}"))
    minutes_pass(client.address, 11)
    press(here, f"Sign out {THERE}")
    thinks_better_of_it(client, here)
    expect(rows(here, "places")).to_have_count(2)
    press(here, f"Sign out {THERE}")
    proves_by_recovery_code(here, codes[0])
    expect(rows(here, "places")).to_have_count(1)
    finds_itself_signed_out(there)
    opens_nothing_more(there, portal)
    here.reload()
    expect(rows(here, "places")).to_have_count(1)
    assert client.complaints == []


@at_a_desk
def test_signing_out_everywhere_ends_every_place_and_forgets_the_devices(
    client: Client, portal: str, office: Office
) -> None:
    set_up(client, office, remember=True)
    here = client.page
    there = client.new_browser(FIREFOX)
    come_back(client, portal)
    opens_the_account(client, there, portal)
    press(there, "Sign out everywhere")
    client.sees("You are signed out")
    finds_itself_signed_out(here)
    opens_nothing_more(here, portal)
    opens_nothing_more(there, portal)
    client.page = here
    type_address(client, portal)
    client.sees("Check your e-mail")
    assert client.complaints == []


@on_a_phone
def test_a_device_is_remembered_until_it_is_forgotten(
    client: Client, portal: str, office: Office
) -> None:
    codes = set_up(client, office, remember=True)
    page = client.page
    sign_out(client)
    type_address(client, portal)
    use_app(client)
    client.sees("To Do")
    opens_the_account(client, page, portal)
    expect(row(page, "remembered until")).to_contain_text(HERE)
    goes_to_the_end(page)
    client.looks_right("account-remembered")
    press(page, f"Forget {HERE}")
    expect(page.get_by_text("Remembered devices")).to_have_count(0)
    sign_out(client)
    type_address(client, portal)
    prove_typed_address(client)
    use_recovery_code(client, codes[0])
    client.sees("To Do")
    assert client.complaints == []


def test_a_passkey_is_added_named_taken_as_proof_and_removed(
    client: Client, portal: str, office: Office
) -> None:
    set_up(client, office)
    page = client.page
    opens_the_account(client, page, portal)
    expect(rows(page, "places")).to_have_count(1)
    client.looks_right("account-at-first")
    client.keeps_passkeys()
    minutes_pass(client.address, 11)
    press(page, "Add a passkey")
    expect(dialog(page)).to_be_visible()
    client.looks_right("account-proof")
    client.type_code("Code from the authenticator app", client.app_code())
    expect(row(page, "Passkey, added")).to_contain_text(HERE)
    hears(client, "A passkey was added for signing in.")
    names(page, HERE, "My thumb")
    page.reload()
    expect(row(page, "Passkey, added")).to_contain_text("My thumb")
    minutes_pass(client.address, 11)
    press(page, "Remove My thumb")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Remove My thumb")).to_be_focused()
    page.keyboard.press("Enter")
    client.looks_right("account-removing")
    press(page, "Yes, remove")
    expect(dialog(page)).to_be_visible()
    client.looks_right("account-proof-by-passkey")
    press(page, "Use my passkey")
    expect(row(page, "Passkey, added")).to_have_count(0)
    expect(row(page, "No passkey yet")).to_be_visible()
    hears(client, "A passkey was removed.")
    assert client.complaints == []


def test_new_recovery_codes_and_another_phone_take_the_place_of_the_old_ones(
    client: Client, portal: str, office: Office
) -> None:
    old_codes = set_up(client, office)
    page = client.page
    old_app = client.app
    opens_the_account(client, page, portal)
    press(page, "Make new ones")
    codes = page.get_by_label("Your recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(len(old_codes))
    client.looks_right("account-recovery-codes")
    new_codes = codes.all_inner_texts()
    press(page, "I have kept them")
    hears(client, "New recovery codes were made; the old ones no longer work.")
    press(page, "Change authenticator app")
    expect(page.locator("code")).to_be_attached()
    client.looks_right("account-authenticator")
    client.set_up_app()
    client.type_code("Type the code that the app shows", client.app_code())
    expect(page.locator("code")).to_have_count(0)
    hears(client, "An authenticator app was set up for signing in.")
    client.new_browser()
    type_address(client, portal)
    prove_typed_address(client)
    client.sees("Now the second lock")
    client.type_code("Code from the authenticator app", old_app.now())
    expect(client.page.get_by_role("alert")).to_be_visible()
    use_recovery_code(client, old_codes[0])
    expect(client.page.get_by_role("alert")).to_be_visible()
    client.page.get_by_role("link", name="Use another way instead").click()
    use_recovery_code(client, new_codes[0])
    client.sees("To Do")
    assert client.complaints == []


def opens_the_account(client: Client, page: Page, portal: str) -> None:
    client.page = page
    page.goto(f"{portal}/account")
    client.sees("Account")
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()


def goes_to_the_end(page: Page) -> None:
    page.get_by_role("main").evaluate("main => main.scrollTo(0, main.scrollHeight)")


def rows(page: Page, part: str) -> Locator:
    """The rows of the first list in a part of the page."""
    return page.locator(f"section[aria-labelledby={part}] > ul").first.get_by_role("listitem")


def row(page: Page, text: str) -> Locator:
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="First, is it you?")


def thinks_better_of_it(client: Client, page: Page) -> None:
    expect(dialog(page)).to_be_visible()
    press(page, "Cancel")
    expect(dialog(page)).to_have_count(0)
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed.")
    goes_to_the_end(page)
    client.looks_right("account-not-proved")


def proves_by_recovery_code(page: Page, code: str) -> None:
    press(page, "Use a recovery code instead")
    dialog(page).get_by_label("Recovery code").fill(code)
    dialog(page).get_by_role("button", name="Continue").click()
    expect(dialog(page)).to_have_count(0)


def opens_nothing_more(page: Page, portal: str) -> None:
    page.goto(f"{portal}/account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def names(page: Page, old: str, new: str) -> None:
    press(page, f"Rename {old}")
    page.get_by_label("Name of this passkey").fill(new)
    row(page, "Passkey").or_(page.get_by_role("main")).get_by_role(
        "button", name="Save"
    ).last.click()
    expect(row(page, new)).to_be_visible()
