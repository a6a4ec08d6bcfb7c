"""The rule in PostgreSQL comes to the same as the rule by itself, one fact at a time."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from sqlalchemy import Connection, select
from sqlalchemy.orm import DeclarativeBase, Session

from backbone.postgres.database import engine_for
from backbone.testing import stack
from contracts.events.messages import ConversationFact
from tests.waiting.histories import History, histories
from tests.waiting.test_rule import told
from waiting.rule import Wait, Waits, merged
from waiting.tables import WaitRow, merge


class Model(DeclarativeBase):
    pass


class Row(WaitRow, Model):
    __tablename__ = "waits"
    __table_args__ = {"prefixes": ["TEMPORARY"]}


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    engine = engine_for(stack()["postgres"])
    with engine.connect() as connection:
        Model.metadata.create_all(connection)
        connection.commit()
        yield connection
    engine.dispose()


def keep(session: Session, facts: Sequence[ConversationFact]) -> None:
    """Each fact merged by itself; what changed is said with what it was, and nothing else is."""
    for fact in facts:
        waits = merged(fact.waits())
        before = kept(session)
        changed = {(row.person_id, row.about): was for row, was in merge(session, Row, waits)}
        after = kept(session)
        moved = {key for key in after if after[key] != before.get(key)}
        assert changed == {key: before.get(key, Wait()) for key in moved}


def kept(session: Session) -> Waits:
    rows = session.scalars(select(Row).execution_options(populate_existing=True))
    return {(row.person_id, row.about): Wait(row.opened, row.closed) for row in rows}


@settings(database=None, deadline=None, max_examples=25)
@given(history=histories())
def test_facts_in_any_order_leave_the_rows_that_the_rule_asks_for(
    connection: Connection, history: History
) -> None:
    rule = told(history.happened)
    with Session(connection) as session:
        keep(session, history.came)
        assert kept(session) == rule
        waiting = session.scalars(select(Row).where(Row.waits))
        assert {(row.person_id, row.about) for row in waiting} == {
            key for key, wait in rule.items() if wait.waits
        }
        session.rollback()
