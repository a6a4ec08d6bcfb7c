"""What is found by somebody with 100,000 messages and 5,000 documents, and how soon."""

import itertools
from urllib.parse import urlencode

import msgspec

from bench import portal
from bench.hoard import word
from bench.http import Connection
from bench.load import Figures, Meter
from bench.people import Client

# A word of every other message and one of very few, two together, beginnings of a word, one that
# nobody wrote.
_QUESTIONS = itertools.cycle(
    [word(0), word(40), word(2_000), f"{word(1)} {word(20)}", word(5)[:2], word(300)[:4], "xyzzy"]
)


class Finding(msgspec.Struct, frozen=True):
    """With one client. `in_one`: in one of their conversations; `new`: of the documents, those that
    they have not opened."""

    messages: Figures
    in_one: Figures
    documents: Figures
    documents_new: Figures
    documents_named: Figures


async def measured(url: str, client: Client, meter: Meter) -> Finding:
    return Finding(
        messages=await portal.by(url, [client], 1, _search, meter),
        in_one=await portal.by(url, [client], 1, _search_in_one, meter),
        documents=await portal.by(url, [client], 1, _list, meter),
        documents_new=await portal.by(url, [client], 1, _list_new, meter),
        documents_named=await portal.by(url, [client], 1, _list_named, meter),
    )


async def _search(connection: Connection, client: Client) -> None:
    await portal.get(connection, client, f"/v1/search/messages?{urlencode(_next())}")


async def _search_in_one(connection: Connection, client: Client) -> None:
    asked = urlencode(_next() | {"conversation_id": str(client.conversation_id)})
    await portal.get(connection, client, f"/v1/search/messages?{asked}")


async def _list(connection: Connection, client: Client) -> None:
    await portal.get(connection, client, "/v1/documents")


async def _list_new(connection: Connection, client: Client) -> None:
    await portal.get(connection, client, "/v1/documents?new=true")


async def _list_named(connection: Connection, client: Client) -> None:
    await portal.get(connection, client, f"/v1/documents?{urlencode(_next())}")


def _next() -> dict[str, str]:
    return {"q": next(_QUESTIONS)}
