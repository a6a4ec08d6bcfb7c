"""What a firm asks of a client by events, for the gateway's tests."""

from backbone import testing
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


def task_of(client: Client) -> str:
    """Its id, once it is there."""
    found = testing.wait_for(lambda: client.browser.get("/v1/tasks").json()["items"])
    return str(found[0]["id"])
