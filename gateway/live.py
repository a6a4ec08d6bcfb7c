"""The live streams of this process: who listens, and what reaches them.

What is told here are hints, and they may be lost: a process ends, the broker is away, a client is
too slow. Each such gap ends in `resync`, upon which the client fetches what it shows.
"""

import asyncio
import datetime
import random
import uuid
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager

import msgspec

from contracts.calls.auth import Session
from gateway import memory

HEARTBEAT = 15.0  # seconds
WAITING = 64  # hints that a slow client may leave waiting
MOST = 8  # streams of one session in this process; where one more begins, the oldest ends
MANY = 500  # streams that, when they have ended, leave memory worth giving back
SETTLED = 2.0  # seconds until their connections have ended too
STILL_HERE = b":\n\n"
RESYNC = b"event: resync\ndata: {}\n\n"


class Stream:
    """The line to one client."""

    def __init__(self, session: Session) -> None:
        self.session_id = session.session_id
        self.person_ids = [person.person_id for person in session.persons]
        self._ends = min(session.idle_ends_at, session.ends_at)
        self._waiting: deque[bytes] = deque([RESYNC])
        self._woken = asyncio.Event()
        self._ended = False

    def tell(self, line: bytes) -> None:
        """Pass a hint on; a client that does not keep up gets one `resync` for all it missed."""
        if len(self._waiting) >= WAITING:
            self.resync()
        elif RESYNC not in self._waiting:
            self._waiting.append(line)
        self._woken.set()

    def resync(self) -> None:
        """Something may have been missed: whatever waits is part of that."""
        self._waiting = deque([RESYNC])
        self._woken.set()

    def end(self) -> None:
        """Close the line; the browser comes back by itself, if it may."""
        self._ended = True
        self._woken.set()

    async def lines(self) -> AsyncIterator[bytes]:
        """What goes over the line, until it ends or the session does."""
        yield _come_back()
        while not self._ended:
            if self._waiting:
                yield self._waiting.popleft()
                continue
            self._woken.clear()
            left = (self._ends - datetime.datetime.now(datetime.UTC)).total_seconds()
            if left <= 0:
                return
            try:
                async with asyncio.timeout(min(HEARTBEAT, left)):
                    await self._woken.wait()
            except TimeoutError:
                yield STILL_HERE


class Live:
    """All streams of this process, found by person and by session."""

    def __init__(self) -> None:
        self._streams: set[Stream] = set()
        self._by_person: defaultdict[uuid.UUID, set[Stream]] = defaultdict(set)
        self._by_session: defaultdict[uuid.UUID, list[Stream]] = defaultdict(list)  # oldest first
        self._closing = False
        self._gone = 0  # streams, since memory was last given back

    async def listen(
        self, session: Session, hearing: AbstractAsyncContextManager[None]
    ) -> AsyncIterator[bytes]:
        """The lines of a new stream for this session's persons.

        `hearing`: within it hints of all that concerns them come. The stream is there before, as
        its session may end before it begins.
        """
        stream = Stream(session)
        self._add(stream)
        try:
            async with hearing:
                async for line in stream.lines():
                    yield line
        finally:
            self._remove(stream)

    def tell(self, audience: Iterable[uuid.UUID], event: str, hint: msgspec.Struct) -> None:
        """Hint at `event` to the streams of these persons."""
        streams = {stream for person in audience for stream in self._by_person.get(person, ())}
        line = b"event: %b\ndata: %b\n\n" % (event.encode(), msgspec.json.encode(hint))
        for stream in streams:
            stream.tell(line)

    def resync(self) -> None:
        """Hints may have been lost for everyone."""
        for stream in self._streams:
            stream.resync()

    def end(self, session_ids: Iterable[uuid.UUID]) -> None:
        """These sessions are over."""
        for session in session_ids:
            for stream in self._by_session.get(session, ()):
                stream.end()

    def close(self) -> None:
        """This process is about to end: every client is to come back to another one."""
        self._closing = True
        for stream in self._streams:
            stream.end()

    def _add(self, stream: Stream) -> None:
        self._streams.add(stream)
        for person in stream.person_ids:
            self._by_person[person].add(stream)
        self._by_session[stream.session_id].append(stream)
        # The oldest is the likeliest to be one that a phone has left behind.
        for old in self._by_session[stream.session_id][:-MOST]:
            old.end()
        if self._closing:
            stream.end()

    def _remove(self, stream: Stream) -> None:
        self._streams.discard(stream)
        for person in stream.person_ids:
            self._by_person[person].discard(stream)
            if not self._by_person[person]:
                del self._by_person[person]
        self._by_session[stream.session_id].remove(stream)
        if not self._by_session[stream.session_id]:
            del self._by_session[stream.session_id]
        self._gone += 1
        if self._gone == MANY:
            asyncio.get_running_loop().call_later(SETTLED, self._give_back)

    def _give_back(self) -> None:
        self._gone = 0
        memory.give_back()


def _come_back() -> bytes:
    """After a broken line the browser waits this long, each another while."""
    return b"retry: %d\n\n" % random.randint(300, 1500)  # noqa: S311 (no secret)
