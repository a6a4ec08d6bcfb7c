"""The portal with an owner, someone in another matter, and someone of another firm."""

from collections.abc import Iterator

import pytest

from backbone import testing
from contracts.events.contacts import ContactInvited
from tests.browser import Browser
from tests.gateway import bills, cast, duties, papers
from tests.gunicorn import running_gateway
from tests.portal import Portal
from tests.security import people
from tests.security.sender import Sender


@pytest.fixture(scope="session")
def owner(portal: Portal) -> cast.Client:
    """The client in whose matter everything happens."""
    owner = cast.client(portal, cast.register(portal), "owner", "Olga Owner")
    assert owner.browser.say(owner.conversation_id, "A word in confidence.").status_code == 201
    testing.wait_for(lambda: papers.begin(owner).status_code == 201)
    whole = papers.upload(owner)
    papers.find_good(portal, whole)
    archive = owner.browser.post("/v1/documents/archive", {"document_ids": [whole]})
    assert papers.send(owner, whole).status_code == 201
    comments = f"/v1/documents/{whole}/comments"
    testing.wait_for(lambda: owner.browser.get(comments).status_code == 200)
    # Only now: who sends while somebody joins is asked first.
    duties.assign(portal, cast.with_attorney(portal, owner))
    duties.schedule(portal, owner)
    duties.request_form(portal, owner)
    owner.papers = {
        "sent_document_id": whole,
        "task_id": duties.task_of(owner),
        "appointment_id": duties.appointment_of(owner),
        "form_id": duties.form_of(owner),
        "document_id": papers.begin(owner).json()["document_id"],
        "archive_id": archive.json()["id"],
        "invoice_id": bills.bill(portal, owner),
        "request_id": bills.ask_for_trust(portal, owner),
    }
    duties.send_form(owner, owner.papers["form_id"])
    return owner


@pytest.fixture(scope="session")
def elsewhere(portal: Portal, owner: cast.Client) -> cast.Client:
    """A client of the same firm, in another matter."""
    return cast.client(portal, owner.firm_id, "elsewhere", "Elsa Where")


@pytest.fixture(scope="session")
def foreign(portal: Portal) -> cast.Client:
    """Another firm's client, whom that firm knows by the same id."""
    return cast.client(portal, cast.register(portal), "owner", "Fay Foreign")


@pytest.fixture(scope="session")
def ended(portal: Portal, owner: cast.Client) -> Browser:
    """A browser that still holds a session which has ended by signing out."""
    leaver = cast.client(portal, owner.firm_id, "leaver", "Lee Aver")
    before = leaver.browser.at()
    assert leaver.browser.request("DELETE", "/v1/session").status_code == 204
    return before


@pytest.fixture(scope="session")
def signing_in(portal: Portal, owner: cast.Client) -> Browser:
    """A browser that has only begun to sign in."""
    email = f"newcomer@{owner.firm_id}.example"
    portal.send(owner.firm_id, ContactInvited(contact_id="newcomer", name="Ned Comer", email=email))
    browser = portal.browser()
    portal.opened(browser, portal.link(owner.firm_id, "newcomer", email))
    return browser


@pytest.fixture(scope="session")
def keeper(portal: Portal, owner: cast.Client) -> people.Keeper:
    """A client of the same firm with a session, a remembered device and a passkey."""
    return people.keeper(portal, owner.firm_id)


@pytest.fixture(scope="session")
def sender(portal: Portal) -> Iterator[Sender]:
    """For a client of a firm of their own who is signed in, and one who has only begun to."""
    with running_gateway(portal.amqp_url, trusted_proxies="127.0.0.1") as gateway:
        firm = cast.register(portal)
        mona = cast.client(portal, firm, "mona", "Mona Malformed").browser.cookies
        nia = people.invited(portal, firm, "nia").opens_link().cookies
        yield Sender(
            gateway.url,
            {"session": mona["__Host-redwell"], "attempt": nia["__Host-redwell-sign-in"]},
        )
