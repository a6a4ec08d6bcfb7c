"""Runs messaging's migrations."""

from backbone.postgres.migrations import run_env
from services.messaging.models import Model

run_env(Model.metadata)
