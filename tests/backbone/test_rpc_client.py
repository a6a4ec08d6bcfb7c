"""The gateway's client: answers, refusals, deadlines, and coming back after a break."""

import asyncio
import time

import aiormq
import pytest

from backbone.amqp import lasting
from contracts.calls.call import Call
from contracts.calls.operations import CheckHealth
from contracts.errors import CodeWrong, DomainError, InvalidInput, NotFound, Unavailable
from gateway.rpc import RpcClient
from tests.backbone.conftest import Toy
from tests.backbone.toy import Echo, EchoNumber, Said, Sleep, Write
from tests.backbone.wire import wire


def with_client(toy_amqp: str, body):
    """Run `body(client)` on a fresh event loop."""

    async def run():
        client = RpcClient(toy_amqp)
        await client.start()
        try:
            return await body(client)
        finally:
            await client.close()

    return asyncio.run(run())


def refused(toy: Toy, call: Call[Said]) -> DomainError:
    with pytest.raises(DomainError) as caught:
        with_client(toy.amqp, lambda client: client.call(call))
    return caught.value


def test_many_calls_at_once_get_their_own_answers(toy: Toy):
    async def ask_many(client: RpcClient):
        calls = [client.call(Echo(text=str(n))) for n in range(200)]
        return await asyncio.gather(*calls)

    assert with_client(toy.amqp, ask_many) == [Said(text=str(n)) for n in range(200)]


def test_an_answer_may_be_left_as_it_came(toy: Toy):
    raw = with_client(toy.amqp, lambda c: c.raw(Echo(text="hi")))
    assert bytes(raw) == b'{"text":"hi"}'


def test_a_call_and_its_answer_may_be_longer_than_a_frame(toy: Toy):
    long = "é" * 200_000
    assert with_client(toy.amqp, lambda c: c.call(Echo(text=long))) == Said(text=long)


def test_a_connection_over_which_only_answers_come_is_not_taken_for_a_silent_one(
    toy: Toy, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lasting, "HEARTBEAT", 1)
    monkeypatch.setattr(aiormq.Connection, "HEARTBEAT_GRACE_MULTIPLIER", 2)  # 4 seconds of silence

    async def ask_without_end(client: RpcClient):
        until = time.monotonic() + 7
        while time.monotonic() < until:
            await client.call(Echo(text="hi"))  # the broker sends no heartbeat between answers

    with_client(toy.amqp, ask_without_end)


def test_refusals_cross_as_what_they_are(toy: Toy):
    assert isinstance(refused(toy, Write(text="x", then="refuse")), NotFound)
    wrong = refused(toy, Write(text="x", then="count"))
    assert isinstance(wrong, CodeWrong)
    assert wrong.extra == {"tries_left": 4}
    assert isinstance(refused(toy, EchoNumber(text=1)), InvalidInput)
    assert refused(toy, Write(text="x", then="break")).code == "unexpected"


def test_a_service_that_is_not_there_is_unavailable_at_once(toy: Toy):
    started = time.monotonic()
    with pytest.raises(Unavailable):
        with_client(toy.amqp, lambda c: c.call(CheckHealth(), of="nobody"))
    assert time.monotonic() - started < 1


def test_a_call_ends_at_its_deadline_and_the_client_goes_on(toy: Toy):
    async def late(client: RpcClient):
        started = time.monotonic()
        with pytest.raises(Unavailable):
            await client.call(Sleep(text="2"), deadline=0.2)
        assert time.monotonic() - started < 1
        return await client.call(Echo(text="hi"))

    assert with_client(toy.amqp, late) == Said(text="hi")


def test_a_broken_connection_is_unavailable_and_then_comes_back(toy: Toy):
    async def interrupted(client: RpcClient):
        slow = asyncio.create_task(client.call(Sleep(text="4")))
        await asyncio.sleep(0)
        line.cut()
        started = time.monotonic()
        with pytest.raises(Unavailable):
            await slow
        assert time.monotonic() - started < 3
        return await _eventually(client)

    with wire(toy.amqp) as line:
        assert with_client(line.url, interrupted) == Said(text="hi")


def test_a_broker_that_falls_silent_is_unavailable_by_the_deadline(toy: Toy):
    async def silenced(client: RpcClient):
        line.hold()
        started = time.monotonic()
        with pytest.raises(Unavailable):
            await client.call(Echo(text="hi"), deadline=0.3)
        assert time.monotonic() - started < 3
        line.release()
        return await _eventually(client)

    with wire(toy.amqp) as line:
        assert with_client(line.url, silenced) == Said(text="hi")


def test_without_a_broker_a_call_is_unavailable_at_once():
    async def alone():
        client = RpcClient("amqp://nobody:nothing@localhost:1/")
        await client.start(within=0.1)
        started = time.monotonic()
        with pytest.raises(Unavailable):
            await client.call(Echo(text="hi"))
        assert time.monotonic() - started < 1
        await client.close()

    asyncio.run(alone())


async def _eventually(client: RpcClient) -> Said:
    async with asyncio.timeout(30):
        while True:
            try:
                return await client.call(Echo(text="hi"))
            except Unavailable:
                await asyncio.sleep(0.05)
