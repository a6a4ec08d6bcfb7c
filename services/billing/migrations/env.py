"""Runs billing's migrations."""

from backbone.postgres.migrations import run_env
from services.billing.models import Model

run_env(Model.metadata)
