"""What a firm asks of a client by events, for the gateway's tests."""

import datetime

from backbone import testing
from contracts.events.appointments import AppointmentScheduled
from contracts.events.forms import FormRequested
from contracts.events.tasks import TaskAssigned
from tests.gateway.cast import Client
from tests.portal import Portal
from tests.services.matters.questionnaire import definition


def assign(portal: Portal, client: Client) -> None:
    """A task with two steps, by Nora, who takes part in their matter."""
    assigned = TaskAssigned(
        matter_id=f"m-{client.contact_id}",
        task_id=f"t-{client.contact_id}",
        author_id="nora",
        title=f"Sign it, {client.contact_id}",
        assignees=[client.contact_id],
        steps=["Read it", "Sign it"],
    )
    portal.send(client.firm_id, assigned)


def schedule(portal: Portal, client: Client) -> None:
    """An appointment in a week, with Nora."""
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=7)
    scheduled = AppointmentScheduled(
        matter_id=f"m-{client.contact_id}",
        appointment_id=f"a-{client.contact_id}",
        author_id="nora",
        title=f"Meeting with {client.contact_id}",
        starts=f"{day}T10:00",
        ends=f"{day}T11:00",
        time_zone="America/Chicago",
        participants=[client.contact_id, "nora"],
        place="Our office",
    )
    portal.send(client.firm_id, scheduled)


def task_of(client: Client) -> str:
    """Its id, once it is there."""
    found = testing.wait_for(lambda: client.browser.get("/v1/tasks").json()["items"])
    return str(found[0]["id"])


def appointment_of(client: Client) -> str:
    """Its id, once it is there."""
    found = testing.wait_for(lambda: client.browser.get("/v1/appointments").json()["items"])
    return str(found[0]["id"])


def request_form(portal: Portal, client: Client) -> None:
    """A small form, by Nora, who takes part in their matter."""
    requested = FormRequested(
        matter_id=f"m-{client.contact_id}",
        request_id=f"f-{client.contact_id}",
        author_id="nora",
        assignees=[client.contact_id],
        definition=definition(title=f"About {client.contact_id}"),
    )
    portal.send(client.firm_id, requested)


def form_of(client: Client) -> str:
    """Its id, once it is there."""
    found = testing.wait_for(lambda: client.browser.get("/v1/forms").json()["items"])
    return str(found[0]["id"])


def send_form(client: Client, form_id: str) -> None:
    """Filled in with as little as there must be, and sent."""
    answers = {
        "full_name": client.contact_id,
        "married": False,
        "signed": {"name": client.contact_id, "agreed": True},
    }
    patches = [{"path": path, "value": of, "base_version": 0} for path, of in answers.items()]
    path = f"/v1/forms/{form_id}"
    kept = client.browser.request("PATCH", f"{path}/answers", json={"answers": patches})
    assert kept.status_code == 200, kept.text
    sent = client.browser.post(f"{path}/submit", {"change": kept.json()["change"]})
    assert sent.status_code == 200, sent.text
