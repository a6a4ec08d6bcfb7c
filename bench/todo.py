"""Twenty thousand things that wait for one person, as To Do keeps them."""

import datetime

import psycopg

from bench import stack
from bench.firm import FIRM
from bench.people import Client
from contracts import ids
from services.matters.todo import places

TODOS = 20_000
_FROM = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=datetime.UTC)


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


_THING = """
    INSERT INTO things (about_kind, about_id, matter_id, number, title, author, due, time_zone,
        amount, currency)
    VALUES (%s, %s, %s, 1, %s, 'Nora', %s, '', '', '')
"""
_TODO = """
    INSERT INTO todos (person_id, about_kind, about_id, opened, closed, matter_id, since, place)
    VALUES (%s, %s, %s, 1, 0, %s, %s, %s)
"""
