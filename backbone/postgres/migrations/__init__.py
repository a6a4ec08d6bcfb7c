"""Brings a service's database up to date: first the tables of the backbone, then its own."""

import pathlib

import sqlalchemy
from alembic import command, context
from alembic.config import Config

from backbone.postgres import database

_HERE = pathlib.Path(__file__).parent
_SERVICES = _HERE.parents[2] / "services"


def upgrade(service: str, url: str) -> None:
    """Apply what is missing to the database at `url`; nothing where it is up to date.

    A service without migrations of its own gets the backbone's tables alone.
    """
    _run(_HERE, url, "backbone_version")
    own = _SERVICES / service / "migrations"
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
