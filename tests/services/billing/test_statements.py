"""Each list is one statement, however much somebody owes, and holds in trust."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from backbone.postgres import database
from backbone.testing import fresh_database
from contracts import ids
from contracts.calls import trust as calls
from tests.services.billing.scene import Scene
from tests.services.billing.test_trust import ask, put
from tests.services.statements import plans

MANY = 2000
# The one invoice, entry and request there are, so many times: each on a day of its own.
COPIES = [
    """
    WITH made AS (
        INSERT INTO invoices
        SELECT (jsonb_populate_record(one, jsonb_build_object(
            'id', gen_random_uuid(), 'ref', n::text, 'due_on', one.issued_on + n,
            'issued_on', one.issued_on - n,
            'state', CASE n % 2 WHEN 0 THEN 'paid' ELSE 'outstanding' END))).*
        FROM invoices AS one, generate_series(1, :many) AS n
        RETURNING id
    )
    INSERT INTO bills (invoice_id, person_id, place, share, paid)
    SELECT made.id, person_id, place, share, bills.paid FROM bills, made
    """,
    """
    INSERT INTO trust_entries
    SELECT (jsonb_populate_record(one, jsonb_build_object(
        'ref', n::text, 'moved_on', one.moved_on + n))).*
    FROM trust_entries AS one, generate_series(1, :many) AS n
    """,
    """
    INSERT INTO trust_requests
    SELECT (jsonb_populate_record(one, jsonb_build_object(
        'id', gen_random_uuid(), 'ref', n::text, 'due_on', one.requested_on + n))).*
    FROM trust_requests AS one, generate_series(1, :many) AS n
    """,
]


@pytest.fixture(scope="module")
def full() -> Iterator[Scene]:
    """Ana owes two thousand invoices, and has a ledger of as many lines."""
    engine = database.engine_for(fresh_database("billing"))
    scene = Scene(database.sessions(engine))
    scene.begin()
    scene.bill()
    put(scene, "1.00")
    ask(scene)
    with engine.begin() as connection:
        for each in COPIES:
            connection.execute(sa.text(each), {"many": MANY})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))
    yield scene
    engine.dispose()


def outstanding(scene: Scene, **more: Any) -> Any:
    return scene.page(**more)


def paid(scene: Scene, **more: Any) -> Any:
    return scene.page(tab="paid", **more)


def asked(scene: Scene, **more: Any) -> Any:
    return scene.ask(calls.ListTrustRequests(caller=scene.caller("ana"), **more))


def ledger(scene: Scene, **more: Any) -> Any:
    call = calls.ListTrustLines(
        caller=scene.caller("ana"),
        matter_id=ids.matter_id(scene.firm_id, "M-1"),
        person_id=scene.person("ana"),
        currency="USD",
        **more,
    )
    return scene.ask(call)


@pytest.mark.parametrize("list_", [outstanding, paid, asked, ledger], ids=lambda it: it.__name__)
def test_a_page_is_one_statement(full: Scene, list_: Callable[..., Any]) -> None:
    first = list_(full)
    further = list_(full, cursor=first.next)
    assert len(first.items) == len(further.items) == 50
    for cursor in ("", first.next):
        assert len(plans(full, partial(list_, full, cursor=cursor))) == 1


def test_so_are_totals_and_what_is_held(full: Scene) -> None:
    assert full.totals() == {"USD": f"{600 * (MANY // 2 + 1)}.00"}
    assert len(plans(full, full.totals)) == 1
    call = calls.ListTrustAccounts(caller=full.caller("ana"))
    (account,) = full.ask(call).items
    assert account.balance == f"{MANY + 1}.00"
    assert len(plans(full, partial(full.ask, call))) == 1


def test_one_invoice_is_a_handful_of_them_however_many_there_are(full: Scene) -> None:
    assert len(plans(full, full.get)) <= 5
