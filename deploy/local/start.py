"""Starts the stack, on a machine that `preparing` has made ready. Started already: does nothing."""

import concurrent.futures

import msgspec

from backbone.postgres import migrations
from contracts.topology import SERVICES
from deploy.local import (
    clamd,
    database,
    demo,
    late,
    mailbox,
    nginx,
    ports,
    postgres,
    processes,
    rabbitmq,
    redwell,
    seaweedfs,
    secrets,
    stop,
    supervisord,
)
from deploy.local.announce import NotPossible, step
from deploy.local.program import Program
from deploy.local.run import Run, write_private_json
from operations import documents_store, health
from operations.object_store import ObjectStore
from operations.supervision import Supervisor


def start(run: Run, *, infrastructure_only: bool = False) -> None:
    """Returns when everything answers; raises NotPossible, naming the part that doesn't.

    A start that fails, or is interrupted, ends what it began.
    """
    _require_place(run)
    before = Supervisor(run.folder).running()
    try:
        _start(run, infrastructure_only=infrastructure_only)
    except BaseException:
        stop.stop_all_but(run, before)
        raise


def _start(run: Run, *, infrastructure_only: bool) -> None:
    run.make()
    keys = secrets.load(run)
    programs = _prepare(run, keys)
    _supervise(run, programs)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        # While the broker is still starting, the databases are made ready.
        infrastructure = pool.submit(_await_infrastructure, run, keys)
        databases = pool.submit(_databases, run, keys)
        infrastructure.result()
        databases.result()
    if infrastructure_only:
        return
    supervisor = Supervisor(run.folder)
    for program in programs:
        supervisor.start(program.name)
    _await({"ready": redwell.addresses(run, keys)["portal"]}, run)
    late.tell(run)
    demo.publish(run)


def _require_place(run: Run) -> None:
    """Nothing is begun, or spoken to, where another stack is."""
    asked = ports.asked()
    if asked not in (None, run.ports.base):
        raise NotPossible(
            f"The stack in {run.folder} has the ports from {run.ports.base} on, and keeps them.\n"
            f"Leave {ports.VARIABLE} out, or start another one beside it:  {_ELSEWHERE}\n"
            "`make reset` forgets this one with all its data."
        )
    if Supervisor(run.folder).alive() and not supervisord.is_of_this_copy(run):
        raise NotPossible(
            f"The stack in {run.folder} runs from another copy of Redwell.\n"
            f"Stop it with `make down`, or start another one beside it:  {_ELSEWHERE}"
        )
    _require_ports(run)


_ELSEWHERE = f"REDWELL_RUN=.run-two {ports.VARIABLE}=9000 make up"


def _require_ports(run: Run) -> None:
    """Each is free, or one of this stack's own programs listens on it."""
    if busy := ports.taken(run.ports, processes.listening(run.folder)):
        raise NotPossible(
            f"Another program listens on {', '.join(map(str, busy))}.\n"
            f"Stop it, or start on other ports:  {_ELSEWHERE}"
        )


def _prepare(run: Run, keys: secrets.Secrets) -> list[Program]:
    """Writes all configuration; says what is to run."""
    rabbitmq.prepare(run, keys)
    postgres.prepare(run, keys)
    seaweedfs.prepare(run)
    mailbox.prepare(run)
    nginx.prepare(run)
    clamd.prepare(run)
    environments = redwell.environments(run, keys)
    redwell.write_environments(run, environments | {"rabbitmq": rabbitmq.environment(run)})
    write_private_json(run.stack_file, redwell.addresses(run, keys))
    infrastructure = rabbitmq.programs(run) + postgres.programs(run)
    infrastructure += seaweedfs.programs(run, keys) + mailbox.programs(run)
    infrastructure += nginx.programs(run) + clamd.programs(run)
    return infrastructure + redwell.programs(environments)


def _supervise(run: Run, programs: list[Program]) -> None:
    changed = supervisord.write_configuration(run, supervisord.configuration(run, programs))
    supervisor = Supervisor(run.folder)
    if not supervisor.alive():
        if lost := processes.end(run.folder):
            step(f"Ended {lost} processes that nobody watched over.")
        supervisord.start(run)
    elif changed:
        supervisor.update()
    for program in programs:
        if program.infrastructure:
            supervisor.start(program.name)


def _databases(run: Run, keys: secrets.Secrets) -> None:
    url = str(redwell.addresses(run, keys)["postgres"])
    _await({"postgres": url}, run)
    made = database.provision(url, keys)
    if len(made) < len(SERVICES):
        late.note(run, made)
    for service in SERVICES:
        migrations.upgrade(service, redwell.database_url(run, keys, service))


def _await_infrastructure(run: Run, keys: secrets.Secrets) -> None:
    where = redwell.addresses(run, keys)
    parts = ("mailbox", "smtp", "s3", "files", "clamd", "amqp", "rabbitmq_api")
    _await({part: where[part] for part in parts if part in where}, run)
    _require_ports(run)  # another stack may have been starting meanwhile
    seaweedfs.write_through(run)
    store = msgspec.convert(where["s3"], ObjectStore)
    documents_store.prepare(store, str(where["portal"]))


def _await(parts: dict[str, object], run: Run) -> None:
    try:
        health.wait_for(parts)
    except health.NotHealthy as error:
        raise NotPossible(f"{error}\nThe logs are in {run.log}.") from error
