"""What was promised once is still understood, and still said in the same form."""

import msgspec
import pytest

from contracts.errors import CODES, by_code
from contracts.events import decode, encode, event_types
from gateway.problem import Problem, members
from tests.contracts.golden import answers_of_services, example, keeps, names, structs, text

EVENTS = {kind.type: kind for kind in event_types()}
STANDARD = {"type", "title", "status", "detail", "code", "trace_id"}
INSIDE = {"error", "event_refused", "not_yet"}  # never answered to a client


def test_every_event_every_answer_and_every_problem_has_an_example():
    assert names("events") == sorted(EVENTS)
    assert answers_of_services() <= set(names("answers")) <= set(structs())
    assert names("problems") == sorted(set(CODES) - INSIDE)


@pytest.mark.parametrize("name", names("events"))
def test_an_event_of_then_is_understood_now(name):
    envelope, event = decode(text("events", name), EVENTS[name].exchange)

    again = encode(
        event,
        id=envelope.id,
        source=envelope.source,
        firm_id=envelope.firmid,
        time=envelope.time,
        traceparent=envelope.traceparent,
    )
    assert keeps(example("events", name), msgspec.json.decode(again))


@pytest.mark.parametrize("name", names("events"))
def test_an_event_may_bring_members_that_are_not_known_yet(name):
    later = example("events", name)
    later |= {"of": "later", "data": later["data"] | {"of": "later"}}

    assert decode(msgspec.json.encode(later), EVENTS[name].exchange)


@pytest.mark.parametrize("name", names("answers"))
def test_an_answer_of_then_is_understood_now(name):
    answer = msgspec.json.decode(text("answers", name), type=structs()[name])

    assert keeps(example("answers", name), msgspec.json.decode(msgspec.json.encode(answer)))


@pytest.mark.parametrize("name", names("problems"))
def test_a_refusal_is_told_as_it_was_then(name):
    then = example("problems", name)
    known = set(msgspec.json.schema_components([Problem])[1]["Problem"]["properties"])
    extra = {key: then[key] for key in set(then) - STANDARD}

    error = by_code(name, then["detail"], extra)
    told = members(error.status, error.code, error.text, error.extra)

    assert keeps({key: then[key] for key in then if key != "trace_id"}, told)
    assert set(then) <= known
