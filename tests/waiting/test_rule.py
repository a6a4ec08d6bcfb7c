"""The rule by itself: whatever the order and however often, the same waits for the same people."""

import uuid
from collections.abc import Sequence

from hypothesis import given, settings

from contracts.events.facts import About
from contracts.events.messages import ConversationFact, MessageRead, MessageSent
from tests.waiting.histories import CONVERSATIONS, IDS, History, histories
from waiting.rule import Wait, Waits, merged


def told(facts: Sequence[ConversationFact]) -> Waits:
    return merged(waiting for fact in facts for waiting in fact.waits())


def unseen(facts: Sequence[ConversationFact], person: uuid.UUID, conversation: uuid.UUID) -> bool:
    """Whether a message to the person stands behind the last that they read or wrote."""
    here = [fact for fact in facts if fact.conversation_id == conversation]
    seen = [
        each.position
        for each in here
        if isinstance(each, MessageRead) and each.reader.person_id == person
    ]
    sent = [each for each in here if isinstance(each, MessageSent)]
    seen += [each.position for each in sent if each.author.person_id == person]
    return any(person in each.audience and each.position > max(seen, default=0) for each in sent)


@settings(database=None, deadline=None)
@given(histories())
def test_late_repeated_and_reordered_facts_lead_to_the_same(history: History) -> None:
    assert told(history.came) == told(history.happened)


@settings(database=None, deadline=None)
@given(histories())
def test_a_conversation_waits_for_whom_a_message_in_it_is_new(history: History) -> None:
    waits = told(history.came)
    for person in IDS:
        for conversation in CONVERSATIONS:
            wait = waits.get((person, About("conversation", conversation)), Wait())
            assert wait.waits == unseen(history.happened, person, conversation)
