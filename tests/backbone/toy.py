"""A tiny service to test the machinery with."""

import uuid

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from backbone import outbox
from backbone.service import Delivery, Service, every, rpc, subscribe
from contracts.errors import CodeWrong, EventRefused, NotFound, NotYet
from contracts.events.matters import MatterOpened, MatterUpdated
from contracts.events.sessions import SessionRevoked

TABLES = """
    CREATE TABLE note (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL);
    CREATE TABLE door (open boolean NOT NULL);
"""


class Say(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    then: str = ""


class Numbers(msgspec.Struct):
    text: int


class Said(msgspec.Struct, frozen=True, kw_only=True):
    text: str


class ToyService(Service):
    name = "toy"

    @rpc
    def echo(self, session: Session, call: Say) -> Said:
        return Said(text=call.text)

    @rpc
    def sleep(self, session: Session, call: Say) -> Said:
        session.execute(sa.text("SELECT pg_sleep(:seconds)"), {"seconds": float(call.text)})
        return Said(text=call.text)

    @rpc
    def write(self, session: Session, call: Say) -> Said:
        _write(session, call.text)
        outbox.publish(session, SessionRevoked(session_ids=[uuid.uuid4()]), "hartley")
        match call.then:
            case "refuse":
                raise NotFound
            case "count":
                raise CodeWrong(tries_left=4)
            case "break":
                raise RuntimeError(f"secret: {call.text}")
        return Said(text=call.text)

    @subscribe
    def on_matter_opened(self, session: Session, event: MatterOpened, delivery: Delivery) -> None:
        if event.title.startswith("store"):
            _write(session, event.title)
        _write(session, event.matter_id)
        if event.title == "refuse me":
            raise EventRefused("The toy refuses that title.")
        if event.title == "break me":
            raise RuntimeError(f"secret: {event.title}")

    @subscribe
    def on_matter_updated(self, session: Session, event: MatterUpdated, delivery: Delivery) -> None:
        if not session.scalar(sa.text("SELECT count(*) FROM door WHERE open")):
            raise NotYet("The door is not open yet.")
        _write(session, event.matter_id)

    @every(0.1)
    def tick(self) -> None:
        with self.transaction() as session:
            session.execute(sa.text("UPDATE door SET open = open"))


def _write(session: Session, text: str) -> None:
    session.execute(sa.text("INSERT INTO note (text) VALUES (:text)"), {"text": text})
