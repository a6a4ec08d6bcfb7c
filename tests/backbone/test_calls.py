"""Calls to a service: what comes back, what stays, and what is told."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import amqp
import kombu
import psycopg
import pytest

from backbone import testing, tracing
from backbone.calls import wire
from backbone.calls.asking import ask
from backbone.calls.turns import OWN
from backbone.testing import wait_for
from contracts.calls.operations import CheckHealth
from contracts.errors import CodeWrong, InvalidInput, NotFound, Unavailable, Unexpected
from tests.backbone.conftest import Toy
from tests.backbone.toy import Echo, EchoNumber, Peek, Said, Sleep, Stand, ToyCall, Write


def test_two_slow_queries_overlap_in_one_process(toy: Toy):
    slow = Sleep(text="0.5")
    started = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: toy.ask(slow), range(2)))
    assert time.monotonic() - started < 0.9


def test_a_call_answers_and_its_change_stays_with_its_event(toy: Toy):
    assert toy.ask(Write(text="kept")) == Said(text="kept")
    assert toy.notes("kept") == 1
    assert toy.rows("SELECT exchange, routing_key FROM outbox") == [
        ("internal", "hartley.session.revoked")
    ]


@pytest.mark.parametrize("then", ["refuse", "break"])
def test_a_failed_call_leaves_neither_row_nor_event(toy: Toy, then: str):
    before = toy.rows("SELECT count(*) FROM outbox")
    with pytest.raises((NotFound, Unexpected)):
        toy.ask(Write(text=f"gone {then}", then=then))
    assert toy.notes(f"gone {then}") == 0
    assert toy.rows("SELECT count(*) FROM outbox") == before


def test_a_refusal_may_keep_what_was_changed_and_carries_its_facts(toy: Toy):
    with pytest.raises(CodeWrong) as refused:
        toy.ask(Write(text="counted", then="count"))
    assert refused.value.extra == {"tries_left": 4}
    assert toy.notes("counted") == 1


def test_a_call_that_says_that_it_only_reads_can_change_nothing(toy: Toy):
    toy.ask(Write(text="seen"))
    assert toy.ask(Peek(text="seen")) == Said(text="1")
    with pytest.raises(Unexpected):
        toy.ask(Peek(text="write"))
    assert toy.notes("write") == 0


def test_calls_that_want_the_same_come_one_after_another(toy: Toy):
    one = Stand(text="window")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: toy.ask(one), range(4)))
    noted = toy.rows("SELECT text FROM note WHERE text LIKE 'window %%' ORDER BY id")
    assert noted == [("window begins",), ("window ends",)] * 4


def test_those_that_wait_for_one_thing_hold_nobody_up_who_wants_another(toy: Toy):
    with ThreadPoolExecutor(40) as pool:
        many = [Stand(text="queue", seconds=0.1, caller=str(number)) for number in range(40)]
        waiting = [pool.submit(ask, toy.amqp, one, deadline=30.0) for one in many]
        wait_for(lambda: toy.notes("queue ends") > 2)
        started = time.monotonic()
        assert toy.ask(Stand(text="elsewhere", seconds=0)) == Said(text="elsewhere")
        assert toy.ask(Echo(text="hello")) == Said(text="hello")
        assert time.monotonic() - started < 2
        assert not all(each.done() for each in waiting)
        assert all(each.result() == Said(text="queue") for each in waiting)


def test_who_floods_one_thing_makes_nobody_wait_long_for_it_and_is_sent_back(toy: Toy):
    with ThreadPoolExecutor(30) as pool:
        one = Stand(text="flooded", seconds=1.0, caller="a stranger")  # until all are there
        flood = [pool.submit(ask, toy.amqp, one, deadline=30.0) for _ in range(30)]
        wait_for(lambda: sum(each.done() for each in flood) >= 30 - 1 - OWN)
        mine = Stand(text="flooded", seconds=0, caller="a participant")
        assert ask(toy.amqp, mine, deadline=30.0) == Said(text="flooded")
        assert toy.notes("flooded ends") <= 1 + OWN + 1
    refused = [each for each in flood if isinstance(each.exception(), Unavailable)]
    assert len(refused) >= 30 - 1 - OWN - 1


def test_a_call_whose_caller_gave_up_before_its_turn_is_not_begun(toy: Toy):
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(toy.ask, Stand(text="turn", seconds=1))
        wait_for(lambda: toy.asleep() == 1)
        with pytest.raises(Unavailable):
            ask(toy.amqp, Stand(text="turn"), deadline=0.2)
        assert first.result() == Said(text="turn")
    assert toy.ask(Stand(text="turn", seconds=0)) == Said(text="turn")
    assert toy.notes("turn begins") == 2


def test_a_call_that_somebody_holds_up_for_long_may_simply_be_made_again(toy: Toy):
    with psycopg.connect(toy.database) as somebody:
        somebody.execute("LOCK TABLE note")
        with pytest.raises(Unavailable):
            ask(toy.amqp, Write(text="held up"), deadline=30.0)
    assert toy.ask(Write(text="held up")) == Said(text="held up")
    assert toy.notes("held up") == 1


def test_an_unexpected_error_tells_the_caller_nothing_of_it(toy: Toy):
    with pytest.raises(Unexpected) as failed:
        toy.ask(Write(text="my secret", then="break"))
    assert "secret" not in str(failed.value)


def test_a_call_of_the_wrong_shape_is_refused_in_words(toy: Toy):
    with pytest.raises(InvalidInput, match="'text' must be text, not a whole number"):
        toy.ask(EchoNumber(text=5))


def test_a_service_that_is_not_there_is_unavailable_at_once(toy: Toy):
    started = time.monotonic()
    with pytest.raises(Unavailable):
        ask(toy.amqp, CheckHealth(), of="nobody")
    assert time.monotonic() - started < 1


def test_a_call_ends_at_its_deadline(toy: Toy):
    started = time.monotonic()
    with pytest.raises(Unavailable):
        ask(toy.amqp, Sleep(text="3"), deadline=0.3)
    assert time.monotonic() - started < 1


def test_a_call_that_waited_past_its_deadline_is_not_made(toy: Toy):
    _publish_call(toy, Write(text="late"), deadline=time.time() - 60)
    _publish_call(toy, Write(text="in time"), deadline=time.time() + 60)
    wait_for(lambda: toy.notes("in time") == 1)
    assert toy.notes("late") == 0


def test_an_answer_that_nobody_waits_for_harms_nothing(toy: Toy):
    _publish_call(toy, Echo(text="nobody listens"), deadline=time.time() + 60)
    assert toy.ask(Echo(text="still here")) == Said(text="still here")


def test_every_service_says_that_it_is_well(toy: Toy):
    assert toy.ask(CheckHealth()).service == "toy"


def test_the_log_tells_of_calls_but_not_what_was_in_them(toy: Toy):
    with pytest.raises(Unexpected):
        toy.ask(Write(text="written in confidence", then="break"))
    lines = toy.running.lines()
    failed = [line for line in lines if line["event"] == "call failed"][-1]
    assert failed["error"] == "RuntimeError"
    assert failed["method"] == "write"
    assert len(failed["trace_id"]) == 32
    assert any("toy.py" in frame for frame in failed["frames"])
    assert "written in confidence" not in toy.running.log.read_text()


def test_a_call_that_went_well_has_no_line_until_debug_is_on(toy: Toy, broker: str):
    trace = tracing.start().split("-")[1]
    toy.ask(Echo(text="hello"))
    assert [line for line in toy.running.lines() if line.get("trace_id") == trace] == []

    with testing.running("tests.backbone.toy", toy.database, broker, log_level="DEBUG") as one:
        ask(broker, Echo(text="hello"), of="toy")
        (line,) = [line for line in one.lines() if line.get("method") == "echo"]
    assert (line["event"], line["code"], line["trace_id"]) == ("call answered", "ok", trace)


def test_a_stock_nameko_proxy_is_understood(toy: Toy):
    from nameko import config
    from nameko.standalone.rpc import ServiceRpcClient

    with config.patch({"AMQP_URI": toy.amqp}), ServiceRpcClient("toy", timeout=5) as proxy:
        assert proxy.echo(call={"text": "hello"}) == {"text": "hello"}


def _publish_call(toy: Toy, call: ToyCall, deadline: float) -> None:
    body = json.dumps({"args": [], "kwargs": {"call": {"text": call.text}}})
    headers = {"deadline": str(deadline)}
    message = amqp.Message(body.encode(), reply_to="nowhere", application_headers=headers)
    with kombu.Connection(toy.amqp) as connection:
        connection.channel().basic_publish(message, "nameko-rpc", wire.key(call))
