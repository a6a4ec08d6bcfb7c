"""A form's answers as JSON Schema 2020-12, for the tools of firms.

Every submission is valid by it. It refuses what JSON Schema can express; it cannot compare sums,
numbers and dates (bounds, `above`, `below`), nor see from within a row what stands outside. Where
such a condition decides, the answer may be there or not.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from contracts.forms import answers as one
from contracts.forms import limits
from contracts.forms.conditions import (
    Above,
    AllOf,
    AnyOf,
    Below,
    Condition,
    Contains,
    Given,
    In,
    Is,
    IsNot,
    Leaf,
    Not,
    leaves,
)
from contracts.forms.questions import (
    DATE,
    NUMBER,
    SUM,
    AddressQuestion,
    DateQuestion,
    DateRangeQuestion,
    Definition,
    EmailQuestion,
    FilesQuestion,
    GroupQuestion,
    Information,
    LongTextQuestion,
    MoneyQuestion,
    NumberQuestion,
    OneOfQuestion,
    PercentQuestion,
    PersonQuestion,
    PhoneQuestion,
    Question,
    SeveralOfQuestion,
    SignatureQuestion,
    TextQuestion,
    YesNoQuestion,
)

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(definition: Definition, language: str = "") -> Json:
    """Of what `form.submitted` brings as `answers`; titled in one language, the first without."""
    named = language or definition.languages[0]
    asked = [
        (question, [c for c in (page.asked_if, section.asked_if, question.asked_if) if c])
        for page in definition.pages
        for section in page.sections
        for question in section.questions
        if not isinstance(question, Information)
    ]
    return {"$schema": DIALECT, "title": definition.title[named], **_object(asked, named)}


def _object(
    asked: Sequence[tuple[Any, list[Condition]]], language: str, seen: Iterable[str] | None = None
) -> Json:
    """`seen`: the questions that conditions can look at; all of them, without."""
    properties = {q.id: _answer(q, language) for q, _ in asked}
    rules: list[Json] = []
    required: list[str] = []
    for question, conditions in asked:
        if not conditions:
            required += [question.id] if _is_needed(question) else []
        elif _can_say(conditions, seen):
            rules.append(_rule(question, conditions))
        rules += _offers(question, seen)
    whole: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return (
        whole | ({"required": required} if required else {}) | ({"allOf": rules} if rules else {})
    )


def _is_needed(question: Any) -> bool:
    if isinstance(question, GroupQuestion):
        return question.least > 0
    least = question.least if isinstance(question, SeveralOfQuestion) else 0
    return bool(question.required or least)


def _can_say(conditions: Iterable[Condition], seen: Iterable[str] | None) -> bool:
    found = [leaf for condition in conditions for leaf in leaves(condition)]
    return not any(
        isinstance(leaf, Above | Below) or (seen is not None and leaf.question not in seen)
        for leaf in found
    )


def _rule(question: Any, conditions: list[Condition]) -> Json:
    absent = {"not": {"required": [question.id]}}
    rule = {"if": {"allOf": [_when(each) for each in conditions]}, "else": absent}
    return rule | ({"then": {"required": [question.id]}} if _is_needed(question) else {})


def _offers(question: Any, seen: Iterable[str] | None) -> list[Json]:
    if not isinstance(question, OneOfQuestion | SeveralOfQuestion):
        return []
    return [
        {"if": _when(option.offered_if), "else": {"not": _chosen(question, option.value)}}
        for option in question.options
        if option.offered_if and _can_say([option.offered_if], seen)
    ]


def _chosen(question: Question, value: str) -> Json:
    several = isinstance(question, SeveralOfQuestion)
    return _of(question.id, {"contains": {"const": value}} if several else {"const": value})


def _of(id: str, shape: Json) -> Json:
    return {"required": [id], "properties": {id: shape}}


def _when(condition: Condition) -> Json:
    match condition:
        case AllOf(of=parts):
            return {"allOf": [_when(part) for part in parts]}
        case AnyOf(of=parts):
            return {"anyOf": [_when(part) for part in parts]}
        case Not(of=part):
            return {"not": _when(part)}
        case Leaf(question=question):
            return _of(question, _compared(condition))
    raise TypeError(condition)


def _compared(leaf: Leaf) -> Json:
    match leaf:
        case Is(value=value):
            return {"const": value}
        case IsNot(value=value):
            return {"not": {"const": value}}
        case In(values=values):
            return {"enum": values}
        case Contains(value=value):
            return {"contains": {"const": value}}
        case Given():
            return {}
    raise TypeError(leaf)


def _answer(question: Any, language: str) -> Json:
    return {"title": question.label[language], **_shape(question, language)}


def _shape(question: Any, language: str) -> Json:
    if isinstance(question, GroupQuestion):
        return _rows(question, language)
    shaped: Json = _SHAPES[type(question)](question)
    return shaped


def _rows(group: GroupQuestion, language: str) -> Json:
    inside = [q for q in group.questions if not isinstance(q, Information)]
    asked = [(q, [q.asked_if] if q.asked_if else []) for q in inside]
    row = {
        "type": "object",
        "properties": {
            "row": {"type": "string", "pattern": "^[a-z0-9-]{1,36}$"},
            "answers": _object(asked, language, {q.id for q in inside}),
        },
        "required": ["row", "answers"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": row, "minItems": max(1, group.least), "maxItems": group.most}


def _written(pattern: str, longest: int) -> Json:
    return {"type": "string", "pattern": f"^(?:{pattern})$", "maxLength": longest}


def _line(longest: int) -> Json:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def _number(question: Any) -> Json:
    most = question.decimals
    part = rf"(?:\.[0-9]{{1,{most}}})?" if most else ""
    return _written(NUMBER.rpartition("(?:")[0] + part, 30)


def _parts(known: Iterable[str], needed: list[str], **shapes: Json) -> Json:
    properties = {part: shapes.get(part, _line(limits.LONGEST_PART)) for part in known}
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _several(question: SeveralOfQuestion) -> Json:
    options = {"enum": [option.value for option in question.options]}
    most = {} if question.most is None else {"maxItems": question.most}
    least = max(1, question.least)
    return {"type": "array", "items": options, "uniqueItems": True, "minItems": least} | most


def _files(question: FilesQuestion) -> Json:
    document = {"type": "string", "pattern": f"^{one.UUID}$"}
    most = question.most
    return {
        "type": "array",
        "items": document,
        "uniqueItems": True,
        "minItems": 1,
        "maxItems": most,
    }


_DAY = {"type": "string", "format": "date", "pattern": f"^{DATE}$"}
_EMAIL, _PHONE = _written(one.EMAIL, 320), _written(one.PHONE, 80)
_SHAPES: dict[type, Any] = {
    TextQuestion: lambda q: _line(q.longest),
    LongTextQuestion: lambda q: _line(q.longest),
    EmailQuestion: lambda _: _EMAIL,
    PhoneQuestion: lambda _: _PHONE,
    DateQuestion: lambda _: _DAY,
    DateRangeQuestion: lambda q: _parts(
        one.RANGE, ["from"] if q.open_end else ["from", "to"], **{"from": _DAY, "to": _DAY}
    ),
    MoneyQuestion: lambda _: _written(SUM, 20),
    PercentQuestion: _number,
    NumberQuestion: _number,
    YesNoQuestion: lambda _: {"type": "boolean"},
    OneOfQuestion: lambda q: {"enum": [option.value for option in q.options]},
    SeveralOfQuestion: _several,
    FilesQuestion: _files,
    AddressQuestion: lambda _: _parts(one.ADDRESS, ["street", "city"]),
    PersonQuestion: lambda _: _parts(one.PERSON, ["name"], email=_EMAIL, phone=_PHONE),
    SignatureQuestion: lambda _: _parts(one.SIGNATURE, ["name", "agreed"], agreed={"const": True}),
}
