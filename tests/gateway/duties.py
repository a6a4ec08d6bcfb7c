"""What a firm asks of a client by events, for the gateway's tests."""

import datetime

from backbone import testing
from contracts.events.appointments import AppointmentScheduled
from contracts.events.tasks import TaskAssigned
from tests.gateway.cast import Client
from tests.portal import Portal


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
