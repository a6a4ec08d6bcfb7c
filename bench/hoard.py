"""One client to whom very much was written and shared over the years, put there as rows."""

import datetime
import random
import uuid
from collections.abc import Iterable, Iterator

import psycopg

from bench import people, stack
from contracts import ids
from finding.keeping import kept
from firm.publisher import Publisher

MATTERS = 200
MESSAGES = 100_000
DOCUMENTS = 5_000
OPENED = 0.9  # of the documents
_WORDS, _IN_A_MESSAGE = 4_000, 28
_PATIENCE = 900.0  # seconds: they come after all that else has grown

_MESSAGES = """
    COPY messages (id, conversation_id, position, author_id, author_role, origin, ref, body,
                   sent_at, words) FROM STDIN
"""
_DOCUMENTS = """
    COPY documents (id, firm_id, matter_id, ref, name, folder, author_id, author_role, origin,
                    version, size, kind, state, change, created_at, shared_at, words) FROM STDIN
"""
_VERSIONS = """
    INSERT INTO versions
        (id, document_id, number, name, size, declared_type, kind, state, created_at, shared_at)
    SELECT gen_random_uuid(), id, 1, name, size, '', kind, state, created_at, shared_at
    FROM documents WHERE author_id = %s
"""
_OPENINGS = "COPY openings (document_id, version, person_id, viewed_at) FROM STDIN"


def word(rank: int) -> str:
    """A word of the language that all of it is in; the lower its rank, the more frequent."""
    letters = random.Random(rank)
    syllables = (letters.choice("bdfglmnprst") + letters.choice("aeiou") for _ in range(2))
    return "".join(syllables) + letters.choice(["ra", "no", "sted", "ting", "s", "ción"])


def fill(publisher: Publisher, contact: str) -> None:
    """Let the client into the matters, and put messages and documents into each."""
    for number in range(1, MATTERS):
        people.open_matter(publisher, _matter(number), [])
        people.admit(publisher, _matter(number), contact)
    person = ids.person_id(publisher.firm_id, contact)
    _store_messages(publisher.firm_id, person)
    _store_documents(publisher.firm_id, person)


def _store_messages(firm_id: str, person: uuid.UUID) -> None:
    with psycopg.connect(stack.database_url("messaging"), autocommit=True) as connection:
        await_parts(connection, person, MATTERS)
        _copy(connection, _MESSAGES, _messages(firm_id))
        connection.execute(
            "UPDATE conversations SET last_position = %s,"
            " active_at = now() + interval '1 day' FROM participants"
            " WHERE participants.matter_id = conversations.matter_id AND person_id = %s",
            [MESSAGES // MATTERS + 1, person],
        )
        connection.execute("VACUUM ANALYZE")


def _store_documents(firm_id: str, person: uuid.UUID) -> None:
    made = list(_documents(firm_id))
    opened = made[: int(DOCUMENTS * OPENED)]
    with psycopg.connect(stack.database_url("files"), autocommit=True) as connection:
        await_parts(connection, person, MATTERS)
        _copy(connection, _DOCUMENTS, made)
        connection.execute(_VERSIONS, [ids.person_id(firm_id, people.STAFF)])
        _copy(connection, _OPENINGS, ((row[0], 1, person, row[-2]) for row in opened))
        connection.execute("VACUUM ANALYZE")


def _messages(firm_id: str) -> Iterator[tuple[object, ...]]:
    """Each matter's in their order, the first of them after what it was opened with."""
    chance, now = random.Random(1), datetime.datetime.now(datetime.UTC)
    words = [word(rank) for rank in range(_WORDS)]
    weights = [1 / (rank + 3) for rank in range(_WORDS)]
    author = ids.person_id(firm_id, people.STAFF)
    for each in range(MESSAGES):
        conversation = ids.conversation_id(firm_id, _matter(each % MATTERS))
        body = " ".join(chance.choices(words, weights, k=_IN_A_MESSAGE))
        position, sent_at = each // MATTERS + 2, now + datetime.timedelta(milliseconds=each)
        yield (
            *(ids.new_id(), conversation, position, author, "Attorney", "firm", str(each)),
            *(body, sent_at, kept(conversation, body)),
        )


def _documents(firm_id: str) -> Iterator[tuple[object, ...]]:
    """In no order of their matters, as one has them after years."""
    chance, now = random.Random(2), datetime.datetime.now(datetime.UTC)
    author = ids.person_id(firm_id, people.STAFF)
    for each in range(DOCUMENTS):
        matter = ids.matter_id(firm_id, _matter(chance.randrange(MATTERS)))
        name = f"{word(chance.randrange(500))}_{2000 + each % 25}-{word(chance.randrange(500))}.pdf"
        shared_at = now + datetime.timedelta(milliseconds=each)
        yield (
            *(ids.new_id(), firm_id, matter, str(each), name, "", author, "Attorney", "firm", 1),
            *(chance.randrange(10_000_000), "pdf", "ready", 1, now, shared_at, kept(matter, name)),
        )


def _copy(
    connection: "psycopg.Connection[object]", into: str, rows: Iterable[tuple[object, ...]]
) -> None:
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)


def await_parts(
    connection: "psycopg.Connection[tuple[int]]", person: uuid.UUID, matters: int
) -> None:
    """Until the service knows of all the matters that the client takes part in."""
    parts = "SELECT count(*) FROM participants WHERE person_id = %s"

    def there() -> bool | None:
        return connection.execute(parts, [person]).fetchone() == (matters,) or None

    people.wait_for(there, "the matters of one who has very many", _PATIENCE)


def _matter(number: int) -> str:
    return f"hoard-{number}"
