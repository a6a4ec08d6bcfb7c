"""However facts are divided into what is heard together, the same is noted and told."""

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from backbone.testing import stack
from contracts.events.accounts import AccountActivated
from contracts.events.contacts import ContactInvited
from contracts.events.messages import ConversationFact, MessageRead, MessageSent
from contracts.ids import conversation_id, matter_id, message_id
from tests.services.notify import scene
from tests.services.notify.scene import Scene
from tests.services.statements import run_by

CONTACTS = ("vane", "maria", "lena")  # the first has no address
MATTERS = ("m1", "m2")


class Said(NamedTuple):
    """A message that is some hours old, or that everything up to it was read."""

    what: str
    matter: str
    position: int
    by: str
    hours: int


class Round(NamedTuple):
    """Facts that come while no time passes, then `minutes` in which e-mails are queued."""

    said: list[Said]
    cuts: list[int]
    minutes: int


SAID = st.builds(
    Said,
    st.sampled_from(["sent", "sent", "read"]),
    st.sampled_from(MATTERS),
    st.integers(1, 6),
    st.sampled_from(CONTACTS),
    st.sampled_from([0, 0, 30]),
)
ROUND = st.builds(
    Round,
    st.lists(SAID, min_size=1, max_size=8),
    st.lists(st.integers(0, 8), max_size=3),
    st.sampled_from([0, 1, 20, 300]),
)
# Read in the middle: what comes after it is told soon, as if nothing had been told before.
READ_BETWEEN = [
    Round([Said("sent", "m1", 1, "vane", 0), Said("sent", "m2", 1, "vane", 0)], [], 1),
    Round([Said("read", "m1", 1, "maria", 0), Said("sent", "m1", 2, "vane", 0)], [], 0),
]
OLD_AND_NEW = [Round([Said("sent", "m1", n, "vane", 30 * (n % 2)) for n in (4, 3, 5)], [], 0)]


@settings(database=None, deadline=None, max_examples=30)
@given(st.lists(ROUND, min_size=1, max_size=4), st.booleans())
@example(READ_BETWEEN, True)
@example(OLD_AND_NEW, True)
def test_facts_heard_together_leave_what_each_by_itself_leaves(
    sessions: sessionmaker[Session], rounds: list[Round], activated: bool
) -> None:
    moment = datetime.datetime.now(datetime.UTC)
    alone, together = (_scene(sessions, moment, activated=activated) for _ in range(2))
    for each in rounds:
        for fact in each.said:
            alone.tell(_event(alone, fact))
        for part in _parts(each):
            together.tell_together([_event(together, fact) for fact in part])
        for firm in (alone, together):
            firm.pass_time(minutes=each.minutes)
            firm.queue()
    assert _left(together) == _left(alone)


def test_what_several_messages_say_is_noted_at_once(scene: Scene) -> None:
    facts = [scene.message_event(to=f"client-{n % 5}") for n in range(20)]
    ran = [statement for statement, _ in run_by(scene, lambda: scene.tell_together(facts))]
    assert sum("INSERT INTO alerts" in each for each in ran) == 1
    assert sum("FOR UPDATE" in each for each in ran) == 1


def _scene(sessions: sessionmaker[Session], moment: datetime.datetime, *, activated: bool) -> Scene:
    made = Scene(sessions, scene.settings(stack()))
    made.now = moment
    made.register()
    for contact in CONTACTS[1:]:
        address = f"{contact}@{made.firm_id}.example.test"
        made.tell(ContactInvited(contact_id=contact, name="Maria Okafor", email=address))
        if activated:
            made.tell(AccountActivated(person=made.named(contact), activated_at=moment))
    return made


def _event(firm: Scene, said: Said) -> ConversationFact:
    common: dict[str, Any] = {
        "conversation_id": conversation_id(firm.firm_id, said.matter),
        "matter_id": matter_id(firm.firm_id, said.matter),
        "matter_ref": "24-117",
        "message_id": message_id(firm.firm_id, f"{said.matter}/{said.position}"),
        "position": said.position,
        "audience": [firm.person(contact) for contact in CONTACTS],
    }
    at = firm.now - datetime.timedelta(hours=said.hours)
    who = firm.named(said.by)
    if said.what == "read":
        return MessageRead(**common, reader=who, read_at=at)
    return MessageSent(**common, author=who, origin="firm", body="-", sent_at=at)


def _parts(each: Round) -> list[Sequence[Said]]:
    cuts = sorted({0, *(cut for cut in each.cuts if cut < len(each.said))})
    ends = [*cuts[1:], len(each.said)]
    return [each.said[start:end] for start, end in zip(cuts, ends, strict=True)]


ALERTS = """
    SELECT ref, about_id, opened, closed, matter_id, due_at, emailed_at, get_started_at, alerted_at
    FROM alerts JOIN persons ON persons.id = person_id WHERE firm_id = :firm"""
EMAILS = """
    SELECT ref, kind, state, created_at, expires_at
    FROM emails JOIN persons ON persons.id = person_id WHERE emails.firm_id = :firm"""


def _left(firm: Scene) -> tuple[list[Any], list[Any]]:
    """The rows, with names for what is the firm's own."""
    names = {conversation_id(firm.firm_id, matter): matter for matter in MATTERS}
    names |= {matter_id(firm.firm_id, matter): matter for matter in MATTERS}
    with firm.sessions() as session:
        tables = [
            session.execute(sa.text(query), {"firm": firm.firm_id}) for query in (ALERTS, EMAILS)
        ]
        alerts, emails = ([tuple(names.get(v, v) for v in row) for row in rows] for rows in tables)
    return sorted(alerts, key=str), sorted(emails, key=str)
