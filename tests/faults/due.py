"""What is due, in the traffic: invoices and payments of the firm, forms that clients send."""

import base64
import datetime
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx

from bench.people import STAFF, Client
from contracts.events.exchanges import FirmEvent
from contracts.events.forms import FormRequested
from contracts.events.invoices import BillTo, InvoiceIssued, InvoiceLine, PaymentRecorded
from contracts.forms.questions import Definition, Page, Section, YesNoQuestion
from tests.faults.office import Office

TODAY = datetime.date(2026, 11, 20)
MARRIED = YesNoQuestion(id="married", label={"en": "Are you married?"})
FORM = Definition(
    languages=["en"],
    title={"en": "New client"},
    pages=[Page(id="you", title={"en": "You"}, sections=[Section(questions=[MARRIED])])],
)


def asked(client: Client, number: int) -> Iterator[FirmEvent]:
    """An invoice, a payment of a tenth of it, and a form to fill in."""
    invoice = f"i-{number}"
    yield InvoiceIssued(
        matter_id=client.matter,
        invoice_id=invoice,
        number=invoice,
        issued_on=TODAY,
        currency="USD",
        lines=[InvoiceLine(kind="fee", description="Work", amount="480.00")],
        subtotal="480.00",
        total="480.00",
        bill_to=[BillTo(contact_id=client.contact)],
    )
    yield PaymentRecorded(
        invoice_id=invoice,
        payment_id=f"p-{number}",
        amount="48.00",
        currency="USD",
        paid_on=TODAY,
        contact_id=client.contact,
    )
    yield FormRequested(
        request_id=f"r-{number}",
        matter_id=client.matter,
        author_id=STAFF,
        assignees=[client.contact],
        definition=FORM,
    )


def to_fill_in(http: httpx.Client) -> uuid.UUID | None:
    """A form that waits for the client, if there is one and the portal says so."""
    try:
        page = http.get("/v1/forms", params={"limit": 1}, timeout=10)
    except httpx.TransportError:
        return None
    items = page.json()["items"] if page.is_success else []
    return uuid.UUID(items[0]["id"]) if items else None


def filled_in(http: httpx.Client, form_id: uuid.UUID) -> bool:
    """Take its next step, as it stands; whether it is sent. Raises httpx.TransportError.

    Whatever became of a step of which no answer came, the form itself tells.
    """
    path = f"/v1/forms/{form_id}"
    answer = http.get(path, timeout=10)
    if not answer.is_success:
        assert answer.status_code in (502, 503), answer.text
        return False
    form = answer.json()
    if form["state"] == "sent":
        return True
    if form["answers"]:
        http.post(f"{path}/submit", json={"change": form["change"]}, timeout=10)
    else:
        patch = {"path": "married", "value": True, "base_version": 0}
        http.patch(f"{path}/answers", json={"answers": [patch]}, timeout=10)
    return False


def paid(office: Office, clients: Sequence[Client]) -> Mapping[str, int]:
    """Of each invoice as often as it is listed to its client: how many payments came in for it."""
    found: Counter[str] = Counter()
    for client in clients:
        for item in listed(office, client, "/v1/invoices"):
            assert item["number"] not in found, f"{item['number']} is listed twice"
            found[item["number"]] = round(float(item["paid"]) / 48)
    return found


def sent(office: Office, clients: Sequence[Client]) -> Mapping[uuid.UUID, int]:
    """How often each form was sent, as its client sees it."""
    return {
        uuid.UUID(item["id"]): item["submissions"]
        for client in clients
        for item in listed(office, client, "/v1/forms?tab=sent")
    }


def papers(office: Office, clients: Sequence[Client]) -> Mapping[uuid.UUID, int]:
    """How often the documents of each matter are listed that can be opened: those drawn of forms
    are all that there are."""
    return Counter(
        uuid.UUID(item["id"])
        for client in clients
        for item in listed(office, client, "/v1/documents")
        if item["state"] == "ready"
    )


def bills(office: Office, clients: Sequence[Client]) -> Mapping[str, int]:
    """Whether an invoice of each client is drawn, by their contact."""
    drawn = {}
    for client in clients:
        invoice = next(listed(office, client, "/v1/invoices"))
        paper = f"{office.town.portal}/v1/invoices/{invoice['id']}/paper"
        answer = httpx.get(paper, headers=client.headers, timeout=30).json()
        drawn[client.contact] = int(base64.b64decode(answer["content"]).startswith(b"%PDF-"))
    return drawn


def listed(office: Office, client: Client, path: str) -> Iterator[dict[str, Any]]:
    """All pages of a list."""
    cursor: str | None = ""
    while cursor is not None:
        page = httpx.get(
            httpx.URL(f"{office.town.portal}{path}").copy_merge_params({"cursor": cursor}),
            headers=client.headers,
            timeout=30,
        ).json()
        yield from page["items"]
        cursor = page["next"]
