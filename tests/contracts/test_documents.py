"""The committed documents say what the code does."""

import re

import pytest
import yaml

from contracts import asyncapi, handbook
from contracts.events import event_types
from gateway import doorplan, openapi
from tests import documented

AGAIN = "Run `make contracts` and commit what it wrote."


def test_openapi_is_as_the_routes_are():
    assert openapi.FILE.read_text() == openapi.document(openapi.documented()), AGAIN


def test_the_page_of_doors_is_as_the_routes_are():
    assert doorplan.FILE.read_text() == doorplan.document(openapi.documented()), AGAIN


def test_the_tables_of_firm_systems_are_as_the_events_are():
    written = handbook.FILE.read_text()
    assert written == handbook.document(written), AGAIN
    assert written.count("made by `make contracts`") == 3


def test_asyncapi_is_as_the_events_are():
    assert asyncapi.FILE.read_text() == asyncapi.document(), AGAIN


@pytest.mark.parametrize("file", [openapi.FILE, asyncapi.FILE], ids=lambda file: file.stem)
def test_every_reference_leads_somewhere(file):
    whole = yaml.safe_load(file.read_text())
    for reference in set(re.findall(r"\$ref: '?#/([^'\s]+)", file.read_text())):
        place = whole
        for step in reference.split("/"):
            place = place[step]
        assert place


def test_every_event_has_its_channel():
    channels = yaml.safe_load(asyncapi.FILE.read_text())["channels"]
    assert set(channels) == {kind.type for kind in event_types()}


def test_every_operation_has_a_name_of_its_own_words_and_a_word_on_who_may():
    paths = yaml.safe_load(openapi.FILE.read_text())["paths"]
    operations = [each for path in paths.values() for each in path.values()]
    assert len({each["operationId"] for each in operations}) == len(operations)
    assert all(each["summary"] and "security" in each for each in operations)


def test_every_operation_names_its_refusals():
    assert documented.named("POST", "/v1/conversations/some/messages") == {
        "400": {"bad_request"},
        "401": {"not_signed_in"},
        "403": {"foreign_origin"},
        "404": {"not_found"},
        "409": {"access_ended", "audience_changed", "conflict", "not_ready"},
        "413": {"too_large"},
        "415": {"unsupported_media_type"},
        "422": {"invalid_input"},
        "500": {"unexpected"},
        "503": {"unavailable"},
    }
    health = documented.named("GET", "/v1/health")
    assert health is not None
    assert health.keys() == {"415", "422", "500"}
