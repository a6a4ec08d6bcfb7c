"""What somebody sees who has lost every way in, or whose e-mail address is another one now."""

from playwright.sync_api import expect

from contracts.events.contacts import ContactUpdated
from tests.journeys.client import PATIENCE, Client
from tests.journeys.devices import on_a_phone
from tests.journeys.noticing import finds_itself_signed_out, hears
from tests.journeys.office import NAME, Office, new_address
from tests.journeys.ways_in import (
    FIRST,
    keep_recovery_codes,
    prove_mailbox,
    prove_typed_address,
    set_up,
    set_up_app,
    type_address,
    use_app,
    use_recovery_code,
)
from tests.mailbox import html


@on_a_phone
def test_whoever_lost_everything_asks_the_firm_and_begins_anew(
    client: Client, portal: str, office: Office
) -> None:
    old_codes = set_up(client, office)
    at_home, old_app = client.page, client.app
    client.new_browser()
    type_address(client, portal)
    prove_typed_address(client)
    finds_neither_phone_nor_codes(client)
    office.reset_factors("maria")
    finds_itself_signed_out(at_home)
    hears(client, "The firm had your way of signing in reset.")
    cannot_go_on(client, old_codes[0])
    has_a_new_link_for_the_old_one(client)
    sets_everything_up_anew(client)
    office.wait_to_see("account.factor_changed", change="factors_reset")
    client.new_browser()
    type_address(client, portal)
    prove_typed_address(client)
    client.sees("Now the second lock")
    client.type_code("Code from the authenticator app", old_app.now())
    is_refused(client)
    use_recovery_code(client, old_codes[0])
    is_refused(client)
    assert client.complaints == []


def test_a_changed_address_ends_what_was_open_and_signs_in_from_then_on(
    client: Client, portal: str, office: Office
) -> None:
    set_up(client, office)
    old, new = client.address, new_address()
    office.publish(ContactUpdated(contact_id="maria", email=new))
    finds_itself_signed_out(client.page)
    hears(client, "The firm changed the e-mail address that you sign in with.")
    client.press_button_in(html(client.mailbox.of(old)[0]))
    client.sees("This link no longer works")
    expect(client.page.get_by_text(NAME).first).to_be_visible()
    client.looks_right("link-revoked")
    client.address, client.emails_read = new, 0
    hears(client, "The firm changed the e-mail address that you sign in with.")
    type_address(client, portal)
    prove_typed_address(client)
    use_app(client)
    client.sees_message(FIRST)
    client.page.goto(f"{portal}/account")
    expect(client.page.get_by_text(new, exact=True).last).to_be_visible()
    assert client.complaints == []


def finds_neither_phone_nor_codes(client: Client) -> None:
    client.sees("Now the second lock")
    client.page.get_by_role("link", name="I do not have the app here").click()
    client.sees("Use a recovery code")
    expect(client.page.get_by_text(f"No codes either? {NAME} can set your")).to_be_visible()
    client.looks_right("no-codes-either")


def cannot_go_on(client: Client, code: str) -> None:
    """What was begun before the firm's word is worth nothing after it."""
    client.page.get_by_label("Recovery code").fill(code)
    client.page.get_by_role("button", name="Continue").click()
    client.sees("This sign-in has run out")
    client.looks_right("run-out")


def has_a_new_link_for_the_old_one(client: Client) -> None:
    client.press_button_in(html(client.mailbox.of(client.address)[0]))
    client.sees("This link is too old")
    client.page.get_by_role("button", name="Send me a new link").click()
    client.press_button_in(client.next_email(f"Your new link to {NAME}"))


def sets_everything_up_anew(client: Client) -> None:
    prove_mailbox(client)
    set_up_app(client)
    keep_recovery_codes(client)
    client.sees_message(FIRST)


def is_refused(client: Client) -> None:
    expect(client.page.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
