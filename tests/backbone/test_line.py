"""The short way for messages and confirms, with frames as pamqp writes them."""

import asyncio
from collections.abc import Sequence

import pytest
from pamqp import body, commands, frame, header, heartbeat
from yarl import URL

from backbone.amqp.frames import Message
from backbone.amqp.line import CHANNEL, Line, Listener

TEXT = "é" * 3000
PROPERTIES = commands.Basic.Properties(
    content_type="text/plain",
    headers={"a": "b", "n": {"x": [1, 2]}},
    delivery_mode=2,
    correlation_id="7",
    message_id="m",
)


class Heard(Listener):
    def __init__(self) -> None:
        self.told: list[object] = []

    def heard(self, message: Message) -> None:
        self.told.append(message)

    def returned(self, message: Message) -> None:
        self.told.append(("back", message))

    def confirmed(self, number: int, several: bool, taken: bool) -> None:
        self.told.append((number, several, taken))


def message(text: str) -> Message:
    named = {"content_type": "text/plain", "correlation_id": "7", "message_id": "m"}
    return Message("portal", "hale.message.sent", named, text.encode())


def content(text: str, parts: int) -> list[frame.FrameTypes]:
    data = text.encode()
    size = -(-len(data) // parts) if parts else 1
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return [header.ContentHeader(0, len(data), PROPERTIES), *map(body.ContentBody, pieces)]


SENT = [
    commands.Basic.Deliver("ctag", 1, False, "portal", "hale.message.sent"),
    *content(TEXT, 3),
    commands.Basic.Ack(3, True),
    heartbeat.Heartbeat(),
    commands.Basic.Return(312, "NO_ROUTE", "portal", "hale.message.sent"),
    *content("", 0),
    commands.Channel.Flow(True),
    commands.Basic.Nack(4, False),
]


def written(frames: Sequence[frame.FrameTypes]) -> bytes:
    channels = (0 if isinstance(each, heartbeat.Heartbeat) else CHANNEL for each in frames)
    return b"".join(map(frame.marshal, frames, channels))


@pytest.mark.parametrize("piece", [1, 7, 500, 100_000])
def test_frames_are_understood_however_they_are_cut_on_their_way(piece: int):
    data, listener = written(SENT), Heard()

    async def send(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for at in range(0, len(data), piece):
            writer.write(data[at : at + piece])
            await asyncio.sleep(0)
        writer.close()

    async def receive() -> bytes:
        async with await asyncio.start_server(send, "127.0.0.1") as server:
            port = server.sockets[0].getsockname()[1]
            reader, writer = await Line(listener).create(URL(f"amqp://127.0.0.1:{port}/"))
            passed_on: bytes = await reader.read()
            writer.close()
            return passed_on

    passed_on = asyncio.run(receive())
    assert listener.told == [
        message(TEXT),
        (3, True, True),
        ("back", message("")),
        (4, False, False),
    ]
    # What is taken here is a sign of life all the same: aiormq hears of it as a heartbeat.
    beat, others = written([heartbeat.Heartbeat()]), written([commands.Channel.Flow(True)])
    assert beat in passed_on
    assert passed_on.replace(beat, b"") == others


def test_what_a_broker_does_not_take_is_not_piled_up_for_ever():
    async def refuse_to_read(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        reader._transport.pause_reading()  # type: ignore[attr-defined]

    async def publish() -> list[bool]:
        line = Line(Heard())
        line.most = 100_000
        async with await asyncio.start_server(refuse_to_read, "127.0.0.1") as server:
            port = server.sockets[0].getsockname()[1]
            _, writer = await line.create(URL(f"amqp://127.0.0.1:{port}/"))
            before = line.stuck
            line.publish(("", "a"), {}, b"a" * 20_000_000)
            after = line.stuck
            writer.transport.abort()
            return [before, after]

    assert asyncio.run(publish()) == [False, True]
