"""The firm's forms can be published as they are, in English and in Spanish; the demo's too."""

import pathlib
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from contracts.events.forms import FormPublished, FormRequested
from contracts.forms.checking import check
from contracts.forms.questions import Definition, GroupQuestion, SignatureQuestion, in_order
from contracts.forms.verdict import judge
from operations.main import app

FIRM = pathlib.Path(__file__).parents[2] / "firm"
FORMS = sorted((FIRM / "forms").glob("*.json"))
# In both languages the same.
SHARED = {"No", "Plan"}


def words(part: Any) -> Iterator[dict[str, str]]:
    """Every text in it, by language."""
    if isinstance(part, dict) and "en" in part:
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from words(inner)


def definition_of(file: pathlib.Path) -> Definition:
    return msgspec.json.decode(file.read_bytes(), type=Definition)


@pytest.fixture(params=FORMS, ids=lambda file: file.stem)
def file(request: pytest.FixtureRequest) -> pathlib.Path:
    found: pathlib.Path = request.param
    return found


def test_there_are_forms_of_several_kinds_of_cases() -> None:
    assert {file.stem for file in FORMS} >= {"new-client", "divorce", "personal-injury"}


def test_the_checker_finds_nothing_amiss(file: pathlib.Path) -> None:
    said = CliRunner().invoke(app, ["form", "check", str(file)])
    assert said.exit_code == 0, said.output


def test_every_text_is_there_in_both_languages_and_was_translated(file: pathlib.Path) -> None:
    assert definition_of(file).languages == ["en", "es"]
    for each in words(msgspec.json.decode(file.read_bytes())):
        assert set(each) == {"en", "es"}
        assert each["en"] != each["es"] or each["en"] in SHARED, each


def test_it_asks_as_an_intake_does(file: pathlib.Path) -> None:
    questions = in_order(definition_of(file))
    inner = [q for g in questions if isinstance(g, GroupQuestion) for q in g.questions]
    kinds = {type(each).__struct_config__.tag for each in [*questions, *inner]}
    assert kinds >= {"group", "files", "money", "signature", "information", "one_of", "date"}
    assert isinstance(questions[-1], SignatureQuestion)


def test_what_hangs_on_an_answer_is_asked_only_by_it(file: pathlib.Path) -> None:
    """So whoever opens it sees a short form, and no question that is never asked."""
    definition = definition_of(file)
    bare = judge(definition, {}).asked
    assert len(bare) < len(in_order(definition))
    assert all(problem.code == "required" for problem in judge(definition, {}).problems)


def test_the_demo_asks_for_forms_that_it_has_published() -> None:
    told = [msgspec.json.decode(file.read_bytes()) for file in sorted(FIRM.glob("demo/*.json"))]
    published = set()
    for data in (each["data"] for each in told if each.get("type") == FormPublished.type):
        definition = msgspec.convert(data["definition"], Definition)
        assert check(definition) == []
        for each in words(data["definition"]):
            assert set(each) == set(definition.languages)
        published.add((data["form_id"], data["version"]))
    asked = [each["data"] for each in told if each.get("type") == FormRequested.type]
    assert {(each["form_id"], each["version"]) for each in asked} == published != set()
