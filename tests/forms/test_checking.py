"""What is wrong with a form is said before it is published, and where."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from contracts.forms.reading import read
from operations.main import app

TEXT = {"kind": "text", "label": {"en": "Q"}}


def form(*questions: Any, **more: Any) -> dict[str, Any]:
    page = {"id": "p", "title": {"en": "P"}, "sections": [{"questions": list(questions)}]}
    return {"languages": ["en"], "title": {"en": "F"}, "pages": [page]} | more


def text(name: str, **more: Any) -> dict[str, Any]:
    return TEXT | {"id": name} | more


def given(name: str) -> dict[str, Any]:
    return {"op": "given", "question": name}


def deep(times: int) -> dict[str, Any]:
    return {"op": "not", "of": deep(times - 1)} if times else given("a")


def said(written: Any) -> list[str]:
    return [flaw.sentence for flaw in read(json.dumps(written).encode())[1]]


Q = "$.pages[0].sections[0].questions"
GROUP = {"kind": "group", "id": "children", "label": {"en": "C"}, "row": {"en": "Child"}}
ONE = {"kind": "one_of", "id": "a", "label": {"en": "A"}}
AMISS = [
    (
        form(text("a", asked_if=given("b")), text("b", asked_if=given("a"))),
        f"{Q}[0].asked_if: The question 'b' is not asked before this: conditions look only"
        " backwards.",
    ),
    (
        form(text("a", asked_if=given("a"))),
        f"{Q}[0].asked_if: The question 'a' is not asked before this: conditions look only"
        " backwards.",
    ),
    (form(text("a", asked_if=given("z"))), f"{Q}[0].asked_if: There is no question 'z'."),
    (form(text("a"), text("a")), f"{Q}[1]: There is another question 'a' before it."),
    (
        form(GROUP | {"questions": [text("name")]}, text("b", asked_if=given("name"))),
        f"{Q}[1].asked_if: The question 'name' is asked for each row of a group, and seen only in"
        " its row.",
    ),
    (
        form(text("a"), text("b", asked_if=deep(4))),
        f"{Q}[1].asked_if: Conditions stand inside each other deeper than 4 times.",
    ),
    (
        form(text("a"), text("b", asked_if={"op": "above", "question": "a", "value": "5"})),
        f"{Q}[1].asked_if: The answer to 'a' cannot be compared so with '5'.",
    ),
    (
        form(ONE | {"options": []}),
        f"{Q}[0].options: There are no options.",
    ),
    (
        form(ONE | {"options": [{"value": "x", "label": {"en": "X"}}] * 2}),
        f"{Q}[0].options[1]: There is another option 'x' before it.",
    ),
    (
        form({"kind": "number", "id": "a", "label": {"en": "A"}, "lowest": "9", "highest": "1"}),
        f"{Q}[0]: '9' is beyond '1': no answer lies between them.",
    ),
    (
        form({"kind": "date", "id": "a", "label": {"en": "A"}, "latest": "2026-02-30"}),
        f"{Q}[0]: '2026-02-30' is no day of the years 1800 to 2199.",
    ),
    (form(text("a"), languages=["en", "es"]), "$.title: There are no words in 'es'."),
    (
        form(text("a", label={"en": " "})),
        f"{Q}[0].label: The text in 'en' holds only spaces, or characters that show nothing.",
    ),
    (
        form(text("a", label={"en": "x" * 301})),
        f"{Q}[0].label: The text in 'en' has 301 characters; at most 300.",
    ),
    (
        form(*[text(f"q{n}") for n in range(401)]),
        "$: There are 401 questions; at most 400 are allowed.",
    ),
    (form(text("a") | {"kind": "telepathy"}), f"{Q}[0]: 'kind' cannot be 'telepathy'."),
    (form(text("a", longest="9")), f"{Q}[0]: 'longest' must be a whole number, not text."),
    (
        form(text("a", patern="x")),
        f"{Q}[0]: This is not as promised: Object contains unknown field `patern`.",
    ),
    (form(pages=[]), "$.pages: There are no pages."),
    (
        form(GROUP | {"questions": [GROUP | {"id": "toys", "questions": [text("a")]}]}),
        f"{Q}[0]: 'questions[].kind' cannot be 'group'.",
    ),
]


@pytest.mark.parametrize(("written", "sentence"), AMISS)
def test_it_says_what_is_wrong_and_where(written, sentence):
    assert sentence in said(written)


def test_a_form_with_ten_thousand_questions_is_refused_in_a_sentence():
    (sentence,) = said(form(*[text(f"q{n}") for n in range(10_000)]))
    assert sentence.endswith("bytes; at most 240,000 are allowed.")


def test_a_thousand_faults_are_told_a_hundred_at_a_time():
    assert len(said(form(*[text("a", label={"en": ""}) for _ in range(300)]))) == 100


def test_a_good_form_has_nothing_wrong():
    group = GROUP | {"questions": [text("name"), text("school", asked_if=given("name"))]}
    assert said(form(text("a"), text("b", asked_if=given("a")), group)) == []


def test_the_command_says_the_same(tmp_path):
    file = tmp_path / "form.json"
    file.write_text(json.dumps(form(text("a"), text("a"))))
    checked = CliRunner().invoke(app, ["form", "check", str(file)])
    assert (checked.exit_code, checked.output) == (
        1,
        f"{Q}[1]: There is another question 'a' before it.\n",
    )
    file.write_text(json.dumps(form(text("a"))))
    checked = CliRunner().invoke(app, ["form", "check", str(file)])
    assert (checked.exit_code, checked.output) == (0, "This form can be published.\n")
    exported = CliRunner().invoke(app, ["form", "schema", str(file)])
    assert json.loads(exported.output)["properties"] == {
        "a": {"title": "Q", "type": "string", "minLength": 1, "maxLength": 200}
    }
