"""Real parts for tests: a database and a virtual host each, and services as real processes."""

from backbone.testing.brokers import firm_url, fresh_vhost, management, publish, send_event
from backbone.testing.databases import fresh_database
from backbone.testing.parts import REPOSITORY, clean_up, stack, store_settings
from backbone.testing.processes import Running, answers, running, running_program, running_relay
from backbone.testing.waiting import wait_for

__all__ = [
    "REPOSITORY",
    "Running",
    "answers",
    "clean_up",
    "firm_url",
    "fresh_database",
    "fresh_vhost",
    "management",
    "publish",
    "running",
    "running_program",
    "running_relay",
    "send_event",
    "stack",
    "store_settings",
    "wait_for",
]
