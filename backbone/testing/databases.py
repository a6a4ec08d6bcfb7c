"""A migrated database for each test that asks for one."""

import functools
import urllib.parse
import uuid

import psycopg
from psycopg import sql

from backbone.postgres import migrations
from backbone.testing.parts import stack, undo


def fresh_database(service: str, parts: tuple[str, ...] | None = None) -> str:
    """The address of a new, migrated database for `service`; gone after `clean_up`.

    `parts`: as `migrations.upgrade` takes them, for services of the tests alone.
    """
    name = f"test_{uuid.uuid4().hex[:16]}"
    _administer(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(_template(service, parts))
        )
    )
    undo.append(functools.partial(_drop, name))
    return _address(name)


@functools.cache
def _template(service: str, parts: tuple[str, ...] | None) -> str:
    """A migrated database to copy: migrations run once per service and test run."""
    name = f"template_{uuid.uuid4().hex[:16]}"
    _administer(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    undo.insert(0, functools.partial(_drop, name))
    migrations.upgrade(service, _address(name), parts=parts)
    return name


def _address(database: str) -> str:
    superuser = urllib.parse.urlsplit(str(stack()["postgres"]))
    return superuser._replace(path=f"/{database}").geturl()


def _drop(database: str) -> None:
    _administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _administer(statement: sql.Composed) -> None:
    with psycopg.connect(stack()["postgres"], autocommit=True) as connection:
        connection.execute(statement)
