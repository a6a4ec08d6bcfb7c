"""Whose facts a gateway's process gets from the broker, while clients come and go."""

import asyncio
import datetime
import uuid
from collections import Counter

from backbone import testing
from backbone.amqp.lasting import opened
from contracts import topology
from contracts.events import encode
from contracts.events.messages import MessageRead
from contracts.events.persons import Person
from gateway.bindings import Bindings
from gateway.hints import NEWS, Hints
from gateway.live import RESYNC, Live
from gateway.rpc import RpcClient
from gateway.session import Sessions
from tests.gateway.test_streams import ANA, session

FIRM = "quill"  # of the sessions there


class Process:
    """What one process of the gateway has of the live streams, on a real broker."""

    def __init__(self, amqp_url, publisher):
        self.amqp_url = amqp_url
        self._publisher = publisher  # open already: what is said is there at once
        self.live = Live()
        self.hints = Hints(amqp_url, self.live, Sessions(RpcClient(amqp_url)))

    async def begun(self):
        """A stream of Ana's whose client has read its first lines."""
        lines = self.live.listen(session(), self.hints.hearing([FIRM]))
        await anext(lines)
        assert await anext(lines) == RESYNC
        return lines

    async def read_by(self, person_id):
        """A fact that is news for this person."""
        event = MessageRead(
            matter_id=uuid.uuid4(),
            matter_ref="m-1",
            audience=[person_id],
            conversation_id=uuid.uuid4(),
            message_id=uuid.uuid4(),
            position=1,
            reader=Person(person_id=uuid.uuid4(), contact_ref="c-1", name="Ben"),
            read_at=datetime.datetime.now(datetime.UTC),
        )
        now = datetime.datetime.now(datetime.UTC)
        body = encode(event, id=uuid.uuid4().hex, source="test", firm_id=FIRM, time=now)
        await self._publisher.basic_publish(
            body, exchange=event.exchange, routing_key=topology.routing_key(FIRM, event.type)
        )

    def firms_heard(self):
        """Whose facts the broker sends us, as it says itself."""
        vhost = self.amqp_url.rpartition("/")[2]
        found = testing.management("GET", f"/bindings/{vhost}")
        keys = [each["routing_key"].partition(".") for each in found]
        return {firm_id for firm_id, _, kind in keys if kind in {fact.type for fact in NEWS}}


def run(amqp_url, story):
    async def told():
        async with opened(amqp_url) as publisher:
            process = Process(amqp_url, publisher)
            await process.hints.start()
            try:
                await asyncio.wait_for(story(process), 60)
            finally:
                await process.hints.close()

    asyncio.run(told())


def hinted(line):
    return line.startswith(b"event: message.read\n")


def test_a_stream_hears_everything_from_its_first_lines_on(broker):
    async def first_of_the_firm(process):
        for _ in range(10):
            lines = await process.begun()
            await process.read_by(ANA)
            assert hinted(await anext(lines))
            await lines.aclose()

    run(broker, first_of_the_firm)


def test_who_stays_hears_however_others_come_and_go_at_the_same_time(broker):
    async def crowd(process):
        leaving = await process.begun()
        for number in range(20):
            come = [asyncio.ensure_future(process.begun()) for _ in range(number % 3 + 1)]
            await leaving.aclose()
            stays, *others = await asyncio.gather(*come)
            await asyncio.gather(*[lines.aclose() for lines in others])
            await process.read_by(ANA)
            assert hinted(await anext(stays))
            leaving = stays

    run(broker, crowd)


def test_who_goes_while_the_broker_is_being_asked_disturbs_nobody(broker):
    async def impatient(process):
        for _ in range(10):
            gone = asyncio.ensure_future(process.begun())
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            gone.cancel()
        stays = await process.begun()
        await process.read_by(ANA)
        assert hinted(await anext(stays))

    run(broker, impatient)


def test_only_the_facts_of_firms_that_somebody_listens_to_are_asked_for(broker):
    async def coming_and_going(process):
        assert process.firms_heard() == set()
        one, other = await process.begun(), await process.begun()
        assert await asyncio.to_thread(process.firms_heard) == {FIRM}
        await one.aclose()
        await process.read_by(ANA)
        assert hinted(await anext(other))
        await other.aclose()
        await asyncio.to_thread(testing.wait_for, lambda: process.firms_heard() == set())

    run(broker, coming_and_going)


def test_who_comes_while_other_firms_are_let_go_is_heard(broker):
    async def story():
        async with opened(broker) as channel:
            queue = (await channel.queue_declare(exclusive=True)).queue
            listeners = Counter(("quill", "rowe", "vane"))
            bindings = Bindings(channel, queue, NEWS, listeners)
            await bindings.settle()
            firms = list(listeners)
            listeners.clear()
            letting_go = asyncio.ensure_future(bindings.settle())
            while all(bindings.hears([firm]) for firm in firms):  # noqa: ASYNC110
                await asyncio.sleep(0)
            stays = next(firm for firm in firms if bindings.hears([firm]))
            listeners[stays] += 1
            await letting_go
            assert [firm for firm in firms if bindings.hears([firm])] == [stays]

    asyncio.run(story())
