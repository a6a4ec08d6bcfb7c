"""`make bench`: measures a fresh stack of its own, prints a table, writes `.run/bench.json`.

`python -m bench --against FILE` prints beside each figure its ratio to that of an earlier run;
`python -m bench --only due` measures what is due alone, and writes nothing.
"""

import argparse
import asyncio
import sys
from pathlib import Path

import msgspec
import uvloop

from backbone import log
from bench import documents, due, finding, firm, floors, growth, portal, report, stack
from bench.load import Figures
from bench.people import Client
from bench.report import Found
from deploy.local.run import BENCH, REPOSITORY

RESULT = REPOSITORY / ".run" / BENCH
QUIET = 10.0  # seconds: what was started has settled by then


def main() -> None:
    """Exit status 2 where FILE is not a run of this benchmark."""
    asked = _asked()
    log.configure("bench", "ERROR")  # that the echo service is still starting is no news
    _say("starting a stack")
    if asked.only:
        with stack.fresh():
            print(uvloop.run(_due_alone(firm.laden_one())))
        return
    with stack.fresh():
        _say("signing in")
        found = uvloop.run(_measured(firm.clients()))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(
        msgspec.json.format(msgspec.json.encode(report.kept(found)), indent=2) + b"\n"
    )
    print(report.table(found))
    if asked.against is not None:
        print(report.ratios(found, asked.against))
    print(f"\nWritten to {RESULT.relative_to(REPOSITORY)}.")


async def _measured(clients: list[Client]) -> Found:
    """Floors first; nothing else runs meanwhile but the stack."""
    sender, listener, *others, hoarder, laden = clients
    senders, listers = others[: firm.SENDERS], others[firm.SENDERS :]
    url, meter = stack.town().portal, stack.Meter()
    await asyncio.sleep(QUIET)
    idle = stack.resident()
    _say("floors")
    rpc = await floors.calls(stack.amqp_url(), stack.database_url())
    insert = await floors.inserts(stack.database_url())
    _say("delivery to an idle portal")
    undisturbed = await portal.delivery(url, sender, listener)
    _say("sending")
    send = await portal.send(url, senders, meter)
    _say("reading")
    read = await portal.read(url, senders, meter)
    _say("delivery beside 16 senders")
    busy = await portal.delivery(url, sender, listener, senders)
    after = stack.resident()
    _say("documents")
    files = await asyncio.to_thread(documents.measured, url, senders)
    _say("growing")
    await asyncio.to_thread(firm.grow)
    await meter.digested()
    _say("finding")
    found = await finding.measured(url, hoarder, meter)
    to_do = await _due(laden, meter)
    _say("what has grown")
    return Found(
        rpc=rpc,
        insert=insert,
        send=send,
        read=read,
        delivery={"idle": undisturbed, "busy": busy},
        documents=files,
        finding=found,
        due=to_do,
        growth=await growth.measured(url, (sender, listener), senders, listers, meter),
        memory=report.memory(idle, after),
    )


async def _due(client: Client, meter: stack.Meter) -> dict[str, Figures]:
    _say("what is due")
    await asyncio.to_thread(firm.burden)
    await meter.digested()
    return await due.measured(stack.town().portal, client, meter)


async def _due_alone(client: Client) -> str:
    """Beside the floor, as a table."""
    _say("floor")
    rpc = await floors.calls(stack.amqp_url(), stack.database_url())
    return report.due_table(await _due(client, stack.Meter()), rpc)


class _Asked(msgspec.Struct, frozen=True):
    against: report.Kept | None
    only: str


def _asked() -> _Asked:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--against", type=Path, metavar="FILE", help="an earlier run's bench.json")
    parser.add_argument("--only", choices=["due"], default="", help="a part of it alone")
    given = parser.parse_args()
    path = given.against
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=report.Kept) if path else None
    except (OSError, msgspec.MsgspecError) as error:
        parser.error(f"{path} is not what an earlier run wrote: {error}")
    return _Asked(kept, given.only)


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
