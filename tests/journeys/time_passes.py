"""Time that passes for one person: what the portal remembers of their sign-ins moves back."""

import datetime

import psycopg

from firm.settings import read_environment_file
from tests.journeys.conftest import run_folder

SESSIONS = """
    UPDATE sessions
    SET started_at = started_at - %(time)s, proved_at = proved_at - %(time)s,
        last_used_at = last_used_at - %(time)s
    FROM accounts WHERE accounts.id = account_id AND accounts.address = %(address)s
"""


def minutes_pass(address: str, minutes: int) -> None:
    """As if nobody had used any of this account's sessions for so long."""
    environment = read_environment_file(run_folder() / "env" / "auth.env")
    time = datetime.timedelta(minutes=minutes)
    with psycopg.connect(environment["REDWELL_DATABASE_URL"]) as database:
        moved = database.execute(SESSIONS, {"time": time, "address": address})
        assert moved.rowcount > 0
