"""What is wrong with a value is said in words, which name the value and what may stand there."""

import datetime
import re
import uuid
from typing import Annotated, Any, Literal

import msgspec
import pytest
from msgspec import Meta

from contracts.wording import flaw

Colour = Annotated[str, Meta(pattern="^#[0-9a-f]{6}$", examples=["#1f4f82"])]


class Inner(msgspec.Struct):
    name: Annotated[str, Meta(min_length=1)]


class Outer(msgspec.Struct, kw_only=True):
    title: Annotated[str, Meta(min_length=1, max_length=2000)]
    code: Annotated[str, Meta(min_length=6, max_length=6)] = "123456"
    colour: Colour | None = None
    plain: Annotated[str, Meta(pattern="^x$")] = "x"
    side: Literal["client", "staff"] = "client"
    at: Annotated[datetime.datetime, Meta(tz=True)] | None = None
    day: datetime.date | None = None
    id: uuid.UUID | None = None
    many: Annotated[list[Inner], Meta(max_length=1)] = []
    colours: list[Colour] = []
    hours: Annotated[int, Meta(ge=5, le=9)] = 5
    shown: bool = False


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "'title' is missing."),
        ({"title": ""}, "'title' must not be empty."),
        ({"title": "x" * 2001}, "'title' must have at most 2,000 characters."),
        ({"title": None}, "'title' must be text, not null."),
        ({"title": 7}, "'title' must be text, not a whole number."),
        ({"code": "1"}, "'code' must have at least 6 characters."),
        ({"colour": "red"}, "'colour' must be written like #1f4f82."),
        ({"colours": ["red"]}, "'colours[]' must be written like #1f4f82."),
        ({"colour": 1}, "'colour' must be text or null, not a whole number."),
        ({"plain": "y"}, "'plain' is not written as it must be."),
        ({"side": "judge"}, "'side' must be one of client, staff, not 'judge'."),
        ({"at": "noon"}, "'at' must be a moment such as 2026-11-20T16:42:07Z (RFC 3339)."),
        ({"at": "2026-11-20T16:42:07"}, "'at' must say how far it is from UTC."),
        ({"day": "2026-02-30"}, "'day' must be a day such as 2026-11-20."),
        ({"day": 3}, "'day' must be a day such as 2026-11-20 or null, not a whole number."),
        ({"id": "7"}, "'id' must be a UUID."),
        ({"many": [{}]}, "'many[].name' is missing."),
        ({"many": [{"name": "a"}] * 2}, "'many' must have at most 1 entry."),
        ({"hours": 4}, "'hours' must be at least 5."),
        ({"hours": 10}, "'hours' must be at most 9."),
        ({"hours": 5.5}, "'hours' must be a whole number, not a number."),
        ({"shown": "yes"}, "'shown' must be true or false, not text."),
        ([], "This must be an object, not a list."),
    ],
)
def test_each_flaw_is_said_in_words(given: Any, sentence: str) -> None:
    body = {"title": "t", **given} if isinstance(given, dict) and given else given
    assert said(msgspec.json.encode(body)) == sentence


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "This breaks off in the middle of the JSON."),
        (b'{"title" 1}', "This is no JSON from byte 9 on."),
        (b'{"title":"M\xfcller"}', "This holds bytes that are no UTF-8, first at byte 1."),
        (b'{"x":' + b"[" * 5000, "This is nested too deep."),
    ],
)
def test_bytes_that_cannot_be_read_are_described(body: bytes, sentence: str) -> None:
    assert said(body) == sentence


def test_without_the_kind_the_words_are_the_same_less_what_is_allowed() -> None:
    assert flaw("Invalid enum value 'judge' - at `$.side`").sentence == "'side' cannot be 'judge'."
    assert flaw("Invalid UUID") == ("", "must be a UUID")


def test_what_msgspec_says_one_day_loses_only_its_place() -> None:
    assert flaw("Something new - at `$.a.b[...]`").sentence == (
        "'a.b[]' is not as promised: Something new."
    )


def said(body: bytes) -> str:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError, RecursionError)) as raised:
        msgspec.json.decode(body, type=Outer)
    sentence = flaw(raised.value, Outer).sentence
    assert not re.search(r"`|\$|regex", sentence)
    return sentence
