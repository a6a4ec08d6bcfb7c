"""The law firm that is measured: its clients, and what it grows into."""

import dataclasses
import itertools
from collections.abc import Sequence

import psycopg

from bench import duties, hoard, stack
from bench.people import Client, admit, open_matter, sign_in_all
from contracts import ids
from firm.publisher import Publisher
from services.auth import tokens

FIRM = "bench"
SENDERS = 16
CONVERSATIONS = (1, 20, 200, 2000)  # how many each lister takes part in
CROWD = 200  # participants of one matter
CROWD_SENDERS = 4
_HOARDER, _LADEN = "hoarder", "laden"


def clients() -> list[Client]:
    """Signed in: who sends, who listens in the same matter, 16 in one each, listers, a hoarder, and
    one for whom much is due.
    """
    _register()
    places = {"sender": "shared", "listener": "shared"}
    places |= {_sender(number): f"own-{number}" for number in range(SENDERS)}
    places |= {f"lister-{number}": f"listed-by-{number}" for number in CONVERSATIONS}
    places |= {_HOARDER: "hoard-0", _LADEN: duties.matter(0)}
    with _publisher() as publisher:
        open_matter(publisher, "shared", ["sender", "listener"])
        for contact, matter in list(places.items())[2:]:
            open_matter(publisher, matter, [contact])
    return sign_in_all(stack.town(), FIRM, places)


def laden_one() -> Client:
    """Signed in alone: the one for whom much is due."""
    _register()
    with _publisher() as publisher:
        open_matter(publisher, duties.matter(0), [_LADEN])
    (client,) = sign_in_all(stack.town(), FIRM, {_LADEN: duties.matter(0)})
    return client


def burden() -> None:
    """Much is due for one client, from now on."""
    with _publisher() as publisher:
        duties.fill(publisher, _LADEN)


def grow() -> None:
    """One conversation in which all write, one that two hundred read, lists that are long, and one
    client's messages and documents of years."""
    with _publisher() as publisher:
        open_matter(publisher, "hot", [])
        for number in range(SENDERS):
            admit(publisher, "hot", _sender(number))
        open_matter(publisher, "crowd", [])
        for number in range(CROWD_SENDERS):
            admit(publisher, "crowd", _sender(number))
        for number in range(CROWD - CROWD_SENDERS):
            admit(publisher, "crowd", f"reader-{number}")
        for matter in range(max(CONVERSATIONS) - 1):
            open_matter(publisher, f"listed-{matter}", [])
            for number in CONVERSATIONS:
                if matter < number - 1:
                    admit(publisher, f"listed-{matter}", f"lister-{number}")
        hoard.fill(publisher, _HOARDER)


def sessions(clients: Sequence[Client], number: int) -> list[Client]:
    """So many further sessions of these clients, shared out among them."""
    made = [
        dataclasses.replace(clients[each % len(clients)], token=tokens.fresh())
        for each in range(number)
    ]
    with psycopg.connect(stack.database_url("auth")) as connection:
        connection.cursor().executemany(
            _ALIKE,
            [
                (ids.new_id(), tokens.digest(one.token), tokens.digest(like.token))
                for one, like in zip(made, itertools.cycle(clients))
            ],
        )
    return made


_ALIKE = """
    INSERT INTO sessions
        (id, token_digest, account_id, proofs, agent, started_at, proved_at, last_used_at)
    SELECT %s, %s, account_id, proofs, agent, started_at, proved_at, last_used_at
    FROM sessions WHERE token_digest = %s
"""


def _register() -> None:
    stack.command("redwell", "firm", "add", FIRM, "--name", "Bench & Partners")


def _sender(number: int) -> str:
    return f"client-{number}"


def _publisher() -> Publisher:
    return Publisher(stack.firm_amqp_url(FIRM), FIRM)
