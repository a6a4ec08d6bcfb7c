"""What grows with a firm: long lists, a conversation in which all write, one that many read."""

import dataclasses
import functools
from collections.abc import Sequence

import msgspec

from bench import portal, streams
from bench.firm import CONVERSATIONS, CROWD_SENDERS, FIRM
from bench.load import Figures, Meter
from bench.people import Client
from bench.streams import Held
from contracts import ids


class Growth(msgspec.Struct, frozen=True):
    """`lists`: by number of conversations, with one client."""

    lists: dict[int, Figures]
    hot_conversation: Figures
    matter_200: Figures
    streams_5000: Held


async def measured(
    url: str,
    pair: tuple[Client, Client],
    senders: Sequence[Client],
    listers: Sequence[Client],
    meter: Meter,
) -> Growth:
    """`pair`: who sends, and who listens; `listers`: one for each number of conversations."""
    lists = {
        number: await portal.by(url, [lister], 1, portal.list_once, meter)
        for number, lister in zip(CONVERSATIONS, listers, strict=True)
    }
    hot = await _writing(url, senders, "hot", meter)
    crowd = await _writing(url, senders[:CROWD_SENDERS], "crowd", meter)
    await meter.digested()
    return Growth(lists, hot, crowd, await streams.measured(url, *pair, senders))


async def _writing(url: str, clients: Sequence[Client], matter: str, meter: Meter) -> Figures:
    """All of them, in one conversation."""
    place = functools.partial(
        dataclasses.replace, conversation_id=ids.conversation_id(FIRM, matter)
    )
    return await portal.by(url, list(map(place, clients)), len(clients), portal.send_once, meter)
