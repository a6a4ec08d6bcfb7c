"""Money in trust: each person's own ledger, never below zero, and what the firm asks for."""

import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from contracts import ids
from contracts.calls import trust as calls
from contracts.errors import EventRefused, InvalidInput, NotFound, NotYet
from contracts.events.trust import (
    TrustDeposited,
    TrustDisbursed,
    TrustRequestChanged,
    TrustRequested,
    TrustRequestWithdrawn,
)
from roster.testing import START, minutes
from tests.services.billing.scene import TODAY, Scene


def moved(entry: str, amount: str, day: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "entry_id": entry,
        "matter_id": "M-1",
        "contact_id": "ana",
        "amount": amount,
        "currency": "USD",
        "moved_on": TODAY + datetime.timedelta(days=day),
        **more,
    }


def put(scene: Scene, amount: str, entry: str = "T-1", day: int = 0, **more: Any) -> None:
    scene.tell(TrustDeposited(**moved(entry, amount, day, **more)))


def take(scene: Scene, amount: str, entry: str = "T-2", day: int = 0, **more: Any) -> None:
    scene.tell(TrustDisbursed(**moved(entry, amount, day, **more)))


def ask(scene: Scene, at: datetime.datetime = START, **more: Any) -> None:
    told: dict[str, Any] = {
        "request_id": "R-1",
        "matter_id": "M-1",
        "contact_id": "ana",
        "amount": "1000.00",
    }
    told |= {"currency": "USD", "requested_on": TODAY, "due_on": TODAY, "text": "For experts."}
    scene.tell(TrustRequested(**{**told, **more}), at)


def held(scene: Scene, *contacts: str) -> dict[str, str]:
    call = calls.ListTrustAccounts(caller=scene.caller(*(contacts or ("ana",))))
    return {f"{each.person_name} {each.currency}": each.balance for each in scene.ask(call).items}


def ledger(scene: Scene, contact: str = "ana", **more: Any) -> calls.TrustPage:
    return scene.ask(
        calls.ListTrustLines(
            caller=scene.caller(contact),
            matter_id=ids.matter_id(scene.firm_id, "M-1"),
            person_id=scene.person("ana"),
            currency="USD",
            **more,
        )
    )


def asked(scene: Scene, contact: str = "ana") -> calls.TrustAsked:
    request_id = ids.trust_request_id(scene.firm_id, "R-1")
    return scene.ask(calls.GetTrustRequest(caller=scene.caller(contact), request_id=request_id))


def requests(scene: Scene, contact: str = "ana", **more: Any) -> calls.TrustAskedPage:
    return scene.ask(calls.ListTrustRequests(caller=scene.caller(contact), **more))


def test_each_line_says_what_was_held_after_it(scene: Scene) -> None:
    put(scene, "1000.00", description="Retainer")
    take(scene, "250.00", day=1, description="Expert")
    put(scene, "50.00", "T-3", day=2)
    lines = ledger(scene).items
    assert [(each.amount, each.balance) for each in lines] == [
        ("50.00", "800.00"),
        ("-250.00", "750.00"),
        ("1000.00", "1000.00"),
    ]
    assert held(scene) == {"Ana USD": "800.00"}
    page = ledger(scene, limit=2)
    assert ledger(scene, limit=2, cursor=page.next or "").items == lines[2:]
    with pytest.raises(InvalidInput):
        ledger(scene, cursor="x")


def test_it_never_goes_below_zero_on_any_day(scene: Scene) -> None:
    with pytest.raises(NotYet, match="would go below zero"):
        take(scene, "1.00")
    put(scene, "100.00", day=5)
    with pytest.raises(NotYet, match="would go below zero"):
        take(scene, "50.00", day=4)
    take(scene, "100.00", day=5)
    with pytest.raises(NotYet, match="would go below zero"):
        take(scene, "0.01", "T-3", day=6)
    assert held(scene) == {"Ana USD": "0.00"}


def test_the_money_of_one_does_not_cover_another(scene: Scene) -> None:
    scene.add("ben")
    scene.open("M-2")
    scene.add("ana", "M-2")
    put(scene, "100.00")
    others: list[dict[str, Any]] = [
        {"contact_id": "ben"},
        {"matter_id": "M-2"},
        {"currency": "EUR"},
    ]
    for other in others:
        with pytest.raises(NotYet, match="below zero"):
            take(scene, "1.00", **other)


def test_the_same_again_changes_nothing_and_another_content_is_refused(scene: Scene) -> None:
    put(scene, "100.00")
    put(scene, "100.00")
    with pytest.raises(EventRefused, match="told before, with other content"):
        put(scene, "100.01")
    with pytest.raises(EventRefused, match="more than nothing"):
        put(scene, "-1.00", "T-9")
    assert held(scene) == {"Ana USD": "100.00"}


def test_what_pays_an_invoice_from_trust_is_one_event_with_both_sides(scene: Scene) -> None:
    scene.bill()
    put(scene, "1000.00")
    take(scene, "600.00", invoice_id="I-1")
    shown = scene.get()
    assert (shown.state, shown.entries[0].about) == ("paid", "From trust")
    assert held(scene) == {"Ana USD": "400.00"}
    with pytest.raises(NotYet, match="has not been issued"):
        take(scene, "1.00", "T-3", invoice_id="I-9")
    assert held(scene) == {"Ana USD": "400.00"}


def test_a_request_waits_until_the_money_is_there_and_is_no_invoice(scene: Scene) -> None:
    ask(scene)
    assert (asked(scene).missing, scene.page().items, scene.totals()) == ("1000.00", [], {})
    put(scene, "400.00", request_id="R-1")
    assert asked(scene).missing == "600.00"
    assert [each.id for each in requests(scene).items] == [asked(scene).id]
    put(scene, "600.00", "T-2", request_id="R-1")
    assert (asked(scene).missing, requests(scene).items) == ("0.00", [])
    opened, part, over = scene.published(TrustRequestChanged)
    assert (opened.waits()[0].opened, part.waits()[0].opened, over.waits()[0].closed) == (1, 2, 3)
    assert part.item().amount == "600.00"


def test_a_request_is_said_anew_and_withdrawn(scene: Scene) -> None:
    ask(scene)
    ask(scene)
    ask(scene, minutes(5), amount="1500.00")
    ask(scene, minutes(4), amount="1200.00")
    assert asked(scene).amount == "1500.00"
    with pytest.raises(EventRefused, match="keeps its matter"):
        ask(scene, minutes(6), currency="EUR")
    scene.tell(TrustRequestWithdrawn(request_id="R-1"), minutes(7))
    assert (asked(scene).withdrawn, asked(scene).missing) == (True, "0.00")
    assert [told.open for told in scene.published(TrustRequestChanged)] == [True, True, False]
    with pytest.raises(NotYet, match="has not been made"):
        scene.tell(TrustRequestWithdrawn(request_id="R-2"))


def test_others_see_nothing_of_it_and_the_firms_people_all(scene: Scene) -> None:
    scene.add("ben")
    scene.add("gone")
    put(scene, "100.00")
    put(scene, "50.00", "T-5", contact_id="gone")
    ask(scene)
    scene.remove("gone", at=minutes(1))
    for stranger in ("ben", "gone", "bob"):
        assert (held(scene, stranger), requests(scene, stranger).items) == ({}, [])
        assert ledger(scene, stranger).items == []
        with pytest.raises(NotFound):
            asked(scene, stranger)
    assert held(scene, "hollis") == {"Ana USD": "100.00", "Gone USD": "50.00"}
    assert not asked(scene, "hollis").yours


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 500), st.integers(0, 3)), max_size=12))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_booked_in_whatever_order_no_balance_is_below_zero(
    sessions: sessionmaker[Session], entries: list[tuple[bool, int, int]]
) -> None:
    scene = Scene(sessions)
    scene.begin()
    for number, (into, cents, day) in enumerate(entries):
        amount = f"{cents / 100:.2f}"
        try:
            (put if into else take)(scene, amount, f"T-{number}", day)
        except NotYet:
            assert not into
    lines = ledger(scene).items
    assert all(not each.balance.startswith("-") for each in lines)
    assert held(scene).get("Ana USD", "0.00") == (lines[0].balance if lines else "0.00")
