"""What somebody sees who comes back: from a link, without one, on a device that is known or not."""

from playwright.sync_api import APIResponse, Route, expect

from tests.journeys.client import Client
from tests.journeys.devices import at_a_desk, on_a_phone
from tests.journeys.office import MATTER, NAME, Office
from tests.journeys.test_files import until
from tests.journeys.test_strangers import old_link
from tests.journeys.ways_in import (
    FIRST,
    ask_for_code,
    eight_days_later,
    firm_hears_of_sign_in,
    hear_of,
    prove_mailbox,
    prove_typed_address,
    set_up,
    sign_out,
    type_address,
    use_recovery_code,
)

LATER = "The hearing is on Monday at nine."
CHANGED = f"How you sign in at {NAME} has changed"


def test_on_a_remembered_device_one_factor_leads_to_the_message(
    client: Client, office: Office
) -> None:
    set_up(client, office, remember=True)
    sign_out(client)
    client.press_button_in(hear_of(client, office, LATER))
    client.sees("Now the second lock")
    expect(client.page.get_by_text("Welcome back, Maria Okafor.")).to_be_visible()
    client.looks_right("12-app-code-remembered")
    client.type_code("Code from the authenticator app", client.app_code())
    client.sees(MATTER)
    client.sees_message(LATER)
    client.tell_time("coming back, on a remembered device")
    firm_hears_of_sign_in(office, "device", "totp")
    assert len(client.mailbox.of(client.address)) == client.emails_read  # no code was sent
    assert client.complaints == []


@at_a_desk
def test_what_is_refused_while_one_signs_out_is_not_where_one_comes_back_to(
    client: Client, portal: str, office: Office
) -> None:
    codes = set_up(client, office)
    page, ended = client.page, list[tuple[Route, APIResponse]]()

    def hold(route: Route) -> None:
        if route.request.method == "DELETE":
            ended.append((route, route.fetch()))
        else:
            route.continue_()

    page.goto(f"{portal}/msgs")
    page.route("**/v1/session", hold)
    page.get_by_role("button", name="Account").click()
    page.get_by_role("button", name="Sign out").click()
    until(page, lambda: bool(ended))
    with page.expect_response(lambda answer: answer.status == 401):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    [(route, answer)] = ended
    route.fulfill(response=answer)
    client.sees("You are signed out")
    ask_for_code(client)
    prove_typed_address(client)
    use_recovery_code(client, codes[0])
    client.sees("To Do")


@on_a_phone
def test_without_a_link_a_typed_address_and_two_factors_lead_to_all_messages(
    client: Client, portal: str, office: Office
) -> None:
    codes = set_up(client, office)
    client.new_browser()
    type_address(client, portal)
    client.sees("Check your e-mail")
    client.looks_right("11-typed-address")
    prove_typed_address(client)
    use_recovery_code(client, codes[0])
    client.sees("To Do")
    client.page.get_by_role("link", name="Msgs").click()
    client.page.get_by_role("link", name=MATTER).click()
    client.sees_message(FIRST)
    firm_hears_of_sign_in(office, "mailbox", "recovery_code")
    assert client.complaints == []


@at_a_desk
def test_a_device_remembered_on_the_way_in_needs_no_code_by_email_the_next_time(
    client: Client, portal: str, office: Office
) -> None:
    """Neither link nor device the first time, so two factors; the second time one and no link."""
    codes = set_up(client, office)
    email = hear_of(client, office, LATER)
    client.new_browser()
    client.press_button_in(email)
    client.sees("First, is it you?")
    prove_mailbox(client)
    use_recovery_code(client, codes[0], remember=True)
    client.sees_message(LATER)
    client.next_email(CHANGED)
    sign_out(client)
    ask_for_code(client)
    use_recovery_code(client, codes[1])
    client.sees("To Do")
    client.next_email(CHANGED)
    firm_hears_of_sign_in(office, "device", "recovery_code")
    assert len(client.mailbox.of(client.address)) == client.emails_read  # no code was sent
    assert client.complaints == []


def test_a_link_of_eight_days_ago_leads_by_a_new_one_to_its_message(
    client: Client, office: Office
) -> None:
    codes = set_up(client, office)
    email = hear_of(client, office, LATER)
    client.new_browser()
    client.page.goto(eight_days_later(email))
    client.sees("This link is too old")
    client.page.get_by_role("button", name="Send me a new link").click()
    client.sees("A new link is on its way")
    expect(client.page.locator("h1")).to_be_focused()
    client.looks_right("link-new-sent")
    client.press_button_in(client.next_email(f"Your new link to {NAME}"))
    client.sees("First, is it you?")
    prove_mailbox(client)
    use_recovery_code(client, codes[0])
    client.sees(MATTER)
    client.sees_message(LATER)
    assert client.complaints == []


@on_a_phone
def test_a_link_too_old_brings_a_new_one_to_its_own_address(
    client: Client, portal: str, office: Office
) -> None:
    office.invite("maria", "Maria Okafor", client.address)
    client.page.goto(f"{portal}/open#{old_link(office.firm_id, client.address)}")
    client.sees("This link is too old")
    client.page.get_by_role("button", name="Send me a new link").click()
    client.sees("A new link is on its way")
    client.press_button_in(client.next_email(f"Your new link to {NAME}"))
    client.sees(f"{NAME} has a message for you")
    assert client.complaints == []


@on_a_phone
def test_with_the_phone_lost_each_recovery_code_lets_in_once(
    client: Client, portal: str, office: Office
) -> None:
    first, second, *_ = set_up(client, office)
    client.new_browser()
    type_address(client, portal)
    prove_typed_address(client)
    use_recovery_code(client, first)
    client.sees("To Do")
    client.next_email(CHANGED)

    client.new_browser()
    type_address(client, portal)
    prove_typed_address(client)
    use_recovery_code(client, first)
    expect(client.page.get_by_role("alert")).to_contain_text("was used already")
    client.looks_right("13-recovery-code-used")
    client.page.get_by_label("Recovery code").fill(second)
    client.page.get_by_role("button", name="Continue").click()
    client.sees("To Do")
    assert client.complaints == []
