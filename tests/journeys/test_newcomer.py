"""What a newcomer sees: from the first e-mail to an answered message, on a phone and at a desk."""

from playwright.sync_api import expect

from backbone.testing import wait_for
from tests.journeys.client import Client
from tests.journeys.office import ATTORNEY, MATTER, NAME, Office

FIRST = "We have filed the complaint. Could you tell me when you last spoke with Lakeside?"
ANSWER = "Thank you, Nora. It was on the 3rd of October, by phone."
REPLY = "That helps a great deal. I will add it to the statement."
LATER = "The hearing is on Monday at nine."


def test_a_newcomer_gets_in_reads_answers_and_comes_back(client: Client, office: Office) -> None:
    office.invite("maria", "Maria Okafor", client.address)
    office.say(FIRST)
    recovery_codes = sets_up_the_account(client)
    says_who_she_is(client)
    reads_and_answers(client, office)
    hears_the_reply_live(client, office)
    looks_around(client)
    opens_a_later_link_while_signed_in(client, office)
    comes_back_in_another_browser(client, recovery_codes[0])
    finds_a_closed_matter_readable(client, office)
    signs_out(client)
    assert client.complaints == []


def sets_up_the_account(client: Client) -> list[str]:
    email = client.next_email(f"A first message from {NAME} waits for you")
    client.press_button_in(email)
    client.sees(f"{NAME} has a message for you")
    client.looks_right("1-mailbox")
    client.page.get_by_role("button", name="Send me the code").click()
    proves_the_mailbox(client)
    sets_up_the_app(client)
    return keeps_the_recovery_codes(client)


def proves_the_mailbox(client: Client) -> None:
    client.sees("Check your e-mail")
    code = client.code_from_email(NAME)
    wrong = "00000000" if code != "00000000" else "11111111"
    client.type_code("Code from the e-mail", wrong)
    expect(client.page.get_by_role("alert")).to_contain_text("does not match")
    client.looks_right("2-code-wrong")
    client.type_code("Code from the e-mail", code)


def sets_up_the_app(client: Client) -> None:
    client.sees("Add a second lock")
    expect(client.page.locator("code")).to_be_attached()
    client.looks_right("3-second-lock")
    client.set_up_app()
    client.looks_right("3-second-lock-key")
    client.type_code("Type the code that the app shows", client.app_code())


def keeps_the_recovery_codes(client: Client) -> list[str]:
    client.sees("Keep these recovery codes")
    codes = client.page.get_by_label("Your recovery codes").get_by_role("listitem")
    client.looks_right("4-recovery-codes")
    kept = codes.all_inner_texts()
    assert len(set(kept)) == len(kept) >= 8
    go_on = client.page.get_by_role("button", name="Continue")
    go_on.click()
    expect(client.page.get_by_role("alert")).to_contain_text("Please keep the codes first")
    client.looks_right("4-recovery-codes-reminded")
    client.page.get_by_label("I have kept these codes").check()
    go_on.click()
    return kept


def says_who_she_is(client: Client) -> None:
    """Asked until it is answered, so after a reload too; it then leads to the message."""
    page = client.page
    client.sees("Is this right?")
    page.reload()
    client.sees("Is this right?")
    name = page.get_by_label("Name", exact=True)
    expect(name).to_have_value("Maria Okafor")
    expect(page.get_by_label("Time zone")).to_have_value("America/New_York")
    client.looks_right("4-is-this-right")
    go_on = page.get_by_role("button", name="Go to my messages")
    name.fill(" ")
    go_on.click()
    expect(page.get_by_role("alert")).to_contain_text("Please type your name")
    client.looks_right("4-is-this-right-reminded")
    name.fill("Maria Okafor")
    go_on.click()


def reads_and_answers(client: Client, office: Office) -> None:
    client.sees(MATTER)
    client.sees_message(FIRST)
    client.tell_time("the first time, with an app and some slips")
    client.sees_message(ATTORNEY)
    client.looks_right("5-conversation")
    office.wait_to_see("account.activated")
    office.wait_to_see("message.read")
    writes(client, ANSWER)
    client.sees_message(ANSWER)
    seen = office.wait_to_see("message.sent", body=ANSWER)
    assert seen["data"]["origin"] == "portal"
    assert seen["data"]["author"]["name"] == "Maria Okafor"


def writes(client: Client, body: str) -> None:
    client.page.get_by_label("Your message").fill(body)
    client.page.get_by_role("button", name="Send").click()


def hears_the_reply_live(client: Client, office: Office) -> None:
    client.page.evaluate("window.neverReloaded = true")
    office.say(REPLY)
    client.sees_message(REPLY)
    assert client.page.evaluate("window.neverReloaded")
    client.looks_right("6-answered")
    client.page.reload()
    for body in (FIRST, ANSWER, REPLY):
        client.sees_message(body)


def looks_around(client: Client) -> None:
    page = client.page
    page.get_by_role("button", name="Who reads this").click()
    expect(page.get_by_role("heading", name="Who reads this")).to_be_visible()
    client.looks_right("7-members")
    page.keyboard.press("Escape")
    page.goto(page.url.rpartition("/")[0])
    client.sees("Messages")
    expect(page.get_by_role("link", name=MATTER)).to_be_visible()
    client.looks_right("8-list")
    page.get_by_role("button", name="Account").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    client.looks_right("9-account")
    page.keyboard.press("Escape")


def opens_a_later_link_while_signed_in(client: Client, office: Office) -> None:
    """Somebody who is not looking gets one e-mail, and its button leads straight there."""
    client.page.goto("about:blank")
    office.say(LATER)
    client.later = client.next_email(f"A new message from {NAME} waits for you")
    client.press_button_in(client.later)
    client.sees(MATTER)
    client.sees_message(LATER)
    client.tell_time("coming back, still signed in")


def comes_back_in_another_browser(client: Client, recovery_code: str) -> None:
    client.new_browser()
    client.press_button_in(client.later)
    client.sees("First, is it you?")
    client.looks_right("10-coming-back")
    client.page.get_by_role("button", name="Send me the code").click()
    client.sees("Check your e-mail")
    client.looks_right("11-code")
    client.type_code("Code from the e-mail", client.code_from_email(NAME))
    client.sees("Now the second lock")
    client.looks_right("12-app-code")
    if client.device.phone:
        client.page.get_by_role("link", name="I do not have the app here").click()
        client.sees("Use a recovery code")
        client.looks_right("13-recovery-code")
        client.page.get_by_label("Recovery code").fill(recovery_code)
        client.page.get_by_role("button", name="Continue").click()
    else:
        client.type_code("Code from the authenticator app", client.app_code())
    client.sees(MATTER)
    client.sees_message(LATER)
    client.tell_time("coming back, in another browser")


def finds_a_closed_matter_readable(client: Client, office: Office) -> None:
    office.close_matter()
    wait_for(lambda: says_closed(client), within=20)
    client.sees_message(ANSWER)
    client.looks_right("14-closed")


def says_closed(client: Client) -> bool:
    client.page.reload()
    client.sees_message(ANSWER)
    return client.page.get_by_text("This matter is closed.").is_visible()


def signs_out(client: Client) -> None:
    page = client.page
    page.goto(page.url.rpartition("/")[0])
    page.get_by_role("button", name="Account").click()
    page.get_by_role("button", name="Sign out").click()
    client.sees("You are signed out")
    client.looks_right("15-signed-out")
    page.goto(page.url.partition("/sign-in")[0] + "/msgs")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Messages")
