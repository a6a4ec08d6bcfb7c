"""Event files: the short form is completed the same way each time, and errors say what is wrong."""

import datetime
import json

import pytest

from contracts.errors import EventRefused
from firm.event_files import completed, read

NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
DATA = {"matter_id": "m-1", "title": "Alvarez v. Lakeside"}
OPENED: dict[str, object] = {"type": "matter.opened", "data": DATA}


def complete(given: object, firm_id: str = "demo") -> dict[str, object]:
    found: dict[str, object] = json.loads(completed(json.dumps(given).encode(), firm_id, NOW))
    return found


def test_the_short_form_becomes_a_whole_cloudevent() -> None:
    event = complete(OPENED)
    assert event["specversion"] == "1.0"
    assert event["source"] == "/firms/demo"
    assert event["firmid"] == "demo"
    assert event["subject"] == "m-1"
    assert event["time"] == "2026-11-22T09:00:00Z"


def test_the_same_file_makes_the_same_event(tmp_path) -> None:
    file = tmp_path / "event.json"
    file.write_text(json.dumps(OPENED))
    assert read(file, "demo") == read(file, "demo")


def test_the_id_follows_the_content_not_its_layout() -> None:
    turned = {"data": dict(reversed(DATA.items())), "type": "matter.opened"}
    assert complete(turned)["id"] == complete(OPENED)["id"]


def test_other_content_another_firm_or_another_time_is_another_event() -> None:
    other = OPENED | {"data": DATA | {"title": "Estate of Alvarez"}}
    later = OPENED | {"time": "2026-11-23T09:00:00Z"}
    found = {complete(each)["id"] for each in (OPENED, other, later)}
    found.add(complete(OPENED, "other")["id"])
    assert len(found) == 4


def test_a_whole_cloudevent_stays_as_it_is() -> None:
    whole = complete(OPENED) | {"id": "e-1", "source": "/our/system", "subject": "ours"}
    assert complete(whole) == whole


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"{", "JSON"),
        (b"[]", "JSON object"),
        (b'{"type": "matter.exploded", "data": {}}', "matter.exploded"),
        (b'{"type": "matter.opened", "data": {"matter_id": "m-1"}}', "title"),
        (b'{"type": "matter.opened"}', "'data'"),
        (b'{"type": "matter.closed", "time": "noon", "data": {"matter_id": "m-1"}}', "time"),
    ],
)
def test_what_is_wrong_is_said_in_words(text: bytes, said: str) -> None:
    with pytest.raises(EventRefused, match=said):
        completed(text, "demo", NOW)
