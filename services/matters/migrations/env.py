"""Runs matters' migrations."""

from backbone.postgres.migrations import run_env
from services.matters.models import Model

run_env(Model.metadata)
