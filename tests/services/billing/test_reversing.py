"""What the firm takes back of what it told counts no more, and is owed again."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from contracts.errors import EventRefused, NotYet
from contracts.events.invoices import InvoiceChanged, InvoicePaid, PaymentReversed
from roster.testing import minutes
from services.billing import papers
from tests.services.billing.scene import TODAY, Scene
from tests.services.billing.test_waiting import INVOICES, SHARED, stands_as_told
from tests.waiting.again import said_again


def declare_paid(scene: Scene, at: datetime.datetime, on: datetime.date = TODAY) -> None:
    scene.tell(InvoicePaid(invoice_id="I-1", paid_on=on), at)


def take_back(scene: Scene, at: datetime.datetime) -> None:
    scene.tell(PaymentReversed(invoice_id="I-1", payment_id="P-1", reversed_on=TODAY), at)


def test_what_was_paid_by_it_is_owed_and_waits_again(scene: Scene) -> None:
    scene.bill()
    scene.pay("600.00", method="Check 1207", contact_id="ana")
    assert (scene.get().state, scene.waiting(), scene.totals()) == ("paid", set(), {})
    scene.take_back(reason="The check was not honored.")
    shown = scene.get()
    assert (shown.state, shown.paid, shown.outstanding) == ("outstanding", "0.00", "600.00")
    assert (shown.settled_on, shown.bill_to[0].paid) == (None, "0.00")
    assert (scene.waiting(), scene.totals()) == ({"ana"}, {"USD": "600.00"})
    assert scene.numbers() == ["2026-114"]
    stands_as_told(said_again(scene, INVOICES), list(scene.published(InvoiceChanged)))


def test_it_stays_to_be_seen_in_words(scene: Scene) -> None:
    scene.bill()
    scene.pay("100.00")
    scene.credit("50.00")
    scene.take_back(reason="The check was not honored.")
    payment, credit = scene.get().entries
    assert (payment.amount, payment.reversed_on) == ("100.00", TODAY)
    assert (payment.reversal_reason, credit.reversed_on) == ("The check was not honored.", None)
    rows = [(row["text"], row["amount"]) for row in papers.of(scene.get())["entries"]]
    assert rows == [
        ("Payment", "\N{MINUS SIGN}100.00"),
        ("Payment counts no more, The check was not honored.", "100.00"),
        ("Credit", "\N{MINUS SIGN}50.00"),
    ]


def test_a_credit_is_taken_back_too(scene: Scene) -> None:
    scene.bill()
    scene.credit("600.00")
    scene.take_credit_back()
    shown = scene.get()
    assert (shown.state, shown.credited, shown.outstanding) == ("outstanding", "0.00", "600.00")
    assert scene.waiting() == {"ana"}


def test_once_more_changes_nothing_nor_does_the_payment_told_again(scene: Scene) -> None:
    scene.bill()
    scene.pay("100.00")
    scene.take_back(reason="First")
    scene.take_back(reason="Second")
    scene.pay("100.00")
    (entry,) = scene.get().entries
    assert (scene.get().outstanding, entry.reversal_reason) == ("600.00", "First")
    assert len(scene.published(InvoiceChanged)) == 3


def test_it_waits_for_what_it_takes_back(scene: Scene) -> None:
    with pytest.raises(NotYet, match="invoice 'I-1' has not been issued"):
        scene.take_back()
    scene.bill()
    for early, says in ((scene.take_back, "payment 'P-1'"), (scene.take_credit_back, "'C-1'")):
        with pytest.raises(NotYet, match=f"{says} has not been told"):
            early()
    scene.pay("600.00")
    scene.take_back()
    assert scene.get().outstanding == "600.00"


def test_what_came_in_for_another_invoice_is_refused(scene: Scene) -> None:
    scene.bill()
    scene.bill("I-2")
    scene.pay("100.00")
    with pytest.raises(EventRefused, match="'P-1' is of another invoice than 'I-2'"):
        scene.take_back(invoice="I-2")
    assert scene.get().outstanding == "500.00"


def test_who_is_billed_since_does_not_owe_what_another_had_paid(scene: Scene) -> None:
    """A payment that was taken back counts for nobody, however often the invoice is updated."""
    scene.add("ben")
    scene.bill(bill_to=SHARED)
    scene.pay("200.00", contact_id="ana")
    scene.take_back()
    scene.update(at=minutes(2), bill_to=SHARED, note="Again")
    assert [each.paid for each in scene.get().bill_to] == ["0.00", "0.00"]
    assert scene.waiting() == {"ana", "ben"}


def test_a_voided_one_stays_voided(scene: Scene) -> None:
    scene.bill()
    scene.pay("100.00")
    scene.void()
    scene.take_back()
    assert (scene.get().state, scene.waiting()) == ("voided", set())


DECLARED: list[Callable[[Scene], None]] = [
    lambda scene: declare_paid(scene, minutes(1)),
    lambda scene: take_back(scene, minutes(2)),
]


@pytest.mark.parametrize("told", [DECLARED, DECLARED[::-1]], ids=["in order", "the other way"])
def test_what_was_declared_before_it_counts_no_more_and_what_is_since_does(
    scene: Scene, told: list[Callable[[Scene], None]]
) -> None:
    scene.bill()
    scene.pay("600.00")
    for tell in told:
        tell(scene)
    assert (scene.get().state, scene.waiting()) == ("outstanding", {"ana"})
    later = TODAY + datetime.timedelta(days=9)
    declare_paid(scene, minutes(3), later)
    assert (scene.get().state, scene.get().settled_on) == ("paid", later)


ENTRIES = st.tuples(
    st.sampled_from(["payment", "credit"]),
    st.integers(1, 70_000),
    st.sampled_from(["", "ana", "ben"]),
    st.booleans(),
)


@given(st.lists(ENTRIES, max_size=5), st.data())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_in_whatever_order_all_is_told_what_was_not_taken_back_counts(
    sessions: sessionmaker[Session], entries: list[tuple[str, int, str, bool]], data: st.DataObject
) -> None:
    scene = Scene(sessions)
    scene.begin()
    scene.add("ben")
    scene.bill(bill_to=SHARED)
    told: list[Callable[[], None]] = []
    for number, (kind, cents, who, taken_back) in enumerate(entries):
        ref, amount = f"E-{number}", f"{cents / 100:.2f}"
        if kind == "payment":
            told.append(partial(scene.pay, amount, ref, contact_id=who))
            told += [partial(scene.take_back, ref)] * taken_back
        else:
            told.append(partial(scene.credit, amount, ref))
            told += [partial(scene.take_credit_back, ref)] * taken_back
    tell_all(data.draw(st.permutations(told + told[::2])))
    kept = [(kind, Decimal(cents) / 100, who) for kind, cents, who, gone in entries if not gone]
    shown = scene.get()
    assert Decimal(shown.paid) == sum(n for kind, n, _ in kept if kind == "payment")
    assert Decimal(shown.credited) == sum(n for kind, n, _ in kept if kind == "credit")
    assert Decimal(shown.outstanding) == max(600 - sum(n for _, n, _ in kept), 0)
    owing = {who for who, share in (("ana", 200), ("ben", 400)) if share > paid_by(who, kept)}
    assert scene.waiting() == (owing if Decimal(shown.outstanding) else set())
    stands_as_told(said_again(scene, INVOICES), list(scene.published(InvoiceChanged)))


def paid_by(who: str, kept: list[tuple[str, Decimal, str]]) -> Decimal:
    return sum((n for kind, n, by in kept if (kind, by) == ("payment", who)), Decimal(0))


def tell_all(told: list[Callable[[], None]]) -> None:
    """What comes too early is told again, as the inbox does."""
    while told:
        late = []
        for tell in told:
            try:
                tell()
            except NotYet:
                late.append(tell)
        assert len(late) < len(told)
        told = late
