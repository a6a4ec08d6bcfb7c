"""When something is asked: a tree over the answers to what is asked before it."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from contracts.values import END

QuestionId = Annotated[str, Meta(pattern=rf"^[a-z][a-z0-9_]{{0,59}}{END}", examples=["full_name"])]


class Shape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="op"):
    """What all conditions are; a member that none of them knows is a mistake."""


class AllOf(Shape, frozen=True, kw_only=True, tag="all"):
    """Each of these holds."""

    of: list["Condition"]


class AnyOf(Shape, frozen=True, kw_only=True, tag="any"):
    """At least one of these holds."""

    of: list["Condition"]


class Not(Shape, frozen=True, kw_only=True, tag="not"):
    """This one does not hold."""

    of: "Condition"


class Leaf(Shape, frozen=True, kw_only=True):
    """`question`: which answer is looked at."""

    question: QuestionId


class Is(Leaf, frozen=True, kw_only=True, tag="is"):
    """It is this: a text, an option, true or false; a number, sum or date as text."""

    value: str | bool


class IsNot(Leaf, frozen=True, kw_only=True, tag="is_not"):
    """It is given, and is something else."""

    value: str | bool


class In(Leaf, frozen=True, kw_only=True, tag="in"):
    """It is one of these."""

    values: list[str]


class Contains(Leaf, frozen=True, kw_only=True, tag="contains"):
    """This option is among those that were chosen."""

    value: str


class Above(Leaf, frozen=True, kw_only=True, tag="above"):
    """The number, sum or date is larger, or later."""

    value: str


class Below(Leaf, frozen=True, kw_only=True, tag="below"):
    """The number, sum or date is smaller, or earlier."""

    value: str


class Given(Leaf, frozen=True, kw_only=True, tag="given"):
    """There is an answer, whatever it is."""


Condition = AllOf | AnyOf | Not | Is | IsNot | In | Contains | Above | Below | Given


def leaves(condition: Condition | None) -> list[Leaf]:
    """Every look at an answer in it."""
    match condition:
        case None:
            return []
        case AllOf(of=parts) | AnyOf(of=parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not(of=part):
            return leaves(part)
        case Leaf() as leaf:
            return [leaf]


def depth(condition: Condition | None) -> int:
    """How many conditions stand inside each other."""
    match condition:
        case None:
            return 0
        case AllOf(of=parts) | AnyOf(of=parts):
            return 1 + max(map(depth, parts), default=0)
        case Not(of=part):
            return 1 + depth(part)
        case _:
            return 1


def holds(condition: Condition | None, given: dict[str, Any]) -> bool:
    """Whether it holds for what is `given`: good answers, each in its one form, by question."""
    match condition:
        case None:
            return True
        case AllOf(of=parts):
            return all(holds(part, given) for part in parts)
        case AnyOf(of=parts):
            return any(holds(part, given) for part in parts)
        case Not(of=part):
            return not holds(part, given)
        case Leaf(question=question):
            return question in given and _true_of(given[question], condition)


def _true_of(value: Any, leaf: Leaf) -> bool:
    match leaf:
        case Is(value=wanted):
            return bool(value == wanted)
        case IsNot(value=wanted):
            return bool(value != wanted)
        case In(values=wanted):
            return value in wanted
        case Contains(value=wanted):
            return isinstance(value, list) and wanted in value
        case Above(value=bound):
            return ordered(value) > ordered(bound)
        case Below(value=bound):
            return ordered(value) < ordered(bound)
        case _:
            return True


def ordered(value: str) -> int:
    """A number, a sum or a date (`2026-11-27`) as a whole number of the same order."""
    if value[4:5] == "-" and len(value) == 10:
        return int(value.replace("-", ""))
    whole, _, part = value.partition(".")
    return int(f"{whole}{part:0<6}")
