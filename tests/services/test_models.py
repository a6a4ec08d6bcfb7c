"""A service's models describe the tables that its migrations make, to the last index."""

import importlib
import importlib.util
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from backbone import testing
from backbone.postgres import database, tables
from contracts.topology import SERVICES

# Every column, index and constraint of the current schema in a line of its own; neither the order
# of columns matters nor what no model can say: triggers, and the tables of Alembic's versions.
DESCRIBED = """
    WITH kept AS (
        SELECT oid, relname FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
        AND relname NOT LIKE '%\\_version'
    )
    SELECT concat_ws(' ', relname, attname, format_type(atttypid, atttypmod),
        CASE WHEN attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(adbin, adrelid),
        nullif(attidentity, ''))
    FROM kept JOIN pg_attribute ON attrelid = oid
    LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
    WHERE attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT pg_get_indexdef(indexrelid, 0, true) FROM kept JOIN pg_index ON indrelid = oid
    UNION ALL
    SELECT concat_ws(' ', relname, conname, pg_get_constraintdef(pg_constraint.oid, true))
    FROM kept JOIN pg_constraint ON conrelid = kept.oid
"""


@pytest.mark.parametrize("service", SERVICES)
def test_the_models_are_as_the_migrated_database(service: str) -> None:
    engine = sa.create_engine(database.driver_url(testing.fresh_database(service)))
    with engine.connect() as connection:
        migrated = described(connection)
        connection.execute(sa.text("CREATE SCHEMA made_of_models"))
        connection.execute(sa.text("SET search_path TO made_of_models"))
        for metadata in tables_of(service):
            metadata.create_all(connection)
        modelled = described(connection)
    engine.dispose()
    assert "outbox id bigint NOT NULL a" in migrated
    alone = [f"migrated alone: {line}" for line in migrated - modelled]
    alone += [f"in models alone: {line}" for line in modelled - migrated]
    assert not alone, "\n".join(["", *sorted(alone)])


def described(connection: sa.Connection) -> set[str]:
    return set(connection.scalars(sa.text(DESCRIBED)))


def tables_of(service: str) -> Iterator[sa.MetaData]:
    """Those of the backbone, of the service's parts, its own: as the migrations run."""
    yield tables.metadata
    for package in (*SERVICES[service], f"services.{service}"):
        if importlib.util.find_spec(f"{package}.models"):
            yield importlib.import_module(f"{package}.models").Model.metadata
