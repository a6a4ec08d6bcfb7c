"""What both stacks are made from: the list of services, and the settings of each."""

import importlib
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from backbone.service import Service
from backbone.settings import load, variable_of
from contracts.topology import SERVICES
from deploy import compose
from deploy.local import ports, redwell, secrets
from deploy.local.run import REPOSITORY, Run
from deploy.settings import own_settings, settings_of
from gateway.settings import Settings

COMPOSED = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())["services"]
BY_HAND = {"rabbitmq", "postgres", "migrate", "relay", "gateway"}
BY_HAND |= {"seaweedfs", "store-settings", "prepare-store", "nginx"}
BY_HAND |= {"files-worker", "converter", "clamd"}


@pytest.mark.parametrize("file", compose.FILES, ids=lambda file: file.name)
def test_the_committed_files_are_as_the_services_are(file: Path) -> None:
    again = "Run `make compose` and commit what it wrote."
    assert file.read_text() == compose.document(file), again


def test_every_service_is_started_and_told_what_it_cannot_do_without() -> None:
    assert set(COMPOSED) - BY_HAND == set(SERVICES)
    for name in SERVICES:
        told = COMPOSED[name]["environment"]
        known = {"REDWELL_AMQP_URL", "REDWELL_DATABASE_URL", "REDWELL_LOG_LEVEL"}
        assert set(told) == known | {each.variable for each in compose.shown(name)}
        assert {each.variable for each in own_settings(name) if each.required} <= set(told)
        assert told["REDWELL_DATABASE_URL"].endswith(f"@postgres:5432/{name}")


def test_every_variable_of_the_stack_has_its_line_in_the_example() -> None:
    example = (REPOSITORY / "deploy/compose.env.example").read_text()
    wanted = set(re.findall(r"\$\{(\w+)", (REPOSITORY / "docker-compose.yml").read_text()))
    assert {"REDWELL_WORKERS", "REDWELL_TRUSTED_PROXIES"} < wanted
    assert [name for name in sorted(wanted) if f"\n{name}=" not in example] == []


def test_what_the_gateway_is_told_is_what_it_reads() -> None:
    told = set(COMPOSED["gateway"]["environment"])
    read = {variable_of(field) for field in Settings.__struct_fields__}
    read |= set(re.findall(r"REDWELL_\w+", (REPOSITORY / "gateway/gunicorn.conf.py").read_text()))
    assert told <= read
    assert read - told == {"REDWELL_MAX_REQUESTS"}


def test_nothing_starts_before_the_database_has_made_its_databases() -> None:
    asked = COMPOSED["postgres"]["healthcheck"]["test"]
    assert " -h 127.0.0.1 " in asked  # its first start listens on a socket only
    assert COMPOSED["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in (*SERVICES, "relay", "gateway"):
        started = COMPOSED[name]["depends_on"]["migrate"]["condition"]
        assert started == "service_completed_successfully"


def test_the_local_stack_tells_every_service_what_it_needs(tmp_path: Path) -> None:
    run = Run(tmp_path, ports.from_base(8300))
    environments = redwell.environments(run, secrets.load(run))
    for name in SERVICES:
        assert load(settings_of(name), environments[name]).amqp_url


@pytest.mark.parametrize("name", SERVICES)
def test_the_settings_that_are_found_are_those_that_the_service_reads(name: str) -> None:
    module: Any = importlib.import_module(f"services.{name}.service")
    classes = [it for it in vars(module).values() if isinstance(it, type) and it is not Service]
    (service,) = [it for it in classes if issubclass(it, Service)]
    assert service.Settings is settings_of(name)


def test_every_service_gets_a_database_and_a_role(tmp_path: Path) -> None:
    told = COMPOSED["postgres"]["environment"]
    said = tmp_path / "said"
    psql = tmp_path / "psql"
    psql.write_text(f'#!/bin/sh\necho "$@" >>{said}\n')
    psql.chmod(0o700)
    subprocess.run(
        ["bash", REPOSITORY / "deploy/postgres/databases.sh"],
        env={**told, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        check=True,
    )
    called = said.read_text().splitlines()
    assert [line.split("name=")[1].split()[0] for line in called] == list(SERVICES)
