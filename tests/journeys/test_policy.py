"""What a firm's policy changes for a client who is signed in, at once."""

from playwright.sync_api import expect

from tests.journeys.client import Client
from tests.journeys.devices import at_a_desk
from tests.journeys.noticing import finds_itself_signed_out
from tests.journeys.office import Office
from tests.journeys.time_passes import minutes_pass
from tests.journeys.ways_in import (
    FIRST,
    ask_for_code,
    confirm_name,
    get_started,
    keep_recovery_codes,
    prove_mailbox,
    prove_typed_address,
    set_up,
    set_up_app,
    use_app,
)

DRAFT = "I have found the letter of the 3rd of October."


def test_the_mailbox_alone_is_enough_until_the_firm_asks_for_more(
    client: Client, office: Office
) -> None:
    office.set_policy("--second-factor", "totp", "--second-factor", "email")
    get_started(client, office)
    prove_mailbox(client)
    client.sees("Add a second lock")
    expect(client.page.locator("code")).to_be_attached()
    client.looks_right("second-lock-or-without")
    client.page.get_by_role("button", name="Go on without").click()
    confirm_name(client)
    client.sees_message(FIRST)
    office.wait_to_see("account.signed_in", proofs=["mailbox"])
    office.set_policy("--second-factor", "totp")
    finds_itself_signed_out(client.page)
    ask_for_code(client)
    prove_typed_address(client)
    client.sees("Add a second lock")
    expect(client.page.locator("code")).to_be_attached()
    expect(client.page.get_by_role("button", name="Go on without")).to_have_count(0)
    set_up_app(client)
    keep_recovery_codes(client)
    client.sees_message(FIRST)
    assert client.complaints == []


@at_a_desk
def test_a_shorter_idle_limit_asks_to_sign_in_again_and_keeps_the_draft(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    draft = client.page.get_by_label("Your message")
    draft.fill(DRAFT)
    minutes_pass(client.address, 20)
    office.set_policy("--idle-minutes", "15")
    finds_itself_signed_out(client.page)
    client.looks_right("ended")
    ask_for_code(client)
    prove_typed_address(client)
    use_app(client)
    client.sees(office.matter)
    client.sees_message(FIRST)
    expect(draft).to_have_value(DRAFT)
    assert client.complaints == []
