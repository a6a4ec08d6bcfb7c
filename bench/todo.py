"""Twenty thousand things that wait for one person, as To Do shows and counts them."""

import datetime
import functools

import psycopg

from bench import portal, stack
from bench.firm import FIRM
from bench.load import Figures, Meter
from bench.people import Client
from contracts import ids
from services.matters.todo import places

TODOS = 20_000
_FROM = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=datetime.UTC)
_PATHS = {
    "list": "/v1/todo",
    "list of a matter": "/v1/todo?matter_id={matter_id}",
    "count": "/v1/todo/count",
}


def fill(client: Client) -> None:
    """Tasks due on a day of the next year, and as many documents, as the list keeps them."""
    person = ids.person_id(FIRM, client.contact)
    matter = ids.matter_id(FIRM, client.matter)
    things, todos = [], []
    for number in range(TODOS):
        about, since = ids.new_id(), _FROM + datetime.timedelta(minutes=number)
        due = (_FROM + datetime.timedelta(days=number % 365)).date() if number % 2 else None
        kind = "task" if due else "document"
        things.append((kind, about, matter, f"Paper {number}", due))
        todos.append((person, kind, about, matter, since, places.of(due, since)))
    with psycopg.connect(stack.database_url("matters")) as connection:
        cursor = connection.cursor()
        cursor.executemany(_THING, things)
        cursor.executemany(_TODO, todos)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE things, todos")


async def measured(url: str, client: Client, meter: Meter) -> dict[str, Figures]:
    """One client, who asks for a page of it, for one matter's, and how much it is."""
    matter_id = ids.matter_id(FIRM, client.matter)
    return {
        name: await portal.by(
            url,
            [client],
            1,
            functools.partial(portal.get, path=path.format(matter_id=matter_id)),
            meter,
        )
        for name, path in _PATHS.items()
    }


_THING = """
    INSERT INTO things (about_kind, about_id, matter_id, number, title, author, due, time_zone,
        amount, currency)
    VALUES (%s, %s, %s, 1, %s, 'Nora', %s, '', '', '')
"""
_TODO = """
    INSERT INTO todos (person_id, about_kind, about_id, opened, closed, matter_id, since, place)
    VALUES (%s, %s, %s, 1, 0, %s, %s, %s)
"""
