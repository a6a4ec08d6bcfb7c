"""A database and a role for each service, in a cluster that answers."""

from collections.abc import Iterable

import psycopg
from psycopg import sql

from contracts.topology import SERVICES
from deploy.local.secrets import Secrets


def provision(url: str, secrets: Secrets, services: Iterable[str] = SERVICES) -> list[str]:
    """Makes what is missing, and says whose database that was.

    Each service reaches its own database only.
    """
    made = []
    with psycopg.connect(url, autocommit=True) as connection:
        roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        databases = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        for service in services:
            name, password = sql.Identifier(service), sql.Literal(secrets[f"postgres_{service}"])
            if service not in roles:
                role = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, password)
                connection.execute(role)
            if service not in databases:
                connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(name))
                closed = sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC")
                connection.execute(closed.format(name))
                made.append(service)
    return made
