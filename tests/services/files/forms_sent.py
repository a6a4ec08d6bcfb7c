"""Forms that are filled in and sent, as matters tells of them."""

import uuid
from typing import Any

from contracts import ids
from contracts.events.forms import FormSubmitted, SubmissionKept
from contracts.events.persons import Person
from tests.services.files.scene import Scene
from tests.services.matters.questionnaire import definition

FORM = uuid.UUID("9c2f8ff8-04de-5d19-87fe-033db0482017")
ANSWERS = {"full_name": "Ana Ortiz", "married": False, "signed": {"name": "Ana", "agreed": True}}


def named(scene: Scene, contact: str) -> Person:
    return Person(person_id=scene.person(contact), contact_ref=contact, name=contact.title())


def told(scene: Scene, *documents: uuid.UUID, version: int = 1) -> dict[str, Any]:
    """What all facts about a form say."""
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


def submitted(
    scene: Scene, *documents: uuid.UUID, number: int = 1, by: str = "ana", **more: Any
) -> FormSubmitted:
    facts = {
        "number": number,
        "by": named(scene, by),
        "submitted_at": scene.now,
        "answers": ANSWERS | {"papers": [str(each) for each in documents]},
        "sha256": "0" * 64,
        "definition_sha256": "0" * 64,
        "language": "en",
        "document_id": paper(scene, number),
    }
    return FormSubmitted(**told(scene, *documents, version=1 + number) | facts | more)


def kept(scene: Scene, number: int = 1) -> SubmissionKept:
    return SubmissionKept(document_id=paper(scene, number), definition=definition())


def send(scene: Scene, *documents: uuid.UUID, number: int = 1, **more: Any) -> uuid.UUID:
    """Answers: the id of its paper."""
    scene.tell(submitted(scene, *documents, number=number, **more))
    scene.tell(kept(scene, number))
    return paper(scene, number)


def paper(scene: Scene, number: int = 1) -> uuid.UUID:
    """A form of this firm's own: `FORM` is every firm's here."""
    return ids.paper_id(uuid.uuid5(FORM, scene.firm_id), number)
