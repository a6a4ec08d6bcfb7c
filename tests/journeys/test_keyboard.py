"""Everything from the first e-mail to signing out, by somebody who uses no mouse."""

from playwright.sync_api import expect

from tests.journeys.client import Client
from tests.journeys.devices import at_a_desk
from tests.journeys.due_by_keyboard import sees_to_what_is_due
from tests.journeys.keyboard import Keyboard
from tests.journeys.office import ATTORNEY, MATTER, NAME, Office
from tests.journeys.time_passes import minutes_pass
from tests.journeys.ways_in import FIRST, get_started

ANSWER = "Thank you, Nora. I will bring the paper."


@at_a_desk
def test_all_is_done_by_keyboard(client: Client, office: Office) -> None:
    keyboard = Keyboard(client.page, client.complaints)
    get_started(client, office)
    proves_the_mailbox(client, keyboard)
    sets_up_the_app(client, keyboard)
    keeps_the_codes(client, keyboard)
    confirms_the_name(client, keyboard)
    skips_to_the_content(client, keyboard)
    sees_who_reads(client, keyboard)
    answers(client, keyboard)
    goes_to_the_list_and_back(client, keyboard)
    sees_to_what_is_due(client, keyboard, office)
    goes_to_the_account(client, keyboard)
    changes_the_name(client, keyboard)
    thinks_better_of_new_codes(client, keyboard)
    makes_new_codes(client, keyboard)
    signs_out(client, keyboard)
    assert client.complaints == []


def proves_the_mailbox(client: Client, keyboard: Keyboard) -> None:
    client.sees(f"{NAME} has a message for you")
    keyboard.is_at(f"{NAME} has a message for you", "h1")
    keyboard.go_to("Send me the code")
    keyboard.goes_round()
    keyboard.press("Enter")
    client.sees("Check your e-mail")
    keyboard.is_at("Code from the e-mail", "input")
    code = client.code_from_email(NAME)
    keyboard.type("00000000" if code != "00000000" else "11111111")
    expect(client.page.get_by_role("alert")).to_contain_text("does not match")
    keyboard.is_at("Code from the e-mail", "input")
    keyboard.choose("The e-mail does not come")
    expect(client.page.get_by_text("It can take a minute or two.")).to_be_visible()
    keyboard.go_to("Code from the e-mail", back=True)
    keyboard.type(code)


def sets_up_the_app(client: Client, keyboard: Keyboard) -> None:
    client.sees("Add a second lock")
    keyboard.is_at("Add a second lock", "h1")
    expect(client.page.locator("code")).to_be_attached()
    keyboard.choose("I have none yet")
    keyboard.choose("I cannot scan it")
    client.take_key()
    keyboard.go_to("Copy key")
    keyboard.go_to("Type the code that the app shows")
    keyboard.type(client.app_code())


def keeps_the_codes(client: Client, keyboard: Keyboard) -> None:
    client.sees("Keep these recovery codes")
    keyboard.is_at("Keep these recovery codes", "h1")
    keyboard.choose("Continue")
    expect(client.page.get_by_role("alert")).to_contain_text("Please keep the codes first")
    keyboard.is_at("I have kept these codes", "input")
    keyboard.press("Space")
    keyboard.choose("Continue")


def confirms_the_name(client: Client, keyboard: Keyboard) -> None:
    client.sees("Is this right?")
    keyboard.is_at("Is this right?", "h1")
    keyboard.go_to("Name")
    keyboard.press("End")
    keyboard.type(" Okonkwo")
    keyboard.go_to("Time zone")
    keyboard.press("ArrowDown")
    keyboard.choose("Go to my messages")
    client.sees_message(FIRST)


def skips_to_the_content(client: Client, keyboard: Keyboard) -> None:
    """The first stop of a page is the way past all that every page repeats."""
    client.page.reload()
    client.sees_message(FIRST)
    keyboard.press("Tab")
    keyboard.is_at("Skip to the content", "a")
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.is_at(MATTER, "a")
    keyboard.go_to("Who reads this")


def sees_who_reads(client: Client, keyboard: Keyboard) -> None:
    keyboard.press("Enter")
    members = client.page.get_by_role("region", name="Who reads this")
    expect(members.get_by_text(ATTORNEY)).to_be_visible()
    keyboard.press("Escape")
    expect(members).to_have_count(0)
    keyboard.is_at("Who reads this", "button")


def answers(client: Client, keyboard: Keyboard) -> None:
    keyboard.go_to("Your message")
    keyboard.type(ANSWER)
    keyboard.press("Enter")
    client.sees_message(ANSWER)
    expect(client.page.get_by_text("Waiting…")).to_have_count(0)
    keyboard.is_at("Your message", "textarea")
    assert {"Skip to the content", "Account", "Messages", "Send"} <= {*keyboard.goes_round()}


def goes_to_the_list_and_back(client: Client, keyboard: Keyboard) -> None:
    keyboard.choose("Msgs", back=True)
    client.sees("Messages")
    keyboard.choose(MATTER)
    client.sees(MATTER)
    keyboard.is_at(MATTER, "h1")
    keyboard.go_to("Your message")


def goes_to_the_account(client: Client, keyboard: Keyboard) -> None:
    menu = client.page.get_by_role("region", name="Account", exact=True)
    keyboard.choose("Account", back=True)
    expect(menu.get_by_text("Maria Okafor Okonkwo")).to_be_visible()
    keyboard.go_to("Account and sign-in")
    keyboard.press("Escape")
    expect(menu).to_have_count(0)
    keyboard.is_at("Account", "button")
    keyboard.press("Enter")
    keyboard.choose("Account and sign-in")
    client.sees("Account")
    expect(menu).to_have_count(0)
    keyboard.is_at("Account", "h1")


def changes_the_name(client: Client, keyboard: Keyboard) -> None:
    keyboard.go_to("Name")
    keyboard.press("ControlOrMeta+A")
    keyboard.type("Maria Okonkwo")
    keyboard.press("Enter")
    expect(client.page.get_by_text("Saved.", exact=True)).to_be_visible()
    keyboard.is_at("Name", "input")
    assert {"Skip to the content", "Account", "Sign out everywhere"} <= {*keyboard.goes_round()}


def thinks_better_of_new_codes(client: Client, keyboard: Keyboard) -> None:
    """The last proof is old; the dialog asks for another, holds the focus, and gives it back."""
    minutes_pass(client.address, 11)
    keyboard.choose("Make new ones")
    dialog = client.page.get_by_role("dialog", name="First, is it you?")
    expect(dialog).to_be_visible()
    keyboard.is_at("Code from the authenticator app", "input")
    keyboard.go_to("Cancel")
    keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    keyboard.is_at("Make new ones", "button")


def makes_new_codes(client: Client, keyboard: Keyboard) -> None:
    keyboard.press("Enter")
    keyboard.is_at("Code from the authenticator app", "input")
    keyboard.type(client.app_code())
    codes = client.page.get_by_label("Your recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    keyboard.is_at("These are your new codes", "li")
    keyboard.choose("I have kept them")
    expect(codes).to_have_count(0)
    keyboard.is_at("Make new ones", "button")


def signs_out(client: Client, keyboard: Keyboard) -> None:
    keyboard.choose("Account", back=True)
    expect(client.page.get_by_text("Maria Okonkwo", exact=True)).to_be_visible()
    keyboard.choose("Sign out")
    client.sees("You are signed out")
    keyboard.is_at("You are signed out", "h1")
    keyboard.go_to("Send me a code")
