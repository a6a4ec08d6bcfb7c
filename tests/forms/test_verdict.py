"""What is asked and what is wrong is the same in the browser, at the server and by JSON Schema."""

import functools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from contracts.forms.conditions import Above, Below, leaves
from contracts.forms.questions import Definition, GroupQuestion, in_order
from contracts.forms.schema import schema
from contracts.forms.verdict import judge
from tests.forms.made import Maker

PAIRS = 6_000
JUDGE = Path(__file__).with_name("judge.mjs")
NODE = Path(sys.executable).with_name("node")
# What a schema cannot say.
UNSAID = {"too_low", "too_high", "order", "characters"}


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Definition, dict[str, Any]]]:
    maker = Maker(20261127)
    forms = [maker.definition() for _ in range(PAIRS // 6)]
    return [(form, maker.answers(form)) for form in forms for _ in range(6)]


def test_the_browser_and_the_server_come_to_the_same_verdict(pairs):
    lines = b"\n".join(msgspec.json.encode(pair) for pair in pairs)
    told = subprocess.run(
        [NODE, "--no-warnings", JUDGE], input=lines, capture_output=True, check=True, timeout=300
    )
    browser = [json.loads(line) for line in told.stdout.splitlines()]
    server = [_plain(judge(*pair)) for pair in pairs]
    different = [
        (here, there, msgspec.to_builtins(pair))
        for here, there, pair in zip(server, browser, pairs, strict=True)
        if here != there
    ]
    assert different[:1] == []
    assert sum(not verdict["problems"] for verdict in server) > PAIRS / 20  # good ones among them


def test_what_is_sent_is_valid_by_the_exported_schema(pairs):
    different = []
    for form, answers in pairs:
        verdict = judge(form, answers)
        if not verdict.problems and not _validator(form).is_valid(verdict.answers):
            different.append((form, verdict.answers))
    assert different[:1] == []


def test_what_the_schema_can_say_it_refuses_as_the_server_does(pairs):
    compared, different = 0, []
    for form, answers in pairs:
        if not _can_be_said(form):
            continue
        verdict = judge(form, answers)
        left = {problem.code for problem in verdict.problems} - UNSAID
        missing = {p.path for p in verdict.problems if p.code == "required" and not p.part}
        if left and missing:
            compared += 1
            different += [form] if _validator(form).is_valid(verdict.answers) else []
    assert different[:1] == []
    assert compared > PAIRS / 10


def test_an_answer_that_is_not_asked_for_is_left_out_and_refused_by_the_schema():
    form = _form(
        {"kind": "yes_no", "id": "married", "label": {"en": "Married?"}},
        {
            "kind": "text",
            "id": "spouse",
            "label": {"en": "Spouse"},
            "asked_if": {"op": "is", "question": "married", "value": True},
        },
    )
    verdict = judge(form, {"married": False, "spouse": "Ana"})
    assert (verdict.asked, verdict.problems) == (["married"], [])
    assert verdict.answers == {"married": False}
    assert not _validator(form).is_valid({"married": False, "spouse": "Ana"})
    assert _validator(form).is_valid({"married": True, "spouse": "Ana"})


def test_what_hangs_on_an_answer_that_is_no_longer_asked_for_is_not_asked_either():
    def of(id: str, *after: str) -> dict[str, Any]:
        condition = {"asked_if": {"op": "given", "question": after[0]}} if after else {}
        return {"kind": "text", "id": id, "label": {"en": id}, "required": False} | condition

    form = _form(of("a"), of("b", "a"), of("c", "b"))
    assert judge(form, {"b": "x", "c": "x"}).asked == ["a"]
    assert judge(form, {"a": "x", "b": "x"}).asked == ["a", "b", "c"]


def test_an_answer_to_no_question_of_the_form_is_named():
    form = _form({"kind": "text", "id": "a", "label": {"en": "A"}})
    verdict = judge(form, {"a": "x", "b": "x", "a/r1": True})
    assert [(p.path, p.code) for p in verdict.problems] == [("a/r1", "unknown"), ("b", "unknown")]


def _plain(verdict: Any) -> Any:
    plain = msgspec.to_builtins(verdict)
    filled = {"limit": "", "part": ""}
    return plain | {"problems": [filled | problem for problem in plain["problems"]]}


def _form(*questions: Any) -> Definition:
    page = {"id": "p", "title": {"en": "P"}, "sections": [{"questions": list(questions)}]}
    form = {"languages": ["en"], "title": {"en": "F"}, "pages": [page]}
    return msgspec.convert(form, Definition)


def _validator(form: Definition) -> Any:
    return _of_schema(json.dumps(schema(form)))


@functools.lru_cache(4)
def _of_schema(text: str) -> Any:
    return jsonschema_rs.Draft202012Validator(
        json.loads(text), validate_formats=True, offline=True, pattern_options=_LINEAR
    )


def _can_be_said(form: Definition) -> bool:
    """Whether no condition compares what a schema cannot, or looks out of a row."""
    conditions = [
        each
        for page in form.pages
        for section in page.sections
        for each in (page.asked_if, section.asked_if, *_of(section.questions))
    ]
    compared = [leaf for condition in conditions for leaf in leaves(condition)]
    rows = [q for q in in_order(form) if isinstance(q, GroupQuestion)]
    looks_out = any(
        leaf.question not in {q.id for q in group.questions}
        for group in rows
        for condition in _of(group.questions)
        for leaf in leaves(condition)
    )
    return not looks_out and not any(isinstance(leaf, Above | Below) for leaf in compared)


def _of(questions: Any) -> list[Any]:
    found = []
    for question in questions:
        found += [question.asked_if, *(o.offered_if for o in getattr(question, "options", ()))]
        found += _of(getattr(question, "questions", ()))
    return found


_LINEAR = jsonschema_rs.RegexOptions()
