"""What may happen in two conversations of three people, and how it may reach whoever hears it."""

import datetime
import uuid
from collections import Counter
from typing import NamedTuple

from hypothesis import strategies as st

from contracts.events.messages import ConversationFact, MessageRead, MessageSent
from contracts.events.persons import Person

PEOPLE = [Person(person_id=uuid.UUID(int=each), contact_ref="", name="") for each in (1, 2, 3)]
IDS = [person.person_id for person in PEOPLE]
CONVERSATIONS = [uuid.UUID(int=each) for each in (11, 12)]
MOMENT = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)


class History(NamedTuple):
    """`happened`: in its order. `came`: in any other, each fact once or several times."""

    happened: list[ConversationFact]
    came: list[ConversationFact]


@st.composite
def histories(draw: st.DrawFn) -> History:
    facts: list[ConversationFact] = []
    last: Counter[uuid.UUID] = Counter()
    for conversation, person in draw(st.lists(_turns, min_size=1, max_size=12)):
        if last[conversation] and draw(st.booleans()):
            position = draw(st.integers(1, last[conversation]))
            facts.append(_read(conversation, position, person))
        else:
            last[conversation] += 1
            audience = draw(st.lists(st.sampled_from(IDS), unique=True))
            facts.append(_sent(conversation, last[conversation], person, audience))
    again = draw(st.lists(st.sampled_from(facts), max_size=6))
    return History(facts, draw(st.permutations(facts + again)))


_turns = st.tuples(st.sampled_from(CONVERSATIONS), st.sampled_from(PEOPLE))


def _sent(
    conversation: uuid.UUID, position: int, author: Person, audience: list[uuid.UUID]
) -> MessageSent:
    return MessageSent(
        conversation_id=conversation,
        matter_id=conversation,
        matter_ref="",
        message_id=uuid.UUID(int=position),
        position=position,
        audience=audience,
        author=author,
        origin="firm",
        body="",
        sent_at=MOMENT,
    )


def _read(conversation: uuid.UUID, position: int, reader: Person) -> MessageRead:
    return MessageRead(
        conversation_id=conversation,
        matter_id=conversation,
        matter_ref="",
        message_id=uuid.UUID(int=position),
        position=position,
        audience=IDS,
        reader=reader,
        read_at=MOMENT,
    )
