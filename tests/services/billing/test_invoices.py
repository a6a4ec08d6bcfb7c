"""Invoices from being issued to being paid, as those see them to whom they are billed."""

import datetime
import uuid

import msgspec
import pytest
from sqlalchemy.orm import Session, sessionmaker

from contracts.errors import EventRefused, InvalidInput, NotFound, NotYet
from contracts.events.invoices import BillTo, InvoiceChanged, InvoicePaid, InvoiceViewed
from roster.testing import minutes
from services.billing import papers
from tests.services.billing.scene import FEE, TODAY, Scene


def test_what_is_billed_is_seen_as_the_firm_states_it(scene: Scene) -> None:
    invoice_id = scene.bill(note="Payable within thirty days.")
    shown = scene.get()
    assert (shown.id, shown.number, shown.state) == (invoice_id, "2026-114", "outstanding")
    assert (shown.subtotal, shown.total, shown.outstanding) == ("600.00", "600.00", "600.00")
    assert (shown.firm_name, shown.matter_title) == ("Hollis & Bray", "Estate of Ortiz")
    assert [line.description for line in shown.lines] == ["Reading the lease", "Filing fee"]
    assert (shown.lines[0].timekeeper, shown.lines[0].units) == ("Nora Calder", "1.5")
    assert [(who.name, who.share, who.you) for who in shown.bill_to] == [("Ana", None, True)]
    assert scene.totals() == {"USD": "600.00"}
    assert scene.waiting() == {"ana"}


def test_it_is_paid_in_parts_and_waits_until_nothing_is_left(scene: Scene) -> None:
    scene.bill()
    scene.pay("100.00", method="Check 1207")
    scene.credit("50.00", reason="As agreed")
    part = scene.get()
    assert (part.paid, part.credited, part.outstanding) == ("100.00", "50.00", "450.00")
    assert [(each.kind, each.amount, each.about) for each in part.entries] == [
        ("payment", "100.00", "Check 1207"),
        ("credit", "50.00", "As agreed"),
    ]
    assert scene.waiting() == {"ana"}
    scene.pay("450.00", "P-2")
    paid = scene.get()
    assert (paid.state, paid.outstanding, paid.settled_on) == ("paid", "0.00", TODAY)
    assert scene.waiting() == set()
    assert scene.totals() == {}


def test_the_item_says_what_is_owed_and_when(scene: Scene) -> None:
    scene.bill()
    scene.pay("100.00")
    first, last = scene.published(InvoiceChanged)
    item = last.item()
    assert item.title == "Invoice 2026-114"
    assert (item.amount, item.currency, item.due) == ("500.00", "USD", datetime.date(2026, 12, 20))
    assert item.number > first.item().number


def test_the_firm_may_declare_it_paid_whatever_it_told_before(scene: Scene) -> None:
    scene.bill()
    scene.tell(InvoicePaid(invoice_id="I-1", paid_on=TODAY))
    shown = scene.get()
    assert (shown.state, shown.outstanding, shown.settled_on) == ("paid", "0.00", TODAY)
    assert scene.waiting() == set()


def test_a_voided_one_waits_no_more_and_stays_to_be_seen(scene: Scene) -> None:
    scene.bill()
    scene.void()
    shown = scene.get()
    assert (shown.state, shown.void_reason, shown.outstanding) == (
        "voided",
        "Billed twice.",
        "0.00",
    )
    assert (scene.numbers(), scene.numbers(tab="paid")) == ([], ["2026-114"])
    assert scene.waiting() == set()
    with pytest.raises(EventRefused, match="was voided"):
        scene.update(at=minutes(5), note="Again")


def test_more_than_is_owed_is_no_debt_of_the_client(scene: Scene) -> None:
    scene.bill()
    scene.pay("700.00")
    shown = scene.get()
    assert (shown.state, shown.outstanding, shown.paid) == ("paid", "0.00", "700.00")
    assert (shown.over, scene.page(tab="paid").items[0].over) == ("100.00", "100.00")
    scene.bill("I-2")
    assert scene.get(invoice="I-2").over == "0.00"


def test_shares_are_owed_by_each_alone(scene: Scene) -> None:
    scene.add("ben")
    shares = [BillTo(contact_id="ana", share="400.00"), BillTo(contact_id="ben", share="200.00")]
    scene.bill(bill_to=shares)
    assert (scene.totals("ana"), scene.totals("ben")) == ({"USD": "400.00"}, {"USD": "200.00"})
    assert scene.totals("ana", "ben") == {"USD": "600.00"}
    scene.pay("200.00", contact_id="ben")
    assert scene.waiting() == {"ana"}
    assert (scene.totals("ana"), scene.totals("ben")) == ({"USD": "400.00"}, {})
    assert [(who.name, who.share, who.paid, who.you) for who in scene.get("ben").bill_to] == [
        ("Ana", "400.00", "0.00", False),
        ("Ben", "200.00", "200.00", True),
    ]


def test_several_without_shares_owe_the_whole_together(scene: Scene) -> None:
    scene.add("ben")
    scene.bill(bill_to=[BillTo(contact_id="ana"), BillTo(contact_id="ben")])
    scene.pay("600.00", contact_id="ben")
    assert (scene.waiting(), scene.totals("ana")) == (set(), {})


def test_who_is_not_billed_sees_nothing_of_it_but_the_firms_own_people(scene: Scene) -> None:
    scene.add("eve", kind="third_party", role="Interpreter")
    scene.add("gone")
    scene.bill(bill_to=[BillTo(contact_id="ana"), BillTo(contact_id="gone")])
    scene.remove("gone", at=minutes(1))
    for stranger in ("eve", "gone", "bob"):
        for look in (scene.get, scene.view, scene.leave):
            with pytest.raises(NotFound):
                look(stranger)
        assert (scene.numbers(stranger), scene.totals(stranger)) == ([], {})
    assert scene.get("hollis").number == "2026-114"
    assert scene.totals("hollis") == {}


def test_an_update_takes_the_place_of_what_was_said_and_the_later_one_stands(scene: Scene) -> None:
    scene.add("ben")
    scene.bill()
    scene.pay("100.00")
    scene.update(at=minutes(9), lines=[FEE], bill_to=[BillTo(contact_id="ben")], number="2026-115")
    scene.update(at=minutes(8), note="Older")
    shown = scene.get("ben")
    assert (shown.number, shown.total, shown.outstanding, shown.note) == (
        "2026-115",
        "120.00",
        "20.00",
        "",
    )
    assert scene.waiting() == {"ben"}
    with pytest.raises(NotFound):
        scene.get("ana")


def test_an_update_keeps_matter_and_currency(scene: Scene) -> None:
    scene.open("M-2")
    scene.add("ana", "M-2")
    scene.bill()
    for other in ({"matter_id": "M-2"}, {"currency": "EUR"}):
        with pytest.raises(EventRefused, match="keeps its matter and its currency"):
            scene.update(at=minutes(5), **other)


def test_the_same_again_changes_nothing_and_another_content_is_refused(scene: Scene) -> None:
    scene.bill()
    scene.bill(at=minutes(5))
    with pytest.raises(EventRefused, match="was issued before, with other content"):
        scene.bill(lines=[FEE])
    scene.pay("100.00")
    scene.pay("100.00")
    with pytest.raises(EventRefused, match="payment 'P-1' was told before"):
        scene.pay("101.00")
    assert scene.get().outstanding == "500.00"
    assert len(scene.published(InvoiceChanged)) == 2


def test_what_builds_on_something_waits_for_it(bare: Scene) -> None:
    bare.register()
    with pytest.raises(NotYet, match="has not been opened"):
        bare.bill()
    bare.open()
    with pytest.raises(NotYet, match="has not been added"):
        bare.bill()
    bare.add("ana")
    early = (
        lambda: bare.pay("1.00"),
        lambda: bare.credit("1.00"),
        bare.void,
        lambda: bare.update(at=minutes(1)),
        lambda: bare.tell(InvoicePaid(invoice_id="I-1", paid_on=TODAY)),
    )
    for tell in early:
        with pytest.raises(NotYet, match="has not been issued"):
            tell()


def test_the_firm_hears_once_that_somebody_has_looked_at_what_it_states(scene: Scene) -> None:
    scene.bill()
    assert not scene.get().viewed
    scene.view()
    scene.view()
    assert scene.get().viewed
    (told,) = scene.published(InvoiceViewed)
    assert (told.viewer.contact_ref, told.invoice_ref, told.revision) == ("ana", "I-1", 1)
    scene.update(at=minutes(5), note="More")
    assert not scene.get().viewed
    scene.view()
    assert [each.revision for each in scene.published(InvoiceViewed)] == [1, 2]
    assert scene.waiting() == {"ana"}


def test_the_first_due_stands_first_and_each_page_goes_on(scene: Scene) -> None:
    for n in range(9):
        due = None if n == 4 else TODAY + datetime.timedelta(days=n % 3)
        scene.bill(f"I-{n}", number=str(n), due_on=due)
    every = scene.page().items
    dues = [each.due_on or datetime.date.max for each in every]
    assert dues == sorted(dues)
    assert len(every) == 9
    page, found = scene.page(limit=2), []
    while True:
        found += page.items
        if page.next is None:
            break
        page = scene.page(limit=2, cursor=page.next)
    assert found == every


def test_lists_and_totals_are_narrowed_by_matter_and_firm(scene: Scene) -> None:
    scene.open("M-2", "Another")
    scene.add("ana", "M-2")
    scene.bill()
    scene.bill("I-2", matter_id="M-2", number="2", currency="EUR")
    other = scene.page(firm_id=scene.firm_id).items
    assert {each.currency for each in other} == {"USD", "EUR"}
    matter = next(each.matter_id for each in other if each.currency == "EUR")
    assert scene.numbers(matter_id=matter) == ["2"]
    assert scene.totals(matter_id=matter) == {"EUR": "600.00"}
    assert scene.totals(firm_id="another-firm") == {}


def test_a_foreign_cursor_is_refused_and_one_of_others_tells_nothing(scene: Scene) -> None:
    scene.add("ben")
    mine = scene.bill()
    scene.bill("I-2", bill_to=[BillTo(contact_id="ben")], number="2")
    with pytest.raises(InvalidInput):
        scene.page(cursor="next")
    assert scene.page("ben", cursor=str(mine)).items == []
    assert scene.page("ben", cursor=str(uuid.uuid4())).items == []


def test_two_firms_with_the_same_ids_do_not_mix(sessions: sessionmaker[Session]) -> None:
    one, other = Scene(sessions), Scene(sessions)
    for each in (one, other):
        each.begin()
        each.bill()
    other.pay("600.00")
    assert (one.get().outstanding, other.get().outstanding) == ("600.00", "0.00")


def test_a_paper_of_it_is_drawn_from_what_the_firm_states(scene: Scene) -> None:
    scene.bill()
    scene.pay("100.00", method="Check 1207")
    made = scene.paper()
    assert (made.name, made.media_type) == ("Invoice 2026-114.pdf", "application/pdf")
    assert made.content.startswith(b"%PDF-1.7")
    assert scene.paper().content == made.content
    with pytest.raises(NotFound):
        scene.paper("bob")


def test_the_paper_says_amounts_days_and_who_pays_what(scene: Scene) -> None:
    scene.add("ben")
    shares = [BillTo(contact_id="ana", share="1500.00"), BillTo(contact_id="ben", share="0.00")]
    fee = msgspec.structs.replace(FEE, amount="1500.00", on=TODAY)
    scene.bill(lines=[fee], bill_to=shares, period_from=TODAY, period_to=TODAY)
    scene.credit("20.00", reason="As agreed")
    said = papers.of(scene.get())
    assert said["total"] == ["Total", "1,500.00"]
    assert said["lines"][0]["on"] == said["period"] == "November 20, 2026"
    assert said["entries"][0]["text"] == "Credit, As agreed"
    assert said["entries"][0]["amount"] == "\N{MINUS SIGN}20.00"
    assert said["outstanding"] == "Outstanding: 1,480.00 USD"
    assert said["shares"] == [["Ana", "1,500.00"], ["Ben", "0.00"]]
    scene.pay("1500.00")
    assert papers.of(scene.get())["outstanding"] == "Paid too much: 20.00 USD"
