"""A page of documents is found by index and takes one statement, however many there are."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from backbone.postgres import database
from backbone.testing import fresh_database
from contracts import ids
from roster.testing import START
from tests.services.files.scene import Scene
from tests.services.statements import plans

MATTERS, EACH = 20, 500
_DOCUMENTS = """
    INSERT INTO documents
    SELECT gen_random_uuid(), :firm, :matter, NULL, n::text, 'Letter ' || md5(n::text), '', :author,
           'Attorney', 'firm', 1, (n * 7919) % 100000, 'pdf', 'ready', 1, :start, NULL,
           CAST(:start AS timestamptz) + n * interval '1 minute', NULL, '',
           array_to_tsvector(ARRAY[left(CAST(:matter AS text), 6) || 'letter'])
    FROM generate_series(1, :each) n
"""
_VERSIONS = """
    INSERT INTO versions (id, document_id, number, name, size, declared_type, kind, state,
                          created_at, shared_at)
    SELECT gen_random_uuid(), id, 1, name, size, '', kind, state, created_at, shared_at
    FROM documents
"""


@pytest.fixture(scope="module")
def full() -> Iterator[Scene]:
    """Ten thousand documents, in matters of one client and one more that is not theirs."""
    engine = database.engine_for(fresh_database("files"))
    scene = Scene(database.sessions(engine))
    scene.begin()
    for n in range(2, MATTERS + 1):
        scene.open(f"M-{n}", f"Case {n}")
        scene.add("ana" if n < MATTERS else "ben", f"M-{n}")
        scene.add("hollis", f"M-{n}", kind="staff", role="Attorney")
    with engine.begin() as connection:
        for n in range(1, MATTERS + 1):
            facts = {
                "firm": scene.firm_id,
                "matter": ids.matter_id(scene.firm_id, f"M-{n}"),
                "author": scene.person("hollis"),
                "start": START,
                "each": EACH,
            }
            connection.execute(sa.text(_DOCUMENTS), facts)
        connection.execute(sa.text(_VERSIONS))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))
    yield scene
    engine.dispose()


@pytest.mark.parametrize(
    "asked", [{}, {"kind": "pdf"}, {"new": True}, {"q": "lett"}], ids=lambda each: str(each)
)
@pytest.mark.parametrize("sort", ["-date", "name", "size"])
def test_no_list_reads_through_all_documents(full: Scene, sort: Any, asked: Any) -> None:
    first = full.page(sort=sort, **asked)
    assert len(first.items) == 50
    for cursor in ("", first.next or ""):
        (plan,) = plans(full, partial(full.page, sort=sort, cursor=cursor, **asked))
        assert "Seq Scan on documents" not in plan, plan
        assert "Seq Scan on versions" not in plan, plan


def test_whence_they_come_is_asked_of_an_index(full: Scene) -> None:
    assert len(full.sources()) == MATTERS - 1
    (plan,) = plans(full, full.sources)
    assert "documents_by_author" in plan, plan
    assert "Seq Scan on documents" not in plan, plan


def test_a_search_by_name_goes_by_its_words(full: Scene) -> None:
    (plan,) = plans(full, partial(full.search, "lett"))
    assert "documents_by_word" in plan, plan
    assert "Seq Scan on documents" not in plan, plan


def test_nor_does_one_document_and_its_address(full: Scene) -> None:
    document = full.page(limit=1).items[0]
    for plan in plans(full, lambda: full.get(document.id)):
        assert "Seq Scan on documents" not in plan, plan
        assert "Seq Scan on versions" not in plan, plan
