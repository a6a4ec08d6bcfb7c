"""The statements that run on every page view find their rows by index, however many there are."""

import datetime
import re
from functools import partial
from typing import Any

import pytest
import sqlalchemy

from backbone.postgres import database
from backbone.testing import fresh_database
from contracts import ids
from roster.testing import START
from tests.services.messaging.scene import Scene
from tests.services.statements import pages_read, plans

MANY = 10_000
_FILL = """
    INSERT INTO messages
    SELECT gen_random_uuid(), :conversation, n, :author, 'Attorney', 'firm', n::text,
           repeat('word ', 40), CAST(:start AS timestamptz) + n * interval '1 second',
           0, NULL, 1, 0, NULL, NULL, NULL, NULL,
           array_to_tsvector(ARRAY[left(CAST(:conversation AS text), 6) || 'word'])
    FROM generate_series(1, :many) n
"""
_ID = "uuid_in(CAST(md5(:name || n) AS cstring))"
_MATTERS = [
    f"""
    INSERT INTO matters
        (id, firm_id, ref, title, title_at, number, number_at, closed, closed_at)
    SELECT {_ID}, :firm, :name || n, '', now(), '', now(), false, now()
    FROM generate_series(1, :many) n
    """,
    f"""
    INSERT INTO participants
        (matter_id, person_id, kind, role, reason, from_date, changed_at)
    SELECT {_ID}, :person, 'client', 'Client', '', '2026-01-01', now()
    FROM generate_series(1, :many) n
    """,
    f"""
    INSERT INTO conversations
        (id, matter_id, ref, subject_line, last_position, active_at, audience_version)
    SELECT {_ID}, {_ID}, '', '', 0, now() - n * interval '1 hour', 0
    FROM generate_series(1, :many) n
    """,
    f"""
    INSERT INTO places (conversation_id, person_id, active_at)
    SELECT {_ID}, :person, now() - n * interval '1 hour' FROM generate_series(1, :many) n
    """,
]
_COUNT = "UPDATE conversations SET last_position = :many WHERE id = :conversation"


@pytest.fixture(scope="module")
def full() -> Any:
    """A matter with very many messages, in a database whose statistics know it."""
    engine = database.engine_for(fresh_database("messaging"))
    scene = Scene(database.sessions(engine))
    scene.begin()
    for n in range(2, 40):
        scene.open(f"M-{n}")
        scene.add("bob", f"M-{n}")
    facts = {
        "conversation": scene.conversation(),
        "author": scene.person("hollis"),
        "start": START,
        "many": MANY,
    }
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text(_FILL), facts)
        connection.execute(sqlalchemy.text(_COUNT), facts)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sqlalchemy.text("VACUUM ANALYZE"))
    yield scene
    engine.dispose()


@pytest.mark.parametrize(
    "act",
    [
        lambda scene: scene.page(),
        lambda scene: scene.page(before="5000"),
        lambda scene: scene.page(after="5000"),
        lambda scene: scene.send(),
        lambda scene: scene.read(message=scene.page(before="9000").items[-1].id),
        lambda scene: scene.overview(),
        lambda scene: scene.overview(cursor=_far_ahead()),
        lambda scene: scene.look(),
    ],
    ids=["newest", "before", "after", "send", "read", "list", "next list", "one"],
)
def test_no_statement_reads_through_all_messages(full: Scene, act: Any) -> None:
    act(full)  # once for the caches
    found = plans(full, lambda: act(full))
    assert found
    for plan in found:
        assert "Seq Scan on messages" not in plan, plan


@pytest.mark.parametrize("q", ["word", "wo", "absent"])
def test_a_search_takes_one_statement_and_goes_by_words(full: Scene, q: str) -> None:
    for more in ({}, {"cursor": _far_ahead()}, {"conversation_id": full.conversation()}):
        (plan,) = plans(full, partial(full.search, q, **more))
        assert "messages_by_word" in plan, plan
        assert "Seq Scan on messages" not in plan, plan


def test_of_a_frequent_word_not_all_that_was_written_with_it_is_read(full: Scene) -> None:
    (plan,) = plans(full, partial(full.search, "word"), "EXPLAIN ANALYZE")
    assert re.search(r"messages_by_word .*never executed", plan), plan


def test_a_search_of_names_takes_one_statement(full: Scene) -> None:
    assert len(plans(full, partial(full.found_names, "estate"))) == 1


def test_a_search_reads_nothing_of_what_others_wrote(full: Scene) -> None:
    """However much that is, and however little is asked for."""
    full.add("bob")
    full.open("M-90")
    full.add("cleo", "M-90")
    full.send("cleo", "A word of mine", matter="M-90")
    assert full.found("wo", "cleo") == ["A word of mine"]
    assert pages_read(full, partial(full.search, "wo", "cleo")) < 100


def test_a_page_of_a_conversation_takes_one_statement(full: Scene) -> None:
    assert len(plans(full, full.page)) == 1


def test_the_list_of_conversations_takes_one_statement(full: Scene) -> None:
    assert len(plans(full, full.overview)) == 1


def test_sending_takes_two_statements_with_its_outbox(full: Scene) -> None:
    version = full.version()
    assert len(plans(full, lambda: full.send(version=version))) == 2


def test_a_page_of_the_list_reads_no_more_where_the_list_is_long(full: Scene) -> None:
    _take_part(full, "short", 100)
    _take_part(full, "long", 2000)
    short = pages_read(full, lambda: full.overview("short"))
    assert short > 50
    assert pages_read(full, lambda: full.overview("long")) < 1.5 * short
    assert pages_read(full, lambda: full.overview("long", cursor=_far_ahead())) < 1.5 * short


def _take_part(scene: Scene, contact: str, many: int) -> None:
    """In so many matters of their own, each with its conversation."""
    scene.add(contact)
    facts = {"name": contact, "firm": scene.firm_id, "person": scene.person(contact), "many": many}
    with scene.sessions.begin() as session:
        for statement in _MATTERS:
            session.execute(sqlalchemy.text(statement), facts)
    with scene.sessions.kw["bind"].connect() as connection:
        connection.execute(sqlalchemy.text("ANALYZE"))
        connection.commit()


def _far_ahead() -> str:
    micros = (datetime.datetime(2999, 1, 1) - datetime.datetime(1, 1, 1)).total_seconds() * 1e6
    return f"{int(micros)}.{ids.new_id().hex}"
