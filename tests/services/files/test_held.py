"""Documents that are answers in a form: kept for as long as it takes, shared once it is sent."""

import datetime
import uuid

from backbone.setbacks import one_by_one
from contracts.events.documents import DocumentReady
from contracts.events.forms import FormChanged
from services.files import giving_up
from tests.services.files.forms_sent import submitted, told
from tests.services.files.scene import Scene


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
    scene.tell(submitted(scene, file, document_id=None))
    assert scene.get(file, "ben").shared_at
    (ready,) = scene.published(DocumentReady)
    assert ready.waits() == []
