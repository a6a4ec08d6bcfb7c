"""A statement that is compiled once finds what SQLAlchemy's own way finds, in the same types."""

import datetime
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backbone import testing
from backbone.postgres import database, tables
from backbone.postgres.prepared import Prepared

_ids = sa.bindparam("ids", type_=ARRAY(sa.Uuid))
EVERYTHING = sa.select(
    _ids.label("ids"),
    sa.bindparam("id", type_=sa.Uuid).label("id"),
    sa.bindparam("text", type_=sa.Text).label("text"),
    sa.bindparam("at", type_=sa.DateTime(timezone=True)).label("at"),
    sa.bindparam("body", type_=sa.LargeBinary).label("body"),
    sa.func.coalesce(sa.null(), 7).label("number"),
    sa.func.array_agg(sa.func.unnest(_ids).column_valued("each"), type_=ARRAY(sa.Uuid)),
)


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    engine = database.engine_for(testing.fresh_database("notify"))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_a_prepared_statement_finds_the_same_as_an_executed_one(connection: sa.Connection) -> None:
    given = {
        "ids": [uuid.uuid4(), uuid.uuid4()],
        "id": uuid.uuid4(),
        "text": "50 % of it: %s",
        "at": datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC),
        "body": b"\0%",
    }
    prepared = Prepared(EVERYTHING)
    (executed,) = connection.execute(EVERYTHING, given)
    for _ in range(10):  # psycopg and PostgreSQL then have it prepared, too
        (found,) = prepared.run(connection, given)
        assert tuple(found) == tuple(executed)
        assert found.ids == given["ids"]


def test_a_prepared_statement_keeps_no_value_of_the_execution_before(
    connection: sa.Connection,
) -> None:
    prepared = Prepared(sa.select(sa.bindparam("text", type_=sa.Text)))
    assert [prepared.run(connection, {"text": text}).scalar() for text in "ab"] == ["a", "b"]
    with pytest.raises(sa.exc.ProgrammingError):
        prepared.run(connection, {})


@pytest.mark.parametrize(
    "statement",
    [
        sa.select(sa.bindparam("value", type_=JSONB)),
        sa.select(tables.outbox.c.id).where(tables.outbox.c.id.in_([1, 2])),
    ],
    ids=["a type that SQLAlchemy converts", "a list that becomes several parameters"],
)
def test_what_psycopg_does_not_do_alone_is_refused(statement: sa.Select[int]) -> None:
    with pytest.raises(TypeError):
        Prepared(statement)
