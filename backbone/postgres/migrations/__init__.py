"""Brings a service's database up to date: the tables of the backbone, of its parts, its own."""

import pathlib
from collections.abc import Sequence

import sqlalchemy
from alembic import command, context
from alembic.config import Config

from backbone.postgres import database
from contracts.topology import SERVICES

_HERE = pathlib.Path(__file__).parent
_REPOSITORY = _HERE.parents[2]


def upgrade(service: str, url: str, *, parts: Sequence[str] | None = None) -> None:
    """Apply what is missing to the database at `url`; nothing where it is up to date.

    `parts`: whose tables come between the backbone's and the service's own, each with a version
    table of its own; by default as the topology says.
    """
    _run(_HERE, url, "backbone_version")
    for part in SERVICES.get(service, ()) if parts is None else parts:
        _run(_REPOSITORY / part / "migrations", url, f"{part}_version")
    own = _REPOSITORY / "services" / service / "migrations"
    if own.is_dir():
        _run(own, url, "alembic_version")


def run_env(metadata: sqlalchemy.MetaData) -> None:
    """What each `env.py` does: run the migrations in one transaction, one runner at a time."""
    attributes = context.config.attributes
    engine = sqlalchemy.create_engine(
        database.driver_url(attributes["url"]), poolclass=sqlalchemy.NullPool, hide_parameters=True
    )
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            version_table=attributes["version_table"],
        )
        with context.begin_transaction():
            connection.execute(sqlalchemy.text("SELECT pg_advisory_xact_lock(7221)"))
            context.run_migrations()
    engine.dispose()


def _run(tree: pathlib.Path, url: str, version_table: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(tree))
    config.set_main_option("path_separator", "os")
    config.attributes.update(url=url, version_table=version_table)
    command.upgrade(config, "head")
