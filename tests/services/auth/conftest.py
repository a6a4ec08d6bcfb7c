"""A world of its own for each test, on one real database for all."""

import pytest
import sqlalchemy as sa

from backbone.postgres import database
from backbone.testing import fresh_database
from services.auth.models import Model
from tests.services.auth.world import World


@pytest.fixture(scope="session")
def engine():
    engine = database.engine_for(fresh_database("auth"), pool_size=16)
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine):
    with engine.begin() as connection:
        # The trail refuses to be emptied; a superuser's tests may, and in any order.
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        # Not TRUNCATE, which makes new files for every table and index and waits for the disk.
        for table in (*Model.metadata.tables, "outbox"):
            connection.execute(sa.text(f"DELETE FROM {table}"))
    world = World(database.sessions(engine))
    world.firm()
    world.invite()
    return world


@pytest.fixture
def browser(world):
    return world.browser()
