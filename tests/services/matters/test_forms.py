"""Forms: what the firm asks for, what people answer, what is sent, and what the firm hears."""

import datetime
import json
import uuid
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from contracts import ids
from contracts.calls.forms import (
    AnswerPatch,
    Form,
    GetForm,
    GetSubmission,
    ListForms,
    PatchAnswers,
    PatchedAnswers,
    Submission,
    SubmitForm,
)
from contracts.errors import (
    AccessEnded,
    EventRefused,
    FormIncomplete,
    FormMoved,
    InvalidInput,
    NotFound,
    NotYet,
)
from contracts.events.documents import DocumentChanged
from contracts.events.facts import About
from contracts.events.forms import (
    FormChanged,
    FormFact,
    FormPublished,
    FormReopened,
    FormRequested,
    FormSubmitted,
    FormWithdrawn,
    SubmissionKept,
)
from contracts.forms.questions import Definition
from contracts.forms.verdict import digest
from roster.testing import minutes
from services.matters import waiting
from tests.services.matters.questionnaire import definition
from tests.services.matters.scene import Scene
from tests.waiting.again import said_again
from waiting.rule import merged

GOOD = {"full_name": "Ana Ortiz", "married": False, "signed": {"name": "Ana", "agreed": True}}


def request(scene: Scene, ref: str = "F-1", *, at: float = 1, **more: Any) -> None:
    facts = {"author_id": "hollis", "assignees": ["ana"], "definition": definition(), **more}
    scene.tell(FormRequested(request_id=ref, matter_id="M-1", **facts), minutes(at))


def form_id(scene: Scene, contact: str = "ana", ref: str = "F-1") -> uuid.UUID:
    return ids.form_request_id(scene.firm_id, ref, contact)


def get(scene: Scene, who: str = "ana", *, of: str | None = None, ref: str = "F-1") -> Form:
    named = form_id(scene, who if of is None else of, ref)
    return scene.ask(GetForm(caller=scene.caller(who), form_id=named))


def answer(
    scene: Scene, path: str, value: Any, base: int = 0, who: str = "ana", **more: Any
) -> PatchedAnswers:
    of = more.pop("of", who)
    patches = [AnswerPatch(path=path, value=value, base_version=base, **more)]
    named = form_id(scene, of)
    return scene.ask(PatchAnswers(caller=scene.caller(who), form_id=named, answers=patches))


def answer_all(scene: Scene, who: str = "ana", of: str | None = None, **answers: Any) -> None:
    for path, value in (GOOD | answers).items():
        answer(scene, path, value, who=who, of=who if of is None else of)


def submit(scene: Scene, who: str = "ana", of: str | None = None, **more: Any) -> Submission:
    named = form_id(scene, who if of is None else of)
    change = more.get("change", get(scene, who, of=of).change)
    return scene.ask(SubmitForm(caller=scene.caller(who), form_id=named, change=change))


def titles(scene: Scene, who: str = "ana", **more: Any) -> list[str]:
    page = scene.ask(ListForms(caller=scene.caller(who), **more))
    return [item.title["en"] for item in page.items]


def given(form: Form) -> dict[str, Any]:
    return {each.path: each.value for each in form.answers if each.value is not None}


def waits_for(scene: Scene, of: str = "ana") -> set[uuid.UUID]:
    facts = scene.published(FormFact)
    waits = merged(wait for fact in facts for wait in fact.waits())
    about = About("form", form_id(scene, of))
    return {who for (who, what), at in waits.items() if what == about and at.opened > at.closed}


def test_a_form_is_filled_in_and_sent_and_the_firm_hears_of_it(scene: Scene) -> None:
    request(scene)
    assert titles(scene) == ["New client"]
    assert waits_for(scene) == {scene.person("ana")}
    answer_all(scene)
    form = get(scene)
    assert (form.asked, form.answered, given(form)) == (4, 3, GOOD)
    sent = submit(scene)
    assert sent.answers == GOOD
    assert sent.sha256 == digest(GOOD)
    assert sent.signatures["signed"]["version"] == "2026-1"
    (told,) = scene.published(FormSubmitted)
    assert (told.answers, told.sha256, told.number) == (GOOD, digest(GOOD), 1)
    assert (told.by.name, told.request_ref) == ("Ana", "F-1")
    assert (told.language, told.document_id) == ("en", ids.paper_id(form_id(scene), 1))
    (kept,) = scene.published(SubmissionKept)
    assert (kept.document_id, digest(kept.definition)) == (told.document_id, told.definition_sha256)
    assert waits_for(scene) == set()
    assert (titles(scene), titles(scene, tab="sent")) == ([], ["New client"])


def test_each_has_one_of_their_own_and_several_one_together(scene: Scene) -> None:
    scene.add("ben")
    request(scene, assignees=["ana", "ben"])
    answer(scene, "full_name", "Ana")
    assert given(get(scene, "ben")) == {}
    request(scene, "F-2", assignees=["ana", "ben"], joint=True)
    assert get(scene, "ben", of="", ref="F-2").people == ["Ana", "Ben"]
    with pytest.raises(NotFound):
        get(scene, "ben", of="ana")


def test_what_two_change_at_the_same_time_is_both_kept_and_shown(scene: Scene) -> None:
    scene.add("ben")
    request(scene, assignees=["ana", "ben"], joint=True)
    answer(scene, "full_name", "Ana and Ben", of="")
    answer(scene, "full_name", "Ben and Ana", 1, who="ben", of="")
    told = answer(scene, "full_name", "Ana & Ben", 1, of="")
    assert [(each.value, each.author_name, each.version) for each in told.answers] == [
        ("Ben and Ana", "Ben", 2)
    ]
    assert [(each.value, each.mine, each.number) for each in told.others] == [
        ("Ana & Ben", True, 1)
    ]
    answer(scene, "married", False, of="")
    answer(scene, "signed", GOOD["signed"], of="")
    with pytest.raises(FormIncomplete) as refused:
        submit(scene, of="")
    assert refused.value.extra["problems"] == [{"path": "full_name", "code": "unsettled"}]
    settled = answer(scene, "full_name", "Ana & Ben", 2, of="", settles=[1])
    assert (settled.others, settled.answers[0].version) == ([], 3)
    answer(scene, "signed", None, 1, of="")
    answer(scene, "signed", GOOD["signed"], 2, of="")
    assert submit(scene, of="").answers["full_name"] == "Ana & Ben"


def test_the_same_answer_from_two_sides_is_no_difference(scene: Scene) -> None:
    request(scene)
    answer(scene, "full_name", "Ana")
    told = answer(scene, "full_name", "Ana")
    assert (told.others, told.answers[0].version) == ([], 1)


def test_rows_are_added_by_two_at_once_and_keep_apart(scene: Scene) -> None:
    request(scene)
    for row, name in (("r1", "Cleo"), ("r2", "Dan")):
        answer(scene, f"children/{row}", True)
        answer(scene, f"children/{row}/child_name", name)
    answer(scene, "children/r1", None, 1)
    answer_all(scene)
    sent = submit(scene)
    assert sent.answers["children"] == [{"row": "r2", "answers": {"child_name": "Dan"}}]


def test_what_is_no_longer_asked_for_stays_in_the_draft_and_is_not_sent(scene: Scene) -> None:
    request(scene)
    answer_all(scene, married=True, spouse="Ben")
    answer(scene, "married", False, 1)
    answer(scene, "signed", None, 1)
    answer(scene, "signed", GOOD["signed"], 2)
    assert given(get(scene))["spouse"] == "Ben"
    assert submit(scene).answers == GOOD


def test_what_is_missing_or_wrong_is_named_and_nothing_is_sent(scene: Scene) -> None:
    request(scene)
    answer(scene, "full_name", "x" * 201)
    with pytest.raises(FormIncomplete) as refused:
        submit(scene)
    assert refused.value.extra["problems"] == [
        {"path": "full_name", "code": "too_long", "limit": "200"},
        {"path": "married", "code": "required"},
        {"path": "signed", "code": "required"},
    ]
    assert scene.published(FormSubmitted) == []


@pytest.mark.parametrize("path", ["nothing", "full_name/r1", "children", "children/r1/x", "you"])
def test_an_answer_to_a_question_that_is_not_there_is_refused(scene: Scene, path: str) -> None:
    request(scene)
    with pytest.raises(InvalidInput):
        answer(scene, path, "x")


def test_too_much_text_is_refused(scene: Scene) -> None:
    request(scene)
    with pytest.raises(InvalidInput):
        answer(scene, "full_name", "x" * 60_001)
    assert given(get(scene)) == {}


def test_it_is_sent_as_it_was_seen(scene: Scene) -> None:
    request(scene)
    answer_all(scene)
    seen = get(scene).change
    answer(scene, "full_name", "Other", 1)
    with pytest.raises(FormMoved):
        submit(scene, change=seen)


def test_what_was_signed_before_a_change_is_to_be_signed_again(scene: Scene) -> None:
    request(scene)
    answer_all(scene)
    answer(scene, "full_name", "Ana Maria Ortiz", 1)
    with pytest.raises(FormIncomplete) as refused:
        submit(scene)
    assert refused.value.extra["problems"] == [{"path": "signed", "code": "unsigned"}]


def test_a_sent_form_takes_no_more_answers_and_stays_readable(scene: Scene) -> None:
    request(scene)
    answer_all(scene)
    submit(scene)
    with pytest.raises(AccessEnded):
        answer(scene, "full_name", "Other", 1)
    with pytest.raises(AccessEnded):
        submit(scene)
    again = scene.ask(GetSubmission(caller=scene.caller("ana"), form_id=form_id(scene), number=1))
    assert again.answers == GOOD
    assert get(scene).sent[0].sha256 == digest(GOOD)


def test_a_reopened_form_has_its_old_answers_and_what_was_sent_stays(scene: Scene) -> None:
    request(scene)
    answer_all(scene)
    submit(scene)
    scene.tell(FormReopened(request_id="F-1", note="Please check your name."), scene.now)
    form = get(scene)
    assert (form.state, form.note) == ("open", "Please check your name.")
    assert given(form) == {name: value for name, value in GOOD.items() if name != "signed"}
    assert waits_for(scene) == {scene.person("ana")}
    answer(scene, "full_name", "Ana M. Ortiz", 1)
    answer(scene, "signed", GOOD["signed"], 2)
    assert submit(scene).number == 2
    first = scene.ask(GetSubmission(caller=scene.caller("ana"), form_id=form_id(scene), number=1))
    assert first.answers == GOOD
    assert [told.number for told in scene.published(FormSubmitted)] == [1, 2]


def test_a_withdrawn_form_waits_for_nobody(scene: Scene) -> None:
    request(scene)
    scene.tell(FormWithdrawn(request_id="F-1", reason="We have it."), minutes(2))
    assert (get(scene).state, get(scene).reason) == ("withdrawn", "We have it.")
    assert waits_for(scene) == set()
    with pytest.raises(AccessEnded):
        answer(scene, "full_name", "Ana")


def test_an_older_word_of_the_firm_changes_nothing(scene: Scene) -> None:
    request(scene)
    scene.tell(FormReopened(request_id="F-1"), minutes(5))
    scene.tell(FormWithdrawn(request_id="F-1"), minutes(4))
    assert get(scene).state == "open"
    request(scene, at=0.5, note="Older.")
    assert get(scene).note == ""


def test_a_published_form_is_requested_by_its_version(scene: Scene) -> None:
    named: dict[str, Any] = {"form_id": "new-client", "version": "1"}
    with pytest.raises(NotYet):
        request(scene, definition=None, **named)
    scene.tell(FormPublished(definition=definition(), **named))
    request(scene, definition=None, **named)
    assert get(scene).definition == definition()
    scene.tell(FormPublished(definition=definition(), **named))
    with pytest.raises(EventRefused, match="was published before, as another form"):
        scene.tell(FormPublished(definition=definition(title="Other"), **named))


def bad(**more: Any) -> dict[str, Any]:
    return {
        "request_id": "F-1",
        "matter_id": "M-1",
        "author_id": "hollis",
        "assignees": ["ana"],
    } | more


CIRCLE = msgspec.structs.replace(definition(), pages=definition().pages[::-1] * 2)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (FormRequested(**bad()), "Give either a definition"),
        (FormRequested(**bad(definition=CIRCLE)), "This form cannot be filled in"),
        (
            FormRequested(**bad(definition=definition(), author_id="ana")),
            "is not one of the firm's",
        ),
        (
            FormPublished(form_id="f", version="1", definition=CIRCLE),
            "This form cannot be filled in",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(scene: Scene, event: Any, words: str) -> None:
    with pytest.raises(EventRefused, match=words):
        scene.tell(event, minutes(1))


def test_the_same_request_for_another_form_is_refused(scene: Scene) -> None:
    request(scene)
    request(scene, at=2)
    assert len(scene.published(FormChanged)) == 1
    with pytest.raises(EventRefused, match="was made before"):
        request(scene, at=3, definition=definition(title="Other"))


@pytest.mark.parametrize(
    "early",
    [
        lambda scene: request(scene, assignees=["ben"]),
        lambda scene: request(scene, author_id="nobody"),
        lambda scene: scene.tell(FormWithdrawn(request_id="F-1")),
        lambda scene: scene.tell(FormReopened(request_id="F-1")),
    ],
)
def test_what_is_not_there_yet_is_waited_for(scene: Scene, early: Callable[[Scene], None]) -> None:
    with pytest.raises(NotYet):
        early(scene)


def test_who_has_left_the_matter_sees_no_form(scene: Scene) -> None:
    request(scene)
    scene.remove("ana", at=minutes(2))
    assert titles(scene) == []
    with pytest.raises(NotFound):
        get(scene)


def test_nothing_is_answered_in_a_closed_matter(scene: Scene) -> None:
    request(scene)
    scene.close(at=minutes(2))
    assert get(scene).closed
    with pytest.raises(AccessEnded):
        answer(scene, "full_name", "Ana")


def uploaded(scene: Scene, document: str, author: str = "ana", **more: Any) -> DocumentChanged:
    told = scene._document(author, author, document=document, **more)
    facts = {"origin": "portal", "author": scene.named(author), "document_ref": ""}
    return DocumentChanged(**{**told, **facts, **more})


def test_a_file_that_is_ready_goes_with_the_form(scene: Scene) -> None:
    request(scene)
    document = str(ids.document_id(scene.firm_id, "D-7"))
    answer_all(scene, papers=[document])
    assert scene.published(FormChanged)[-1].documents == [uuid.UUID(document)]
    with pytest.raises(FormIncomplete) as refused:
        submit(scene)
    assert refused.value.extra["problems"][0] == {"path": "papers", "code": "file"}
    answer(scene, "signed", None, 1)
    answer(scene, "signed", GOOD["signed"], 2)
    scene.follow(uploaded(scene, "D-7"))
    assert [file.name for file in get(scene).files] == ["Lease.pdf"]
    submit(scene)
    assert scene.published(FormSubmitted)[0].documents == [uuid.UUID(document)]


def test_what_was_sent_leads_to_its_pdf_once_that_is_there(scene: Scene) -> None:
    request(scene)
    answer_all(scene)
    assert submit(scene).document_id is None
    paper = ids.paper_id(form_id(scene), 1)
    scene.follow(uploaded(scene, "", document_id=paper, name="New client.pdf", state="checking"))
    call = GetSubmission(caller=scene.caller("ana"), form_id=form_id(scene), number=1)
    sent = scene.ask(call)
    assert sent.document_id == paper
    assert [(each.name, each.state) for each in sent.files] == [("New client.pdf", "checking")]


def test_a_file_of_somebody_else_does_not_go_with_the_form(scene: Scene) -> None:
    scene.add("ben")
    request(scene)
    scene.follow(uploaded(scene, "D-7", "ben"))
    answer_all(scene, papers=[str(ids.document_id(scene.firm_id, "D-7"))])
    with pytest.raises(FormIncomplete) as refused:
        submit(scene)
    assert {"path": "papers", "code": "file"} in refused.value.extra["problems"]


@pytest.mark.parametrize("limit", [1, 2, 9])
def test_page_by_page_each_form_comes_once_the_first_due_first(scene: Scene, limit: int) -> None:
    for n in range(5):
        due = None if n == 2 else f"2026-12-{20 - n:02}"
        request(scene, f"F-{n}", definition=definition(title=f"Form {n}"), due=due and _day(due))
    seen: list[str] = []
    cursor = ""
    while True:
        page = scene.ask(ListForms(caller=scene.caller("ana"), limit=limit, cursor=cursor))
        seen += [item.title["en"] for item in page.items]
        if not page.next:
            break
        cursor = page.next
    assert seen == ["Form 4", "Form 3", "Form 1", "Form 0", "Form 2"]


def _day(text: str) -> Any:
    return datetime.date.fromisoformat(text)


def test_said_again_a_form_stands_as_all_facts_have_said(scene: Scene) -> None:
    """One that waits, one of two people, one that was sent, and one that was withdrawn."""
    scene.add("eve")
    request(scene)
    request(scene, "F-0", definition=first_in_spanish())
    request(scene, "F-2", assignees=["ana", "eve"], joint=True)
    request(scene, "F-3")
    answer_all(scene)
    submit(scene)
    scene.tell(FormWithdrawn(request_id="F-3"), minutes(3))

    again, facts = said_again(scene, waiting.RESTATES[-1]), scene.published(FormFact)
    assert {event.about for event in again} == {fact.about() for fact in facts}
    assert merged(wait for event in again for wait in event.waits) == merged(
        wait for fact in facts for wait in fact.waits()
    )
    assert {event.item.title for event in again} == {"New client", "Cliente nuevo"}
    newest = {fact.about(): fact.item() for fact in facts}
    assert {event.about: event.item for event in again} == newest


def first_in_spanish() -> Definition:
    """Whose languages no sorting would put in this order."""
    plain = msgspec.to_builtins(definition(title="New client"))
    twice = json.loads(json.dumps(plain), object_hook=_in_both)
    title = {"en": "New client", "es": "Cliente nuevo"}
    return msgspec.convert(twice | {"languages": ["es", "en"], "title": title}, Definition)


def _in_both(part: dict[str, Any]) -> dict[str, Any]:
    return part | {"es": part["en"]} if set(part) == {"en"} else part
