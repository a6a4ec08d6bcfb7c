"""A table of contents holds only functions that are for what they say: seen by mypy, and at once.

Each `type: ignore` here is an error that mypy has to see; `make check` fails where one is not.
"""

import kombu
import msgspec
import pytest
from amqp.exceptions import ChannelError

from backbone import testing
from backbone.amqp.broker import declare_inbox
from backbone.contents import answer, hear, heard, left_over
from backbone.service import Service
from backbone.work import Work
from contracts.calls.operations import CheckHealth, Health
from contracts.events.facts import MatterFact
from contracts.events.messages import MessageRead, MessageSent


class Weather(msgspec.Struct):
    degrees: int


def note_fact(work: Work, fact: MatterFact) -> None: ...


def note_read(work: Work, event: MessageRead) -> None: ...


def note_weather(work: Work, event: Weather) -> None: ...


def note_without_work(event: MessageRead, more: int) -> None: ...


def answer_weather(work: Work, call: Weather) -> int:
    return call.degrees


def answer_by_number(work: Work, call: CheckHealth) -> int:
    return 7


def answer_health(work: Work, call: CheckHealth) -> Health:
    return Health(service="toy", version="1")


def test_a_function_hears_what_its_annotation_names_and_all_below_it():
    facts, read = hear(note_fact), hear(note_read)
    table = heard([facts, read])
    assert table["portal", MessageSent.type] == [facts]
    assert table["portal", MessageRead.type] == [facts, read]


def test_a_function_for_no_event_is_not_taken():
    with pytest.raises(TypeError, match=r"note_weather is for Weather, which is no Event"):
        hear(note_weather)  # type: ignore[type-var]
    with pytest.raises(TypeError):
        hear(note_without_work)  # type: ignore[type-var]


def test_an_answer_goes_by_the_name_of_its_call():
    method, found = answer(answer_health)
    assert method == "check_health"
    assert found.function is answer_health


def test_a_function_for_no_call_or_with_another_answer_is_not_taken():
    with pytest.raises(TypeError, match=r"answer_weather is for Weather, which is no Call"):
        answer(answer_weather)  # type: ignore[type-var]
    with pytest.raises(TypeError, match=r"answer_by_number answers int, CheckHealth promises He"):
        answer(answer_by_number)


def test_what_is_heard_of_what_is_left_over_alone_does_not_come_any_more(broker: str):
    class Files(Service):
        name = "files"
        hears = (hear(note_read),)

    class Later(Service):
        name = "files"
        hears = (left_over(hear(note_read)),)

    assert ("portal", MessageRead.type) in Later.heard()
    with kombu.Connection(broker) as connection:
        channel = connection.default_channel
        declare_inbox(channel, "files", Files.bindings())
        testing.publish(broker, "portal", "hartley.message.read", b"")
        declare_inbox(channel, "files", Later.bindings())
        with pytest.raises(ChannelError, match="NO_ROUTE"):
            testing.publish(broker, "portal", "hartley.message.read", b"")
