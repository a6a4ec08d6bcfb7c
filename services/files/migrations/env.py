"""Runs files' migrations."""

from backbone.postgres.migrations import run_env
from services.files.models import Model

run_env(Model.metadata)
