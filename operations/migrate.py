"""Brings every service's database up to date: `redwell migrate` or `python -m operations.migrate`.

Run before the services start. Addresses come from the files in `<run>/env`, else from the
environment as REDWELL_DATABASE_<SERVICE>.
"""

import os
import pathlib

import typer

SERVICES = ("auth", "matters", "messaging", "notify")
REPOSITORY = pathlib.Path(__file__).parent.parent


def migrate() -> None:
    """Bring every service's database up to date."""
    from backbone import migrations  # takes longer to load than all the other commands

    known = {service: url for service in SERVICES if (url := _database_url(service))}
    for service, url in known.items():
        migrations.upgrade(service, url)
        typer.echo(f"{service}: up to date")
    if not known:
        typer.echo("No database is known here.", err=True)
        raise typer.Exit(1)


def run_folder() -> pathlib.Path:
    """Where the running stack keeps its files."""
    return pathlib.Path(os.environ.get("REDWELL_RUN") or REPOSITORY / ".run")


def read_environment(program: str) -> dict[str, str]:
    """The environment that a program of the local stack is given, empty where there is none."""
    file = run_folder() / "env" / f"{program}.env"
    if not file.is_file():
        return {}
    lines = [line.partition("=") for line in file.read_text().splitlines() if "=" in line]
    return {name.strip(): value.strip() for name, _, value in lines}


def _database_url(service: str) -> str | None:
    given = os.environ.get(f"REDWELL_DATABASE_{service.upper()}")
    return given or read_environment(service).get("REDWELL_DATABASE_URL")


if __name__ == "__main__":
    typer.run(migrate)
