"""`make bench`: measures a fresh stack of its own, prints a table, writes `.run/bench.json`.

`python -m bench --against FILE` prints beside each figure its ratio to that of an earlier run.
"""

import argparse
import asyncio
import sys
from pathlib import Path

import msgspec
import uvloop

from backbone import log
from bench import documents, finding, firm, floors, growth, portal, report, stack
from bench.people import Client
from bench.report import Found
from deploy.local.run import BENCH, REPOSITORY

RESULT = REPOSITORY / ".run" / BENCH
QUIET = 10.0  # seconds: what was started has settled by then


def main() -> None:
    """Exit status 2 where FILE is not a run of this benchmark."""
    before = _earlier()
    log.configure("bench", "ERROR")  # that the echo service is still starting is no news
    _say("starting a stack")
    with stack.fresh():
        _say("signing in")
        found = uvloop.run(_measured(firm.clients()))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(
        msgspec.json.format(msgspec.json.encode(report.kept(found)), indent=2) + b"\n"
    )
    print(report.table(found))
    if before is not None:
        print(report.ratios(found, before))
    print(f"\nWritten to {RESULT.relative_to(REPOSITORY)}.")


async def _measured(clients: list[Client]) -> Found:
    """Floors first; nothing else runs meanwhile but the stack."""
    sender, listener, *others = clients
    senders, listers, hoarder = others[: firm.SENDERS], others[firm.SENDERS : -1], others[-1]
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
    _say("what has grown")
    return Found(
        rpc=rpc,
        insert=insert,
        send=send,
        read=read,
        delivery={"idle": undisturbed, "busy": busy},
        documents=files,
        finding=found,
        growth=await growth.measured(url, (sender, listener), senders, listers, meter),
        memory=report.memory(idle, after),
    )


def _earlier() -> report.Kept | None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--against", type=Path, metavar="FILE", help="an earlier run's bench.json")
    path = parser.parse_args().against
    try:
        return msgspec.json.decode(path.read_bytes(), type=report.Kept) if path else None
    except (OSError, msgspec.MsgspecError) as error:
        parser.error(f"{path} is not what an earlier run wrote: {error}")


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
