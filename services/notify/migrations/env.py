"""Runs notify's migrations."""

from backbone.postgres.migrations import run_env
from services.notify.models import Model

run_env(Model.metadata)
