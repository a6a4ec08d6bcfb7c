"""Alembic's entry to the backbone's own tables."""

from backbone.migrations import run_env
from backbone.tables import metadata

run_env(metadata)
