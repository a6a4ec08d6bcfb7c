"""What comes in is put into the form in which it is kept: once, at the door, for all of Redwell."""

import datetime
import functools
import typing
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import Meta

from contracts.texts import possible
from contracts.values import is_possible

S = TypeVar("S", bound=msgspec.Struct)
Form = Callable[[str], Any]


class Unfit(ValueError):
    """What stands in a member has no such form; the text says which member, and why."""

    def __init__(self, member: str, why: str) -> None:
        self.member, self.why = member, why
        super().__init__(f"'{member}' {why}.")


def cleaned(told: S) -> S:
    """An event or a call with its names, texts, addresses, codes and zones in their one form.

    Which form a member takes stands in its type (`contracts.values`); one that is a struct has
    members of its own. Raises Unfit.
    """
    forms, changed = _forms(type(told)), {}
    for member in told.__struct_fields__:
        value = getattr(told, member)
        try:
            _check(value)
            form = forms.get(member)
            formed = form(value) if form and value is not None else _cleaned_inside(value)
            if formed != value:
                changed[member] = formed
        except Unfit as error:
            raise Unfit(f"{member}.{error.member}", error.why) from error
        except ValueError as error:
            raise Unfit(member, str(error)) from error
        except RecursionError as error:
            raise Unfit(member, "is nested too deep") from error
    return msgspec.structs.replace(told, **changed) if changed else told


def _cleaned_inside(value: Any) -> Any:
    """The structs in it in their form too, alone or in a list."""
    if isinstance(value, msgspec.Struct):
        return cleaned(value)
    if isinstance(value, list) and value and isinstance(value[0], msgspec.Struct):
        return [_cleaned_inside(each) for each in value]
    return value


def _check(value: Any) -> None:
    """Whatever text or moment is inside can be kept."""
    if isinstance(value, str):
        possible(value)
    elif isinstance(value, datetime.date):  # a moment, or a day
        if not is_possible(value):
            raise ValueError("lies outside the years 1970 to 2199")
    else:
        for each in _inside(value):
            _check(each)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, msgspec.Struct):
        return [getattr(value, member) for member in value.__struct_fields__]
    return ()


@functools.cache
def _forms(kind: type[msgspec.Struct]) -> dict[str, Form]:
    hints = typing.get_type_hints(kind, include_extras=True)
    found = {member: next(_forms_in(of), None) for member, of in hints.items()}
    return {member: form for member, form in found.items() if form}


def _forms_in(of: Any) -> Iterator[Form]:
    """Of `Annotated[str, Meta(…)]`, alone, within `… | None`, or of each entry of a list."""
    for each in typing.get_args(of):
        if isinstance(each, Meta) and each.extra:
            yield each.extra["form"]
        elif typing.get_origin(each) is list:
            yield from map(_of_each, _forms_in(each))
        else:
            yield from _forms_in(each)


def _of_each(form: Form) -> Form:
    return lambda entries: [form(entry) for entry in entries]
