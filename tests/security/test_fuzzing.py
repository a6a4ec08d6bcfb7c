"""Requests made up from contracts/openapi.yaml, right ones and wrong ones, signed in and not."""

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.core.result import Ok

from gateway import openapi
from tests.security.matrix import routes
from tests.security.sender import NOBODYS

ENDLESS = "openLiveStream"
HELD = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "allow_header_conformance",
)
ROUTES = {route.name: route for route in routes()}


def operations():
    # Who asks is said by the test, not made up.
    own = ProjectConfig(generation=GenerationConfig(with_security_parameters=False))
    config = SchemathesisConfig(projects=ProjectsConfig(default=own))
    document = yaml.safe_load(openapi.FILE.read_text())
    found = schemathesis.openapi.from_dict(document, config=config).get_all_operations()
    every = [each.ok() for each in found if isinstance(each, Ok)]
    return {each.definition.raw["operationId"]: each for each in every}


OPERATIONS = operations()


def test_each_operation_is_tried():
    assert OPERATIONS.keys() == ROUTES.keys()


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - {ENDLESS}))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_answer_is_one_that_the_document_names(sender, name, data):
    mode = data.draw(st.sampled_from(GenerationMode))
    case = data.draw(OPERATIONS[name].as_strategy(generation_mode=mode))
    who = data.draw(st.sampled_from([sender.bearer(ROUTES[name]), f"Bearer {NOBODYS}"]))
    answer = case.call(str(sender.client.base_url), headers=sender.network | {"Authorization": who})

    case.validate_response(answer, checks=CHECKS.get_by_names(HELD))
