"""Takes a firm in: its place is made, its credentials are kept in a file, the services are told."""

import datetime
import os
import time
from pathlib import Path

import msgspec

from contracts import events, ids, topology
from contracts.cleaning import Unfit, cleaned
from contracts.events.firms import FirmRegistered
from contracts.topology import SERVICES
from contracts.wording import flaw
from firm import settings
from firm.publisher import Publisher
from operations.accent import readable_on_white
from operations.provision import FirmAccess, Stack, broker_api, provision

_RESERVED = {topology.REDWELL, "unrouted"}  # `firm.unrouted` is the name of an exchange
_WAIT_FOR_SERVICES = 30.0


class NotRegistered(Exception):
    """The firm cannot be taken in; the message says why."""


def register(firm_id: str, registered: FirmRegistered, staff: str = "") -> Path:
    """Make or renew the firm's place, and return the file with its credentials (mode 0600).

    `staff`: contact id of whoever writes when nobody is named. Safe to repeat; credentials that
    work go on working. Raises NotRegistered.
    """
    _check(firm_id, registered)
    stack = load_stack()
    file = settings.run_folder() / "firms" / f"{firm_id}.env"
    known = settings.read_environment_file(file) if file.exists() else {}
    access = provision(stack, firm_id, _access(known))
    changed = msgspec.to_builtins(access) | ({"firm_staff": staff} if staff else {})
    _keep(file, known | {f"REDWELL_{name.upper()}": value for name, value in changed.items()})
    _await_listeners(stack)
    with Publisher(stack.amqp, firm_id, exchange=topology.INTERNAL) as publisher:
        publisher.publish(_announcement(firm_id, registered))
    return file


def load_stack() -> Stack:
    """The running stack; raises NotRegistered where none has been started."""
    file = settings.run_folder() / "stack.json"
    if not file.exists():
        raise NotRegistered("Redwell has not been started here. Start it with: make up")
    return msgspec.json.decode(file.read_bytes(), type=Stack)


def _check(firm_id: str, registered: FirmRegistered) -> None:
    if not ids.FIRM_ID.fullmatch(firm_id) or firm_id in _RESERVED:
        raise NotRegistered(
            f"'{firm_id}' cannot be a firm's id: 2 to 40 of a-z, 0-9 and dashes, beginning with "
            f"a letter, not ending in a dash, and neither of {', '.join(sorted(_RESERVED))}."
        )
    try:
        cleaned(msgspec.convert(msgspec.to_builtins(registered), FirmRegistered))
    except msgspec.ValidationError as error:
        raise NotRegistered(flaw(error, FirmRegistered).sentence) from error
    except Unfit as error:
        raise NotRegistered(str(error)) from error
    if not readable_on_white(registered.accent):
        raise NotRegistered(f"White text cannot be read on {registered.accent}: take a darker one.")


def _access(known: dict[str, str]) -> FirmAccess | None:
    fields = FirmAccess.__struct_fields__
    found = {name: known.get(f"REDWELL_{name.upper()}") for name in fields}
    return None if None in found.values() else msgspec.convert(found, FirmAccess)


def _keep(file: Path, variables: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_suffix(".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.writelines(f"{name}={value}\n" for name, value in variables.items())
    fresh.replace(file)


def _await_listeners(stack: Stack) -> None:
    """Wait until every service's inbox would get the announcement: nobody repeats it to them."""
    until = time.monotonic() + _WAIT_FOR_SERVICES
    while missing := _deaf_services(stack):
        if time.monotonic() > until:
            raise NotRegistered(f"Not started yet: {', '.join(sorted(missing))}. Try again.")
        time.sleep(0.5)


def _deaf_services(stack: Stack) -> set[str]:
    vhost = "%2F" if stack.vhost == "/" else stack.vhost
    with broker_api(stack) as api:
        bindings = api.get(f"/exchanges/{vhost}/{topology.INTERNAL}/bindings/source").json()
    key = topology.any_firm(FirmRegistered.type)
    bound = {each["destination"] for each in bindings if each["routing_key"] == key}
    return {service for service in SERVICES if topology.inbox(service) not in bound}


def _announcement(firm_id: str, registered: FirmRegistered) -> bytes:
    return events.encode(
        registered,
        id=str(ids.new_id()),
        source=topology.REDWELL,
        firm_id=firm_id,
        time=datetime.datetime.now(datetime.UTC),
    )
