"""A tiny service to test the machinery with."""

import datetime
import uuid
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from backbone.calls.turns import Place
from backbone.service import Service, answer, every, hear, hear_together, when_due
from backbone.setbacks import one_by_one
from backbone.work import Work
from contracts.calls.call import Call
from contracts.errors import CodeWrong, EventRefused, NotFound, NotYet
from contracts.events.matters import MatterClosed, MatterOpened, MatterUpdated
from contracts.events.sessions import SessionRevoked

TABLES = """
    CREATE TABLE note (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL);
    CREATE TABLE door (open boolean NOT NULL);
    CREATE TABLE chore (name text PRIMARY KEY, since timestamptz NOT NULL DEFAULT now());
"""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    text: str


class ToyCall(Call[Said], frozen=True, kw_only=True):
    service = "toy"
    text: str


class Echo(ToyCall, frozen=True, kw_only=True):
    pass


class Sleep(ToyCall, frozen=True, kw_only=True):
    pass


class Write(ToyCall, frozen=True, kw_only=True):
    then: str = ""


class Peek(ToyCall, frozen=True, kw_only=True):
    pass


class Stand(ToyCall, frozen=True, kw_only=True):
    seconds: float = 0.3
    caller: str = ""


class PutChore(ToyCall, frozen=True, kw_only=True):
    """`text`: its name; a "broken" one cannot be done before the door is open."""

    seconds: float = 0.0
    refused: bool = False


class EchoNumber(Call[Said], frozen=True, kw_only=True):
    """An echo as somebody may ask for it who did not read what it takes."""

    service, method = "toy", "echo"
    text: int


def echo(work: Work, call: Echo) -> Said:
    return Said(text=call.text)


def sleep(work: Work, call: Sleep) -> Said:
    work.session.execute(sa.text("SELECT pg_sleep(:seconds)"), {"seconds": float(call.text)})
    return Said(text=call.text)


def write(work: Work, call: Write) -> Said:
    _write(work, call.text)
    work.publish(SessionRevoked(session_ids=[uuid.uuid4()]), "hartley")
    match call.then:
        case "refuse":
            raise NotFound
        case "count":
            raise CodeWrong(tries_left=4)
        case "break":
            raise RuntimeError(f"secret: {call.text}")
    return Said(text=call.text)


def peek(work: Work, call: Peek) -> Said:
    """Says how many notes there are of this text; or forgets that it only reads."""
    if call.text == "write":
        _write(work, call.text)
    count = work.session.scalar(
        sa.text("SELECT count(*) FROM note WHERE text = :text"), {"text": call.text}
    )
    return Said(text=str(count))


def stand(work: Work, call: Stand) -> Said:
    """Notes when it begins and when it ends."""
    _write(work, f"{call.text} begins")
    work.session.execute(sa.text("SELECT pg_sleep(:seconds)"), {"seconds": call.seconds})
    _write(work, f"{call.text} ends")
    return Said(text=call.text)


def put_chore(work: Work, call: PutChore) -> Said:
    since = work.now + datetime.timedelta(seconds=call.seconds)
    work.session.execute(sa.insert(_chore).values(name=call.text, since=since))
    work.due(_chore, since)
    if call.refused:
        raise NotFound
    return Said(text=call.text)


def note_opened(work: Work, event: MatterOpened) -> None:
    if event.title.startswith("store"):
        _write(work, event.title)
    _write(work, event.matter_id)
    if event.title == "refuse me":
        raise EventRefused("The toy refuses that title.")
    if event.title == "break me":
        raise RuntimeError(f"secret: {event.title}")


def note_updated(work: Work, event: MatterUpdated) -> None:
    if not _door_is_open(work):
        raise NotYet("The door is not open yet.")
    _write(work, event.matter_id)


def note_closed(work: Work, events: Sequence[MatterClosed]) -> None:
    """Says how many it was told of together."""
    for event in events:
        _write(work, f"{event.matter_id} of {len(events)}")
        if event.matter_id == "refused":
            raise EventRefused("The toy refuses that matter.")


_chore = sa.table("chore", sa.column("name", sa.Text), sa.column("since", sa.DateTime(True)))


def chores(work: Work) -> sa.Select[str, datetime.datetime]:
    return sa.select(_chore.c.name, _chore.c.since).order_by(_chore.c.since)


def do_chore(work: Work, name: str) -> bool:
    """Raises where psycopg cannot read since when it is to be done, or it is a broken one."""
    if name.startswith("broken") and not _door_is_open(work):
        raise RuntimeError(f"secret: {name}")
    work.session.scalars(sa.select(_chore.c.since).where(_chore.c.name == name)).one()
    work.session.execute(sa.delete(_chore).where(_chore.c.name == name))
    return True


class ToyService(Service):
    name = "toy"
    answers = [
        answer(echo),
        answer(sleep),
        answer(write),
        answer(put_chore),
        answer(peek, reading=True),
        answer(stand, in_turn=lambda call: Place(call.text, call.caller)),
    ]
    hears = [hear(note_opened), hear(note_updated), hear_together(note_closed)]

    @when_due(_chore)
    def do_chores(self) -> float | None:
        return one_by_one(self, chores, do_chore)

    @every(0.1)
    def tick(self) -> None:
        with self.transaction() as session:
            session.execute(sa.text("UPDATE door SET open = open"))


def _door_is_open(work: Work) -> bool:
    return bool(work.session.scalar(sa.text("SELECT count(*) FROM door WHERE open")))


def _write(work: Work, text: str) -> None:
    work.session.execute(sa.text("INSERT INTO note (text) VALUES (:text)"), {"text": text})
