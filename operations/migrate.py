"""Brings every service's database up to date: `redwell migrate` or `python -m operations.migrate`.

Run before the services start; a database that is just starting is waited for. Addresses come from
the files in `<run>/env`, else from the environment as REDWELL_DATABASE_<SERVICE>.
"""

import os

import typer

from contracts.topology import SERVICES
from firm.settings import read_environment_file, run_folder

PATIENCE = 60.0  # seconds until a database answers


def migrate() -> None:
    """Bring every service's database up to date, once it answers."""
    from backbone.postgres import migrations

    known = {service: url for service in SERVICES if (url := _database_url(service))}
    for service, url in known.items():
        _await(service, url)
        migrations.upgrade(service, url)
        typer.echo(f"{service}: up to date")
    if not known:
        typer.echo("No database is known here.", err=True)
        raise typer.Exit(1)


def _await(service: str, url: str) -> None:
    from operations import health

    try:
        health.wait_for({"postgres": url}, PATIENCE)
    except health.NotHealthy as error:
        typer.echo(f"The database of {service} does not answer. {error}", err=True)
        raise typer.Exit(1) from error


def read_environment(program: str) -> dict[str, str]:
    """The environment that a program of the local stack is given, empty where there is none."""
    file = run_folder() / "env" / f"{program}.env"
    return read_environment_file(file) if file.is_file() else {}


def _database_url(service: str) -> str | None:
    given = os.environ.get(f"REDWELL_DATABASE_{service.upper()}")
    return given or read_environment(service).get("REDWELL_DATABASE_URL")


if __name__ == "__main__":
    typer.run(migrate)
