"""Runs the roster's migrations."""

from backbone.postgres.migrations import run_env
from roster.models import Model

run_env(Model.metadata)
