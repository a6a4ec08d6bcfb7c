"""How a client gets in, for journeys about what comes next."""

import datetime
from urllib.parse import urljoin

import msgspec

from backbone.testing import wait_for
from contracts import ids, links
from firm.settings import read_environment_file
from tests.journeys.asking import Asking
from tests.journeys.client import Client, link_in
from tests.journeys.conftest import run_folder
from tests.journeys.office import NAME, Office

FIRST = "We have filed the complaint."


def set_up(
    client: Client, office: Office, contact: str = "maria", *, remember: bool = False
) -> list[str]:
    """From the firm's first message to the conversation, with an app; gives the recovery codes.

    The browser at hand asks what the pages of set-up ask, and does not show them: `test_newcomer`
    and `test_set_up` go through those.
    """
    portal, _, link = link_in(be_invited(client, office, contact)).partition("/open#")
    asking = Asking(client.context.request, portal)
    asking.post("/sign-in", link=link)
    asking.post("/sign-in/code")
    asking.post("/sign-in/code/check", code=client.code_from_email(office.name))
    client.keep_key(asking.post("/sign-in/totp")["secret"])
    shown = asking.post("/sign-in/totp/check", code=client.app_code())
    asking.post("/sign-in/recovery/kept", remember=remember)
    asking.put("/account/profile", name="Maria Okafor", time_zone="America/New_York")
    client.page.goto(f"{portal}/msgs/{ids.conversation_id(office.firm_id, 'M-1')}")
    client.sees_message(FIRST)
    office.wait_to_see("message.read")
    return list(shown["sign_in"]["recovery_codes"])


def be_invited(client: Client, office: Office, contact: str = "maria") -> str:
    """The e-mail that the firm's first message brings."""
    office.invite(contact, "Maria Okafor", client.address)
    office.say(FIRST)
    return client.next_email(f"A first message from {office.name} waits for you")


def get_started(client: Client, office: Office, contact: str = "maria") -> str:
    """Be invited, and press the e-mail's button."""
    email = be_invited(client, office, contact)
    client.press_button_in(email)
    return email


def hear_of(client: Client, office: Office, message: str) -> str:
    """The e-mail that a message brings to somebody who is not looking."""
    client.page.goto("about:blank")
    office.say(message)
    return client.next_email(f"A new message from {office.name} waits for you")


def prove_mailbox(client: Client, firm: str = NAME) -> None:
    client.page.get_by_role("button", name="Send me the code").click()
    client.type_code("Code from the e-mail", client.code_from_email(firm))


def set_up_app(client: Client) -> None:
    client.sees("Add a second lock")
    client.set_up_app()
    client.type_code("Type the code that the app shows", client.app_code())


def keep_recovery_codes(client: Client, *, remember: bool = False) -> list[str]:
    client.sees("Keep these recovery codes")
    codes = client.page.get_by_label("Your recovery codes").get_by_role("listitem")
    kept = codes.all_inner_texts()
    client.page.get_by_label("I have kept these codes").check()
    if remember:
        client.page.get_by_label("Remember this device").check()
    client.page.get_by_role("button", name="Continue").click()
    return kept


def confirm_name(client: Client) -> None:
    client.sees("Is this right?")
    client.page.get_by_role("button", name="Go to my messages").click()


def use_recovery_code(client: Client, code: str, *, remember: bool = False) -> None:
    """In place of the app, whose next code would be half a minute away."""
    client.sees("Now the second lock")
    if remember:
        client.page.get_by_label("Remember this device").check()
    client.page.get_by_role("link", name="I do not have the app here").click()
    client.page.get_by_label("Recovery code").fill(code)
    client.page.get_by_role("button", name="Continue").click()


def come_back(client: Client, portal: str, firm: str = NAME) -> None:
    """Sign in without a link, in a browser that is not remembered."""
    type_address(client, portal)
    prove_typed_address(client, firm)
    use_app(client)
    client.sees("To Do")


def use_app(client: Client) -> None:
    client.sees("Now the second lock")
    client.type_code("Code from the authenticator app", client.app_code())


def type_address(client: Client, portal: str) -> None:
    client.page.goto(f"{portal}/sign-in")
    ask_for_code(client)


def ask_for_code(client: Client) -> None:
    client.page.get_by_label("Your e-mail address").fill(client.address)
    client.page.get_by_role("button", name="Send me a code").click()


def prove_typed_address(client: Client, firm: str = NAME) -> None:
    client.sees("Check your e-mail")
    client.type_code("Code from the e-mail", client.code_from_email(firm))


def make_passkey(client: Client) -> None:
    client.sees("Add a second lock")
    client.page.get_by_role("button", name="Make a passkey").click()


def sign_out(client: Client) -> None:
    page = client.page
    page.goto(urljoin(page.url, "/msgs"))
    page.get_by_role("button", name="Account").click()
    page.get_by_role("button", name="Sign out").click()
    client.sees("You are signed out")


def firm_hears_of_sign_in(office: Office, *proofs: str) -> None:
    """By which factors somebody got in."""
    wait_for(lambda: list(proofs) in _sign_ins(office), within=20)


def eight_days_later(email: str) -> str:
    """The address behind the e-mail's button, as it stands once its week is over."""
    address, _, sealed = link_in(email).partition("#")
    keys = read_environment_file(run_folder() / "env" / "notify.env")["REDWELL_LINK_KEYS"].split()
    link, age = links.unseal(sealed, keys), datetime.timedelta(days=8)
    old = msgspec.structs.replace(
        link, issued_at=link.issued_at - age, expires_at=link.expires_at - age
    )
    return f"{address}#{links.seal(old, keys)}"


def _sign_ins(office: Office) -> list[list[str]]:
    return [
        event["data"]["proofs"] for event in office.seen if event["type"] == "account.signed_in"
    ]
