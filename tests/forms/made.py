"""Forms and answers of all kinds, made by chance: good, odd, and wrong in every way."""

import random
import string
from typing import Any

import msgspec

from contracts.forms.checking import check
from contracts.forms.questions import Definition

Json = dict[str, Any]
SIMPLE = [
    "text",
    "long_text",
    "email",
    "phone",
    "date",
    "date_range",
    "money",
    "percent",
    "number",
    "yes_no",
    "one_of",
    "several_of",
    "files",
    "address",
    "person",
]
TEXTS = [
    "Ana",
    "",
    "  ",
    "\u00a0x\u00a0",
    "a\nb",
    "a\r\nb",
    "\u0007",
    "\u2028",
    "👩‍⚖️" * 4,
    "x" * 30,
    "é" * 12,
    "\ufeff",
    "x\u0085",
    "中" * 11,
]
EMAILS = [
    "ana@example.com",
    "ana@example",
    "a b@x.example",
    "@x.example",
    "ana@x..example",
    "ä@ö.de",
]
PHONES = ["+1 (312) 555-0142", "0412 345 678 x12", "12", "call me", "555-0142", "5" * 30]
DATES = [
    "2024-02-29",
    "2023-02-29",
    "1799-12-31",
    "2026-13-01",
    "2026-1-1",
    "2000-06-15",
    "١٩٩٩-01-01",
]
NUMBERS = [
    "0",
    "5",
    "5.0",
    "5.50",
    "-3",
    "-0",
    "-0.0",
    "1e5",
    "NaN",
    "007",
    "12.3456789",
    "99999999999999",
    "١٢",
    ".5",
]
SUMS = ["0.00", "12.50", "12.5", "1,000.00", "-1.00", "999999999999.99", "1e500", "100.00"]
IDS = ["0198c0de-0000-7000-8000-000000000001", "0198C0DE-0000-7000-8000-000000000002", "none"]
ODD: list[Any] = [
    None,
    "",
    [],
    {},
    True,
    False,
    0,
    1,
    1.5,
    [1],
    ["a", "a"],
    {"name": 5},
    {"x": "y"},
    "7",
]
OPTIONS = ["a", "b", "c"]
# Good ones, and others.
TYPED: dict[str, tuple[list[Any], list[Any]]] = {
    "text": (TEXTS[:1], TEXTS),
    "long_text": (TEXTS[:1], TEXTS),
    "email": (EMAILS[:1], EMAILS),
    "phone": (PHONES[:1], PHONES),
    "date": (["2024-02-29", "2000-06-15"], DATES),
    "money": (["12.50", "5.00"], SUMS),
    "number": (["5", "3"], NUMBERS),
    "percent": (["5", "3"], NUMBERS),
    "yes_no": ([True, False], [True, False]),
    "one_of": (OPTIONS, ["d"]),
    "files": ([IDS[:1]], [IDS, IDS[1:2], [IDS[0]] * 2]),
}


class Maker:
    """One chance after the other; the same seed gives the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.counted = 0
        self.before: list[Json] = []

    def definition(self) -> Definition:
        """One that can be published."""
        while True:
            made = msgspec.convert(self.form(), Definition)
            if not check(made):
                return made

    def form(self) -> Json:
        self.counted, self.before = 0, []
        pages = [self.page(at) for at in range(self.random.randint(1, 3))]
        return {"languages": ["en"], "title": {"en": "Form"}, "pages": pages}

    def page(self, at: int) -> Json:
        asked = self.sometimes("asked_if", 0.3)
        sections = [self.section() for _ in range(self.random.randint(1, 2))]
        return {"id": f"page{at}", "title": {"en": "P"}, "sections": sections, **asked}

    def section(self) -> Json:
        asked = self.sometimes("asked_if", 0.2)
        return {"questions": [self.question() for _ in range(self.random.randint(1, 4))], **asked}

    def question(self, *, inside: bool = False) -> Json:
        kinds = [*SIMPLE, "information", *([] if inside else ["group", "group", "signature"])]
        kind = self.random.choice(kinds)
        self.counted += 1
        made: Json = {"kind": kind, "id": f"q{self.counted}", "label": {"en": "Q"}}
        made |= self.sometimes("asked_if", 0.4)
        if kind not in ("information", "group"):
            made["required"] = self.random.random() < 0.6
        made |= getattr(self, kind, dict)()
        self.before.append(made)
        return made

    def information(self) -> Json:
        return {"text": {"en": "Read this."}}

    def signature(self) -> Json:
        return {"statement": {"en": "It is true."}}

    def group(self) -> Json:
        outside = list(self.before)
        questions = [self.question(inside=True) for _ in range(self.random.randint(1, 3))]
        self.before = outside
        least = self.random.choice([0, 0, 1, 2])
        most = self.random.choice([2, 3, 50])
        return {"row": {"en": "Row"}, "questions": questions, "least": least, "most": most}

    def text(self) -> Json:
        return {"longest": self.random.choice([3, 10, 200])}

    long_text = text

    def date(self) -> Json:
        return self.random.choice([{}, {"earliest": "2000-01-01"}, {"latest": "2024-12-31"}])

    def date_range(self) -> Json:
        return self.date() | {"open_end": self.random.random() < 0.5}

    def money(self) -> Json:
        return {"currency": "USD"} | self.random.choice(
            [{}, {"lowest": "1.00", "highest": "99.00"}]
        )

    def number(self) -> Json:
        bounds = self.random.choice([{}, {"lowest": "-3", "highest": "5.5"}])
        return bounds | {"decimals": self.random.choice([0, 2, 6])}

    def percent(self) -> Json:
        return self.random.choice([{}, {"lowest": None, "highest": None}])

    def options(self) -> list[Json]:
        made = [{"value": value, "label": {"en": value}} for value in OPTIONS]
        return [option | self.sometimes("offered_if", 0.2) for option in made]

    def one_of(self) -> Json:
        return {"options": self.options()}

    def several_of(self) -> Json:
        bounds = self.random.choice([{}, {"least": 2}, {"most": 1}, {"least": 1, "most": 2}])
        return {"options": self.options()} | bounds

    def files(self) -> Json:
        return {"most": self.random.choice([1, 2, 10])}

    def sometimes(self, name: str, chance: float) -> Json:
        if not self.before or self.random.random() > chance:
            return {}
        return {name: self.condition(3)}

    def condition(self, deep: int) -> Json:
        op = self.random.choice(["all", "any", "not", *["leaf"] * 4]) if deep else "leaf"
        if op == "leaf":
            return self.leaf()
        if op == "not":
            return {"op": "not", "of": self.condition(deep - 1)}
        return {
            "op": op,
            "of": [self.condition(deep - 1) for _ in range(self.random.randint(1, 2))],
        }

    def leaf(self) -> Json:
        of = self.random.choice([q for q in self.before if q["kind"] != "information"] or [None])
        if of is None:
            return {"op": "given", "question": self.before[0]["id"]}
        kind, name = of["kind"], of["id"]
        comparable = {"number": "5", "percent": "5.5", "money": "12.50", "date": "2000-06-15"}
        if kind in comparable:
            op = self.random.choice(["above", "below", "is", "is_not", "given"])
            return {"op": op, "question": name} | (
                {} if op == "given" else {"value": comparable[kind]}
            )
        if kind == "yes_no":
            return {"op": "is", "question": name, "value": self.random.choice([True, False])}
        if kind == "one_of":
            return self.random.choice(
                [
                    {"op": "is_not", "question": name, "value": "a"},
                    {"op": "in", "question": name, "values": ["a", "b"]},
                ]
            )
        if kind == "several_of":
            return {"op": "contains", "question": name, "value": self.random.choice(OPTIONS)}
        if kind == "text":
            return {"op": "is", "question": name, "value": "Ana"}
        return {"op": "given", "question": name}

    def answers(self, definition: Definition) -> Json:
        """Mostly of the right kind; some to what is not there."""
        made: Json = {}
        for page in msgspec.to_builtins(definition)["pages"]:
            for section in page["sections"]:
                for question in section["questions"]:
                    self.answer(question, made)
        if self.random.random() < 0.05:
            made["".join(self.random.choices(string.ascii_lowercase + "/", k=6))] = "x"
        return made

    def answer(self, question: Json, into: Json, prefix: str = "") -> None:
        if question["kind"] == "group":
            for at in range(self.random.randint(0, 3)):
                row = f"{question['id']}/r{at}"
                into[row] = self.random.choice([True, True, True, None])
                for inner in question["questions"]:
                    self.answer(inner, into, f"{row}/")
        elif question["kind"] != "information" and self.random.random() < 0.9:
            into[prefix + question["id"]] = self.value(question["kind"])

    def value(self, kind: str) -> Any:
        """Good three times in four, of another kind now and then."""
        if self.random.random() < 0.08:
            return self.random.choice(ODD)
        if kind in TYPED:
            good, any_ = TYPED[kind]
            return self.random.choice(good if self.random.random() < 0.75 else any_)
        if kind == "several_of":
            return self.random.sample([*OPTIONS, "d"], self.random.randint(0, 3))
        if kind == "date_range":
            end = {} if self.random.random() < 0.2 else {"to": self.value("date")}
            return {"from": self.value("date"), **end}
        return self.parts(kind, self.random.random() < 0.75)

    def parts(self, kind: str, good: bool) -> Any:
        pick = self.random.choice
        if kind == "signature":
            return {"name": pick(TEXTS[:3]), "agreed": pick([True, True, False])}
        if kind == "person":
            return {
                "name": "Ana",
                "email": EMAILS[0] if good else pick(EMAILS),
                "phone": pick(PHONES),
            }
        return {"street": pick(TEXTS[:2]), "city": "Springfield" if good else pick(TEXTS)}
