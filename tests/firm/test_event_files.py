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


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("{{today}}", "2026-11-26"),
        ("{{today+3}}T10:00", "2026-11-29T10:00"),
        ("{{today-27}}", "2026-10-30"),
        ("{{workday+3}}T10:00", "2026-11-30T10:00"),
        ("{{workday+1}}", "2026-11-27"),
        ("{{yesterday}} {today} {{today+}}", "{{yesterday}} {today} {{today+}}"),
    ],
)
def test_a_day_may_be_said_from_the_day_of_publishing_on(said: str, means: str) -> None:
    thursday = datetime.date(2026, 11, 26)
    told = json.dumps({"type": "matter.opened", "data": {"matter_id": "m-1", "title": said}})
    event = json.loads(completed(told.encode(), "demo", NOW, thursday))
    assert event["data"]["title"] == means


def test_a_file_with_such_a_day_is_another_event_on_another_day() -> None:
    told = json.dumps(OPENED | {"data": DATA | {"title": "Due {{today+3}}"}}).encode()
    days = [datetime.date(2026, 11, 26), datetime.date(2026, 11, 27)]
    first, again, later = (completed(told, "demo", NOW, day) for day in (days[0], *days))
    assert first == again
    assert json.loads(first)["id"] != json.loads(later)["id"]
