"""Whether the files worker is there, and goes on; and what it can do on this machine."""

from typing import Any
from urllib.parse import urlsplit

import psycopg

from operations.health import PATIENCE, NotHealthy

# It tells of itself every ten seconds.
_STANDS = """
    SELECT (SELECT count(*) FROM jobs WHERE due_at IS NULL),
           (SELECT count(*) FROM jobs WHERE due_at < now() - interval '40 seconds'),
           (SELECT max(reason) FROM jobs WHERE due_at IS NULL)
"""
_WORKERS = """
    SELECT confinement, why_not, office, scans FROM workers
    WHERE seen_at > now() - interval '40 seconds' ORDER BY seen_at DESC LIMIT 1
"""


def check(superuser: str) -> None:
    """Raises NotHealthy when jobs wait that nobody takes, or were given up."""
    given_up, late, reason = _one(superuser, _STANDS) or (0, 0, "")
    if given_up:
        raise NotHealthy(f"{given_up} jobs were given up ({reason}): `redwell documents retry`")
    if late:
        raise NotHealthy(f"{late} jobs wait to be done")


def abilities(superuser: str) -> str:
    """In a few words: what it opens files with, and what it cannot."""
    found = _one(superuser, _WORKERS)
    if found is None:
        return "has not told of itself yet"
    confinement, why_not, office, scans = found
    opens = f"opens files in {confinement}" if confinement else f"opens no files: {why_not}"
    prints = "with LibreOffice" if office else "LibreOffice not installed"
    return ", ".join((opens, prints, "with virus check" if scans else "no virus check"))


def _one(superuser: str, statement: str) -> Any:
    url = urlsplit(superuser)._replace(path="/files").geturl()
    try:
        with psycopg.connect(url, connect_timeout=round(PATIENCE)) as connection:
            return connection.execute(statement.encode()).fetchone()
    except psycopg.Error as error:
        raise NotHealthy("cannot see its jobs") from error
