"""Documents are found by the words in their names."""

import pytest

from contracts import ids
from contracts.errors import InvalidInput
from roster.testing import minutes
from tests.services.files.scene import Scene


@pytest.mark.parametrize(
    "q", ["signed", "lease sig", "2024", "LEASE", "leases", "señal", "lease-2024"]
)
def test_a_document_is_found_by_words_inside_its_name(scene: Scene, q: str) -> None:
    scene.share("D-1", name="lease_2024-signed.señal.pdf")
    scene.share("D-2", name="Something else.txt")
    assert scene.names(q=q) == ["lease_2024-signed.señal.pdf"]
    assert scene.found(q) == ["lease_2024-signed.señal.pdf"]


def test_accents_make_no_difference_to_a_name(scene: Scene) -> None:
    scene.share("D-1", name="Sucesión Pérez.pdf")
    (found,) = scene.search("perez suces").items
    assert [piece.text for piece in found.found if piece.found] == ["Sucesión", "Pérez"]


def test_a_replaced_document_is_found_by_its_new_name_once_that_is_good(scene: Scene) -> None:
    scene.share("D-1", name="Draft.pdf", at=minutes(1))
    scene.replace("D-1", name="Final.pdf", at=minutes(2), checked=False)
    assert (scene.found("draft"), scene.found("final")) == (["Draft.pdf"], [])
    scene.find_good(ids.document_id(scene.firm_id, "D-1"))
    assert (scene.found("draft"), scene.found("final")) == ([], ["Final.pdf"])


def test_none_is_found_that_was_revoked_or_refused(scene: Scene) -> None:
    scene.share("D-1", name="Lease.pdf")
    scene.revoke("D-1", at=minutes(5))
    refused = scene.share("D-2", name="Lease of mine.pdf", checked=False)
    scene.refuse(refused)
    assert scene.found("lease") == []
    assert scene.found("lease", "hollis") == []


def test_none_is_found_of_before_the_from_date_or_by_others(scene: Scene) -> None:
    scene.share("D-1", name="Lease of before.pdf", at=minutes(1))
    scene.share("D-2", name="Lease of after.pdf", at=minutes(10))
    scene.add("late", at=minutes(5), since=minutes(5))
    scene.open("M-2")
    scene.add("bob", "M-2")
    assert scene.found("lease", "late") == ["Lease of after.pdf"]
    assert scene.found("lease", "bob") == []
    scene.remove("ana", at=minutes(20))
    assert scene.found("lease", "ana") == []


def test_pages_of_what_is_found_have_each_document_once(scene: Scene) -> None:
    for n in range(7):
        scene.share(f"D-{n}", name=f"Lease {n}.pdf", at=minutes(n))
    page = scene.search("lease", limit=4)
    rest = scene.search("lease", limit=4, cursor=page.next)
    seen = [each.name for each in [*page.items, *rest.items]]
    assert seen == [f"Lease {n}.pdf" for n in range(6, -1, -1)]


@pytest.mark.parametrize("q", ["!", "& |", "one " * 11])
def test_a_question_without_words_or_with_too_many_is_refused(scene: Scene, q: str) -> None:
    with pytest.raises(InvalidInput):
        scene.names(q=q)
    with pytest.raises(InvalidInput):
        scene.search(q)
