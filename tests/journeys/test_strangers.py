"""What somebody sees whose link is broken, too old, or missing: what to do, and nothing else."""

import datetime

from contracts import links
from contracts.ids import new_id, person_id
from firm.settings import read_environment_file
from tests.journeys.client import Client
from tests.journeys.conftest import run_folder
from tests.journeys.office import NAME, Office


def test_a_broken_link_says_what_to_do(client: Client, portal: str) -> None:
    client.page.goto(f"{portal}/open#this-is-no-link-that-we-ever-made")
    client.sees("This link does not work")
    client.looks_right("link-broken")
    assert client.complaints == []


def test_a_link_too_old_names_the_firm_and_what_to_do(
    client: Client, portal: str, office: Office
) -> None:
    office.invite("maria", "Maria Okafor", client.address)
    client.page.goto(f"{portal}/open#{old_link(office.firm_id, client.address)}")
    client.sees("This link is too old")
    client.page.get_by_text(NAME).first.wait_for()
    client.looks_right("link-too-old")
    assert client.complaints == []


def test_without_a_link_the_way_in_is_said(client: Client, portal: str) -> None:
    client.page.goto(f"{portal}/msgs")
    client.sees("Sign in")
    client.looks_right("no-link")
    assert client.complaints == []


def test_an_address_that_is_none_says_so(client: Client, portal: str) -> None:
    asked: list[str] = []
    client.page.on("request", lambda request: asked.append(request.url))
    form = f"/documents/forms/{new_id()}/sent"
    for path in (
        "/matters/nonsense",
        "/billing/trust/held/1/2",
        f"{form}/x",
        f"{form}/0",
        "/nowhere",
    ):
        client.page.goto(f"{portal}{path}")
        client.sees("There is no such page")
    assert [url for url in asked if "/v1/" in url] == []
    client.looks_right("no-such-page")
    assert client.complaints == []


def old_link(firm_id: str, address: str) -> str:
    """A link of ours whose week is over."""
    now = datetime.datetime.now(datetime.UTC)
    link = links.Link(
        firm_id=firm_id,
        person_id=person_id(firm_id, "maria"),
        address_digest=links.address_digest(address),
        target=links.Target(),
        issued_at=now - datetime.timedelta(days=8),
        expires_at=now - datetime.timedelta(days=1),
    )
    environment = read_environment_file(run_folder() / "env" / "notify.env")
    return links.seal(link, environment["REDWELL_LINK_KEYS"].split())
