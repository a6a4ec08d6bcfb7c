"""Runs auth's migrations."""

from backbone.postgres.migrations import run_env
from services.auth.models import Model

run_env(Model.metadata)
