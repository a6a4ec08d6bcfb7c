"""Alembic's entry to the backbone's own tables."""

from backbone.postgres.migrations import run_env
from backbone.postgres.tables import metadata

run_env(metadata)
