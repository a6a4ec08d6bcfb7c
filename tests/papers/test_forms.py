"""The paper of a form: every question that was asked, with its answer, to be read by anything."""

import datetime
import io
import pathlib
import uuid
from typing import Any

import msgspec
import pikepdf
import pytest

from contracts.events.forms import FormSubmitted
from contracts.events.persons import Person
from contracts.forms.questions import Definition
from papers.drawing import Paper, draw
from papers.forms import Sent, of
from tests.journeys.sheets import text_of
from tests.papers.reading import findings, standards, tags

NOBODY = uuid.UUID(int=0)
FILE = uuid.UUID("0198c0de-0000-7000-8000-000000000001")
AT = datetime.datetime(2026, 11, 27, 16, 42, tzinfo=datetime.UTC)
MARRIED = {"op": "is", "question": "married", "value": True}


def both(english: str, spanish: str = "") -> dict[str, str]:
    return {"en": english, "es": spanish or english}


def asked(kind: str, id: str, label: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "id": id, "label": label or both(f"Question {id}"), **more}


OPTIONS = [{"value": each, "label": both(f"Option {each}", f"Opción {each}")} for each in "abc"]
CHILD = [asked("text", "name"), asked("yes_no", "adult"), asked("long_text", "story")]
QUESTIONS = [
    asked("text", "full_name", both("Your full name", "Su nombre completo")),
    asked("long_text", "story"),
    asked("email", "mail"),
    asked("phone", "phone"),
    asked("date", "born"),
    asked("date_range", "lived"),
    asked("date_range", "works", open_end=True),
    asked("money", "rent", currency="USD"),
    asked("percent", "share"),
    asked("number", "rooms"),
    asked("yes_no", "married"),
    asked("text", "spouse", asked_if=MARRIED),
    asked("one_of", "one", options=OPTIONS),
    asked("several_of", "several", options=OPTIONS),
    asked("files", "papers"),
    asked("address", "address"),
    asked("person", "person"),
    asked("text", "left_out", required=False),
    asked("group", "children", row=both("Child", "Hijo"), questions=CHILD),
]
SIGNATURE = asked("signature", "signed", statement=both("All true.", "Todo es verdad."))
ANSWERS: dict[str, Any] = {
    "full_name": "Ana Ortiz",
    "story": "First line.\nSecond line.",
    "mail": "ana@example.com",
    "phone": "+1 (312) 555-0142",
    "born": "1980-02-29",
    "lived": {"from": "2019-01-31", "to": "2020-12-01"},
    "works": {"from": "2021-05-04"},
    "rent": "1234.50",
    "share": "12.5",
    "rooms": "-3",
    "married": False,
    "one": "b",
    "several": ["a", "c"],
    "papers": [str(FILE)],
    "address": {"street": "1 Main St", "city": "Reno", "region": "NV", "postal_code": "89501"},
    "person": {"name": "Ben Okafor", "email": "ben@example.com"},
    "children": [{"row": "r1", "answers": {"name": "Ada", "adult": True, "story": "Swims."}}],
    "signed": {"name": "Ana M. Ortiz", "agreed": True},
}
SAID = {
    "en": [
        *("Your full name Ana Ortiz", "First line. Second line.", "ana@example.com"),
        *("+1 (312) 555-0142", "February 29, 1980", "January 31, 2019 to December 1, 2020"),
        *("From May 4, 2021", "1,234.50 USD", "12.5%", "-3", "Question married No", "Option b"),
        *("Option a", "Option c", "Wedding.pdf", "1 Main St Reno, NV 89501", "Ben Okafor"),
        *("ben@example.com", "Not answered", "Child 1", "Ada", "Swims.", "All true."),
        *("Ana M. Ortiz", "Signed by Ana Ortiz, November 27, 2026, 16:42 UTC", "Calder & Finch"),
        *("Alvarez v. Lakeside", "a" * 20, "b" * 20),
    ],
    "es": [
        *("Su nombre completo Ana Ortiz", "29 de febrero de 1980", "Desde 4 de mayo de 2021"),
        *("Opción a", "Question married No", "Hijo 1", "Sin respuesta", "Todo es verdad."),
        *("Firmado por Ana Ortiz, 27 de noviembre de 2026, 16:42 UTC", "Asunto"),
    ],
}


def definition(*questions: dict[str, Any]) -> Definition:
    pages = [
        {
            "id": "you",
            "title": both("You", "Usted"),
            "sections": [{"title": both("All of it"), "questions": list(questions or QUESTIONS)}],
        },
        {"id": "end", "title": both("Sign"), "sections": [{"questions": [SIGNATURE]}]},
        {
            "id": "not_asked",
            "title": both("Your marriage"),
            "asked_if": MARRIED,
            "sections": [{"questions": [asked("text", "wedding")]}],
        },
    ]
    form = {"languages": ["en", "es"], "title": both("New client"), "pages": pages}
    return msgspec.convert(form, Definition)


def drawn(language: str = "en", form: Definition | None = None, **answers: Any) -> Paper:
    ana = Person(person_id=NOBODY, contact_ref="C-1", name="Ana Ortiz")
    signature = {"name": "Ana M. Ortiz", "version": "1", "at": AT.isoformat(), "by": "Ana Ortiz"}
    told = FormSubmitted(
        matter_id=NOBODY,
        matter_ref="M-1",
        audience=[],
        request_id=NOBODY,
        request_ref="F-1",
        version=2,
        title="New client",
        author=ana,
        due=None,
        state="sent",
        at=AT,
        number=1,
        by=ana,
        submitted_at=AT,
        answers=ANSWERS | answers,
        sha256="a" * 64,
        definition_sha256="b" * 64,
        signatures={"signed": signature},
        language=language,
    )
    files = {FILE: "Wedding.pdf"}
    sent = Sent(told=told, firm="Calder & Finch", matter="Alvarez v. Lakeside", files=files)
    return draw("form", of(form or definition(), sent))


def words(paper: Paper, folder: pathlib.Path) -> str:
    return " ".join(" ".join(text_of(paper.content, folder)).split())


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_answer_stands_beside_its_question_as_it_was_read(
    language: str, tmp_path: pathlib.Path
) -> None:
    paper = drawn(language)
    text = words(paper, tmp_path)
    missing = [each for each in SAID[language] if each not in text]
    assert missing == [], text
    assert "spouse" not in text
    assert "Your marriage" not in text
    with pikepdf.open(io.BytesIO(paper.content)) as pdf:
        assert str(pdf.Root.Lang) == language


def test_a_machine_that_checks_for_accessibility_finds_nothing() -> None:
    paper = drawn()
    assert paper.lasting
    assert findings(paper.content) == []
    assert standards(paper.content) == {"a-2a", "ua-1"}
    assert {"H1", "H2", "H3", "P", "L", "LI"} <= tags(paper.content)
    assert paper.content == drawn().content


ODD = {
    "right to left": "\u05e9\u05dc\u05d5\u05dd Ben \u0645\u0631\u062d\u0628\u0627",
    "turning": "Ends \u202eturned around\u2066 and \ufeffagain",
    "emoji": "Family \U0001f469\u200d\U0001f469\u200d\U0001f467 and \U0001f44d\U0001f3fd",
    "east asian": "\u4e2d\u6587 \ud55c\uad6d\uc5b4 \u65e5\u672c\u8a9e",
    "long": "x" * 400 + "@example.com",
    "markup": "#read('/etc/passwd') *bold* $x$ // [",
}


def test_fifty_rows_are_all_there_whatever_they_are_written_in(tmp_path: pathlib.Path) -> None:
    rows: list[dict[str, Any]] = [
        {"row": f"r{at}", "answers": {"name": f"Child{at}.", "adult": True, "story": "Says. " * 99}}
        for at in range(50)
    ]
    for row, text in zip(rows, ODD.values(), strict=False):
        row["answers"]["story"] = f"{text}\n{text}"
    paper = drawn(children=rows)
    assert paper.lasting
    assert findings(paper.content) == []
    lines = "\n".join(text_of(paper.content, tmp_path)).split("\n")
    assert max(map(len, lines)) < 150  # what cannot be broken would reach beyond the page
    text = "".join("".join(lines).split())
    assert [
        at for at in range(50) if f"Child{at}." not in text or f"Child{at + 1}" not in text
    ] == []
    written = " ".join(ODD.values()).translate(dict.fromkeys(map(ord, "\u202e\u2066\ufeff")))
    assert [each for each in written.split() if each.isascii() and each not in text] == []


def test_a_form_in_another_language_is_drawn_in_its_own_words(tmp_path: pathlib.Path) -> None:
    plain = msgspec.to_builtins(definition())
    french = msgspec.json.decode(
        msgspec.json.encode(plain).replace(b'"en"', b'"fr"').replace(b'"es"', b'"fr-CA"'),
        type=Definition,
    )
    text = words(drawn("", french), tmp_path)
    assert "Your full name Ana Ortiz" in text
    assert "1980-02-29" in text
