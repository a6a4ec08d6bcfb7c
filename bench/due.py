"""What is due for one client who has very much of it: every list at the gateway, and the feed."""

import asyncio
import functools
import json

from bench import duties, portal, todo
from bench.firm import FIRM
from bench.http import Connection
from bench.load import Figures, Meter
from bench.people import Client
from contracts import ids

LISTS = {
    "to-do": "/v1/todo",
    "to-do of a matter": "/v1/todo?matter_id={matter_id}",
    "to-do count": "/v1/todo/count",
    "invoices": "/v1/invoices",
    "invoices paid": "/v1/invoices?tab=paid",
    "what is owed": "/v1/invoices/totals",
    "forms": "/v1/forms",
    "forms sent": "/v1/forms?tab=sent",
    "appointments": "/v1/appointments",
    "appointments past": "/v1/appointments?when=past",
}


async def measured(url: str, client: Client, meter: Meter) -> dict[str, Figures]:
    """One client, who asks for the first page of each, and a calendar that reads their feed."""
    feed = await _feed(url, client)
    figures = {"feed": await _asked(url, client, feed, meter)}
    await asyncio.to_thread(duties.fill_calendar, FIRM, client.contact)
    await asyncio.to_thread(todo.fill, client)
    matter_id = ids.matter_id(FIRM, client.matter)
    for name, path in LISTS.items():
        figures[name] = await _asked(url, client, path.format(matter_id=matter_id), meter)
    return figures


async def _asked(url: str, client: Client, path: str, meter: Meter) -> Figures:
    return await portal.by(url, [client], 1, functools.partial(portal.get, path=path), meter)


async def _feed(url: str, client: Client) -> str:
    """The path of the client's feed, which holds as many appointments as it is measured with."""
    connection = await Connection.to(url)
    headers = client.headers | {"Content-Type": "application/json"}
    _, made = await connection.request("POST", "/v1/calendar-feed", headers, b'{"full": true}')
    path = f"/v1/feeds/{json.loads(made)['secret']}.ics"
    _, text = await connection.request("GET", path, {})
    connection.close()
    assert text.count(b"BEGIN:VEVENT") == duties.IN_FEED, text[:200]
    return path
