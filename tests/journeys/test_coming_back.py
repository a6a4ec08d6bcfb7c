"""What somebody sees who comes back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.client import PHONE, Client
from tests.journeys.office import NAME, Office
from tests.journeys.test_strangers import old_link


@pytest.mark.parametrize("client", [PHONE], ids=["phone"], indirect=True)
def test_a_link_too_old_brings_a_new_one_to_its_own_address(
    client: Client, portal: str, office: Office
) -> None:
    office.invite("maria", "Maria Okafor", client.address)
    client.page.goto(f"{portal}/open#{old_link(office.firm_id, client.address)}")
    client.sees("This link is too old")
    client.page.get_by_role("button", name="Send me a new link").click()
    expect(client.page.get_by_role("status")).to_contain_text("A new link is on its way")
    client.press_button_in(client.next_email(f"Your new link to {NAME}"))
    client.sees(f"{NAME} has a message for you")
    assert client.complaints == []
