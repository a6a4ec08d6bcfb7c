"""What a stream does with a client that is slow, silent, or past its time."""

import asyncio
import contextlib
import datetime
import uuid

from contracts.calls.auth import FirmCard, Session, SessionPerson
from contracts.events.facts import About
from gateway import live
from gateway.hints import Hint
from gateway.live import RESYNC, STILL_HERE, Live

ANA, BEN = uuid.uuid4(), uuid.uuid4()
FIRM = FirmCard(id="quill", name="Quill & Sons", contact="", accent="#1f4f82")


def session(person_id=ANA, seconds=3600.0):
    end = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return Session(
        session_id=uuid.uuid4(),
        account_id=uuid.uuid4(),
        address="ana@mail.example",
        persons=[SessionPerson(person_id=person_id, name="Ana", firm=FIRM)],
        idle_ends_at=end,
        ends_at=end,
    )


def hint():
    return Hint(matter_id=uuid.uuid4(), about=About("conversation", uuid.uuid4()))


async def begun(streams, of):
    """A stream whose client has read its first lines: when to come back, and resync."""
    lines = streams.listen(of, contextlib.nullcontext())
    assert (await anext(lines)).startswith(b"retry: ")
    assert await anext(lines) == RESYNC
    return lines


def test_a_client_that_does_not_keep_up_gets_one_resync_for_all_it_missed():
    async def slow():
        streams = Live()
        lines = await begun(streams, session())
        for _ in range(live.WAITING + 10):
            streams.tell([ANA], "message.sent", hint())
        assert await anext(lines) == RESYNC
        streams.tell([ANA], "message.sent", hint())
        assert (await anext(lines)).startswith(b"event: message.sent\n")

    asyncio.run(slow())


def test_a_silent_line_shows_that_it_is_still_there(monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT", 0.01)

    async def silent():
        lines = await begun(Live(), session())
        assert await anext(lines) == STILL_HERE == b":\n\n"

    asyncio.run(silent())


def test_a_stream_ends_with_the_time_of_its_session():
    async def ending():
        lines = await begun(Live(), session(seconds=0.05))
        assert {line async for line in lines} <= {STILL_HERE}

    asyncio.run(asyncio.wait_for(ending(), timeout=10))


def test_hints_reach_only_their_audience_and_nobody_who_left():
    async def three():
        streams = Live()
        anas, bens = await begun(streams, session()), await begun(streams, session(BEN))
        left = await begun(streams, session())
        await left.aclose()
        streams.tell([ANA], "message.read", hint())
        assert (await anext(anas)).startswith(b"event: message.read\n")
        streams.tell([BEN], "message.sent", hint())
        assert (await anext(bens)).startswith(b"event: message.sent\n")
        streams.close()
        assert [line async for line in anas] == [line async for line in bens] == []

    asyncio.run(three())


def test_one_session_has_so_many_streams_and_the_newest_goes_on():
    async def many():
        streams, of = Live(), session()
        other = await begun(streams, session())
        lines = [await begun(streams, of) for _ in range(live.MOST + 3)]
        assert [[line async for line in each] for each in lines[:3]] == [[], [], []]
        streams.tell([ANA], "message.sent", hint())
        for each in [*lines[3:], other]:
            assert (await anext(each)).startswith(b"event: message.sent\n")

    asyncio.run(many())


def test_a_stream_that_opens_while_the_process_ends_is_sent_elsewhere_at_once():
    async def late():
        streams = Live()
        streams.close()
        assert [line async for line in streams.listen(session(), contextlib.nullcontext())][
            1:
        ] == []

    asyncio.run(late())
