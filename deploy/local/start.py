"""Starts the stack, in the environment that `prepare` has made. Started already: does nothing."""

from deploy.local import (
    database,
    mailbox,
    postgres,
    processes,
    rabbitmq,
    redwell,
    seaweedfs,
    secrets,
    supervisord,
)
from deploy.local.program import Program
from deploy.local.run import Run, write_private_json
from deploy.local.supervisor import Supervisor
from operations import health


def start(run: Run, *, infrastructure_only: bool = False) -> None:
    run.make()
    keys = secrets.load(run)
    programs = _prepare(run, keys)
    _supervise(run, programs)
    where = redwell.addresses(run, keys)
    health.wait_for({"postgres": where["postgres"]})
    database.provision(str(where["postgres"]), keys)
    health.wait_for({name: where[name] for name in ("amqp", "rabbitmq_api", "mailbox", "smtp")})
    health.wait_for({"s3": where["s3"]})
    seaweedfs.write_through(run)


def _prepare(run: Run, keys: secrets.Secrets) -> list[Program]:
    """Writes all configuration; says what is to run."""
    rabbitmq.prepare(run, keys)
    postgres.prepare(run, keys)
    seaweedfs.prepare(run)
    mailbox.prepare(run)
    environments = redwell.environments(run, keys)
    redwell.write_environments(run, environments | {"rabbitmq": rabbitmq.environment(run)})
    write_private_json(run.stack_file, redwell.addresses(run, keys))
    infrastructure = rabbitmq.programs(run) + postgres.programs(run)
    infrastructure += seaweedfs.programs(run, keys) + mailbox.programs(run)
    return infrastructure + redwell.programs(environments)


def _supervise(run: Run, programs: list[Program]) -> None:
    changed = supervisord.write_configuration(run, supervisord.configuration(run, programs))
    supervisor = Supervisor(run.folder)
    if not supervisor.alive():
        processes.end(run.folder)
        supervisord.start(run)
    elif changed:
        supervisor.update()
    for program in programs:
        if program.infrastructure:
            supervisor.start(program.name)
