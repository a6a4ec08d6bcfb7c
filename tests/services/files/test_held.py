"""Documents that are answers in a form: kept for as long as it takes, shared once it is sent."""

import datetime
import uuid
from typing import Any

from backbone.setbacks import one_by_one
from contracts import ids
from contracts.events.documents import DocumentReady
from contracts.events.forms import FormChanged, FormSubmitted
from contracts.events.persons import Person
from services.files import giving_up
from tests.services.files.scene import Scene

FORM = uuid.UUID("9c2f8ff8-04de-5d19-87fe-033db0482017")


def named(scene: Scene, contact: str) -> Person:
    return Person(person_id=scene.person(contact), contact_ref=contact, name=contact.title())


def told(scene: Scene, *documents: uuid.UUID, version: int = 1) -> dict[str, Any]:
    return {
        "matter_id": ids.matter_id(scene.firm_id, "M-1"),
        "matter_ref": "M-1",
        "audience": [scene.person("ana")],
        "request_id": FORM,
        "request_ref": "F-1",
        "version": version,
        "title": "New client",
        "author": named(scene, "hollis"),
        "due": None,
        "state": "open",
        "documents": list(documents),
        "at": scene.now,
    }


def hold(scene: Scene, *documents: uuid.UUID, version: int = 1) -> None:
    scene.tell(FormChanged(**told(scene, *documents, version=version)))


def weeks(scene: Scene, count: int) -> None:
    scene.now += datetime.timedelta(weeks=count)
    one_by_one(scene.service, giving_up.unsent, giving_up.give_up)


def test_what_a_draft_holds_stays_for_as_long_as_it_takes(scene: Scene) -> None:
    held, other = scene.upload(), scene.upload()
    hold(scene, held)
    weeks(scene, 8)
    assert scene.row(held)
    assert not scene.row(other)


def test_what_a_draft_holds_no_longer_goes_as_all_that_is_unsent(scene: Scene) -> None:
    held = scene.upload()
    hold(scene, held, version=2)
    hold(scene, version=3)
    hold(scene, held, version=2)  # late
    weeks(scene, 2)
    assert not scene.row(held)


def test_what_is_sent_with_a_form_is_the_matters(scene: Scene) -> None:
    scene.add("ben")
    file = scene.upload()
    scene.find_good(file)
    hold(scene, file)
    submitted = told(scene, file, version=2) | {
        "number": 1,
        "by": named(scene, "ana"),
        "submitted_at": scene.now,
        "answers": {},
        "sha256": "",
        "definition_sha256": "",
    }
    scene.tell(FormSubmitted(**submitted))
    assert scene.get(file, "ben").shared_at
    (ready,) = scene.published(DocumentReady)
    assert ready.waits() == []
