"""Setting an account up with a passkey, and in several sittings."""

from playwright.sync_api import expect

from contracts.events.matters import MatterOpened, MatterParticipantAdded
from contracts.values import Kind
from tests.journeys.client import Client
from tests.journeys.devices import at_a_desk, on_a_phone
from tests.journeys.office import ATTORNEY, MATTER, NAME, Office
from tests.journeys.ways_in import (
    FIRST,
    ask_for_code,
    confirm_name,
    eight_days_later,
    firm_hears_of_sign_in,
    get_started,
    hear_of,
    keep_recovery_codes,
    make_passkey,
    prove_mailbox,
    prove_typed_address,
    set_up_app,
    sign_out,
    use_recovery_code,
)

LATER = "The hearing is on Monday at nine."
OTHER_MATTER = "Lease of 12 Elm Street"
CODES = "Your recovery codes"


def test_a_passkey_is_made_first_and_is_the_whole_way_in_later(
    client: Client, office: Office
) -> None:
    client.keeps_passkeys()
    get_started(client, office)
    prove_mailbox(client)
    sees_a_passkey_offered_first(client)
    make_passkey(client)
    keep_recovery_codes(client)
    confirm_name(client)
    client.sees_message(FIRST)
    client.tell_time("the first time, with a passkey")
    office.wait_to_see("message.read")
    sign_out(client)
    comes_back_with_the_passkey_alone(client, office)
    comes_back_by_a_typed_address_and_the_passkey(client)
    assert client.complaints == []


def sees_a_passkey_offered_first(client: Client) -> None:
    client.sees("Add a second lock")
    expect(client.page.get_by_role("button", name="Make a passkey")).to_be_visible()
    client.looks_right("3-passkey")
    client.page.get_by_role("link", name="Use an authenticator app instead").click()
    expect(client.page.get_by_label("Type the code that the app shows")).to_be_visible()
    client.page.go_back()


def comes_back_with_the_passkey_alone(client: Client, office: Office) -> None:
    """Nothing is sent: the press of one button is both factors."""
    client.press_button_in(hear_of(client, office, LATER))
    client.sees("First, is it you?")
    with_passkey = client.page.get_by_role("button", name="Use my passkey", exact=True)
    expect(with_passkey).to_be_visible()
    client.looks_right("10-coming-back-with-passkey")
    with_passkey.click()
    client.sees(MATTER)
    client.sees_message(LATER)
    client.tell_time("coming back, with a passkey alone")
    firm_hears_of_sign_in(office, "passkey_verified")
    got_no_other_email(client)


def comes_back_by_a_typed_address_and_the_passkey(client: Client) -> None:
    """The code is on its way, and nobody has to wait for it."""
    sign_out(client)
    ask_for_code(client)
    client.sees("Check your e-mail")
    client.looks_right("11-typed-address-with-passkey")
    client.page.get_by_role("button", name="Use my passkey instead").click()
    client.sees("To Do")


@on_a_phone
def test_set_up_goes_on_from_the_same_link_wherever_it_was_left(
    client: Client, office: Office
) -> None:
    email = get_started(client, office)
    prove_mailbox(client)
    client.sees("Add a second lock")
    key = client.page.locator("code").inner_text()

    comes_again(client, email)
    client.sees("Add a second lock")
    expect(client.page.locator("code")).to_have_text(key, use_inner_text=True)
    set_up_app(client)
    client.sees("Keep these recovery codes")
    codes = client.page.get_by_label(CODES).inner_text()

    comes_again(client, email)
    client.sees("Keep these recovery codes")
    expect(client.page.get_by_label(CODES)).to_have_text(codes, use_inner_text=True)
    keep_recovery_codes(client)
    client.sees("Is this right?")

    comes_again(client, email)
    confirm_name(client)
    client.sees(MATTER)
    client.sees_message(FIRST)
    got_no_other_email(client)
    assert client.complaints == []


@at_a_desk
def test_set_up_begun_in_one_browser_is_finished_in_another_by_the_typed_address(
    client: Client, portal: str, office: Office
) -> None:
    get_started(client, office)
    prove_mailbox(client)
    client.sees("Add a second lock")
    is_told_of_a_wrong_code(client)
    left, hidden = client.page, client.context.new_page()
    hidden.goto(f"{portal}/sign-in")
    expect(hidden.locator("h1")).to_have_text("Add a second lock")

    client.new_browser()
    client.page.goto(f"{portal}/open")  # the link, less what some mail filters cut off
    ask_for_code(client)
    client.sees("Check your e-mail")
    client.looks_right("11-typed-address")
    prove_typed_address(client)
    set_up_app(client)
    codes = keep_recovery_codes(client)
    confirm_name(client)
    client.page.get_by_role("link", name="New message").click()
    client.sees_message(FIRST)

    hidden.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(hidden.locator("h1")).to_have_text("Now the second lock")
    client.page = left
    client.type_code("Type the code that the app shows", "000000")  # its key is worth nothing now
    use_recovery_code(client, codes[0])
    client.sees(MATTER)
    client.sees_message(FIRST)
    assert client.complaints == []


def is_told_of_a_wrong_code(client: Client) -> None:
    """And stays where the right one can be typed."""
    client.type_code("Type the code that the app shows", "111111")
    expect(client.page.get_by_role("alert")).to_contain_text("does not match")
    client.sees("Add a second lock")


@on_a_phone
def test_a_new_link_for_an_old_one_goes_on_where_set_up_was_left(
    client: Client, office: Office
) -> None:
    email = get_started(client, office)
    prove_mailbox(client)
    client.sees("Add a second lock")

    client.leave().goto(eight_days_later(email))
    client.page.get_by_role("button", name="Send me a new link").click()
    client.press_button_in(client.next_email(f"Your new link to {NAME}"))
    set_up_app(client)
    keep_recovery_codes(client)
    confirm_name(client)
    client.sees(MATTER)
    client.sees_message(FIRST)
    got_no_other_email(client)
    assert client.complaints == []


@on_a_phone
def test_recovery_codes_nobody_kept_are_shown_again_in_another_browser(
    client: Client, office: Office
) -> None:
    email = get_started(client, office)
    prove_mailbox(client)
    set_up_app(client)
    client.sees("Keep these recovery codes")
    codes = client.page.get_by_label(CODES).inner_text()

    client.new_browser()
    client.press_button_in(email)
    prove_mailbox(client)
    client.sees("Now the second lock")
    client.type_code("Code from the authenticator app", client.app_code())
    client.sees("Keep these recovery codes")
    expect(client.page.get_by_label(CODES)).to_have_text(codes, use_inner_text=True)
    keep_recovery_codes(client)
    confirm_name(client)
    client.sees(MATTER)
    client.sees_message(FIRST)
    assert client.complaints == []


@at_a_desk
def test_who_left_at_the_last_question_answers_it_in_another_browser_or_from_a_later_email(
    client: Client, office: Office
) -> None:
    email = get_started(client, office)
    prove_mailbox(client)
    set_up_app(client)
    codes = keep_recovery_codes(client)
    client.sees("Is this right?")
    left = client.page

    client.new_browser()
    client.press_button_in(email)
    prove_mailbox(client)
    use_recovery_code(client, codes[0])
    client.sees("Is this right?")
    client.next_email(f"How you sign in at {NAME} has changed")

    client.page = left
    client.press_button_in(hear_in_another_matter(client, office))
    confirm_name(client)
    client.sees(OTHER_MATTER)
    client.sees_message(LATER)
    got_no_other_email(client)
    assert client.complaints == []


def hear_in_another_matter(client: Client, office: Office) -> str:
    """In the first one nothing was read yet, so no other e-mail goes out about it."""
    client.leave()
    office.publish(MatterOpened(matter_id="M-2", title=OTHER_MATTER, number="24-118"))
    office.publish(takes_part("nora", ATTORNEY, "Attorney", "staff"))
    office.publish(takes_part("maria", "Maria Okafor", "Client", "client"))
    office.command("say", "M-2", LATER, "--as", "nora", "--firm", office.firm_id)
    return client.next_email(f"A new message from {NAME} waits for you")


def takes_part(contact: str, name: str, role: str, kind: Kind) -> MatterParticipantAdded:
    return MatterParticipantAdded(
        matter_id="M-2", contact_id=contact, name=name, role=role, kind=kind
    )


def comes_again(client: Client, email: str) -> None:
    client.leave()
    client.press_button_in(email)


def got_no_other_email(client: Client) -> None:
    """One code was enough: nothing that was proved had to be proved again."""
    assert len(client.mailbox.of(client.address)) == client.emails_read
