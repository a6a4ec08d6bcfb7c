"""What is owed, said again to a list that is made anew, is what all facts have said of it."""

from contracts.events.facts import MatterFact
from contracts.events.invoices import BillTo, InvoiceFact
from contracts.events.trust import TrustRequestChanged, TrustRequestWithdrawn
from contracts.events.waiting import ThingRestated
from roster.testing import minutes
from services.billing import waiting
from tests.services.billing.scene import Scene
from tests.services.billing.test_trust import ask, put
from tests.waiting.again import said_again, waits

INVOICES, REQUESTS = waiting.RESTATES
SHARED = [BillTo(contact_id="ana", share="200.00"), BillTo(contact_id="ben", share="400.00")]
TOGETHER = [BillTo(contact_id="ana"), BillTo(contact_id="ben")]


def stands_as_told(again: list[ThingRestated], told: list[MatterFact]) -> None:
    """The same things, put in the same words, wait for the same people."""
    assert waits(wait for event in again for wait in event.waits) == waits(
        wait for fact in told for wait in fact.waits()
    )
    newest = {fact.about(): fact.item() for fact in told}
    assert {event.about: event.item for event in again} == newest


def test_said_again_an_invoice_stands_as_all_facts_have_said(scene: Scene) -> None:
    """Owing, paid in part, settled, voided, in shares, together, billed to another one since."""
    scene.add("ben")
    for n in range(1, 5):
        scene.bill(f"I-{n}", number="" if n == 1 else f"2026-{n}")
    scene.pay("100.00", "P-2", "I-2")
    scene.pay("600.00", "P-3", "I-3")
    scene.void("I-4", minutes(2))
    scene.bill("I-5", bill_to=SHARED)
    scene.pay("200.00", "P-5", "I-5", contact_id="ana")
    scene.bill("I-6", bill_to=TOGETHER)
    scene.bill("I-7")
    scene.update("I-7", at=minutes(3), bill_to=[BillTo(contact_id="ben")], due_on=None)
    stands_as_told(said_again(scene, INVOICES), list(scene.published(InvoiceFact)))


def test_said_again_an_invoice_paid_too_soon_and_raised_since_waits(scene: Scene) -> None:
    scene.add("ben")
    scene.bill(bill_to=SHARED)
    scene.pay("200.00", contact_id="ana")
    raised = [BillTo(contact_id="ana", share="300.00"), BillTo(contact_id="ben", share="300.00")]
    scene.update(at=minutes(2), bill_to=raised)
    (again,) = said_again(scene, INVOICES)
    assert waits(again.waits) == {(scene.person(who), again.about) for who in ("ana", "ben")}


def test_said_again_a_trust_request_stands_as_all_facts_have_said(scene: Scene) -> None:
    """One that waits, one for which a part came, one for which all came, and one withdrawn."""
    for n in range(1, 5):
        ask(scene, request_id=f"R-{n}")
    put(scene, "300.00", "T-2", request_id="R-2")
    put(scene, "1200.00", "T-3", request_id="R-3")
    scene.tell(TrustRequestWithdrawn(request_id="R-4"), minutes(2))
    stands_as_told(said_again(scene, REQUESTS), list(scene.published(TrustRequestChanged)))


def test_it_is_put_in_the_same_words_once_the_firm_is_called_otherwise(scene: Scene) -> None:
    scene.bill()
    ask(scene)
    scene.register("Bray & Partners", minutes(1))
    told = list(scene.published(MatterFact))
    again = [each for owned in (INVOICES, REQUESTS) for each in said_again(scene, owned)]
    stands_as_told(again, told)


def test_of_who_takes_part_no_longer_nothing_is_said_again(scene: Scene) -> None:
    scene.add("ben")
    scene.bill(bill_to=TOGETHER)
    ask(scene)
    scene.remove("ana", at=minutes(1))
    (invoice,), (request,) = said_again(scene, INVOICES), said_again(scene, REQUESTS)
    assert waits(invoice.waits) == {(scene.person("ben"), invoice.about)}
    assert request.waits == []
