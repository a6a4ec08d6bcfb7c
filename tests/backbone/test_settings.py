"""Settings: read once, and every fault named without showing a value."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import fields

from backbone.settings import RETRY_DELAYS, LinkKeys, PublicUrl, ServiceSettings, load
from contracts.topology import SERVICES
from deploy.settings import settings_of
from gateway.settings import Settings as GatewaySettings

GOOD = {
    "REDWELL_AMQP_URL": "amqp://u:p@localhost:8072/",
    "REDWELL_DATABASE_URL": "postgresql://u:p@localhost:8054/toy",
}


def test_fields_are_read_from_their_variables_and_the_rest_has_defaults():
    loaded = load(ServiceSettings, {**GOOD, "REDWELL_RETRY_DELAYS": "1 2.5"})
    assert loaded.amqp_url == GOOD["REDWELL_AMQP_URL"]
    assert loaded.retry_delays == [1, 2.5]
    assert load(ServiceSettings, GOOD).retry_delays == list(RETRY_DELAYS)


def test_a_list_that_is_described_is_read_like_any_other():
    class Signing(ServiceSettings, frozen=True, kw_only=True):
        link_keys: LinkKeys

    assert load(Signing, {**GOOD, "REDWELL_LINK_KEYS": "old new"}).link_keys == ["old", "new"]


def test_every_missing_variable_is_named_at_once():
    with pytest.raises(SystemExit, match="REDWELL_AMQP_URL is not set") as ended:
        load(ServiceSettings, {})
    assert "REDWELL_DATABASE_URL is not set" in str(ended.value)


def test_a_wrong_value_is_named_but_not_shown():
    wrong = {
        **GOOD,
        "REDWELL_DATABASE_URL": "mysql://u:hunter2@localhost",
        "REDWELL_LOG_LEVEL": "?",
    }
    with pytest.raises(SystemExit, match="REDWELL_DATABASE_URL") as ended:
        load(ServiceSettings, wrong)
    assert "REDWELL_LOG_LEVEL" in str(ended.value)
    assert "hunter2" not in str(ended.value)


class Public(msgspec.Struct):
    public_url: PublicUrl


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://portal.example.com", "https://portal.example.com"),
        ("HTTPS://Portal.Example.COM/", "https://portal.example.com"),
        ("https://portal.example.com:443", "https://portal.example.com"),
        ("http://portal.example.com:80/", "http://portal.example.com"),
        ("http://portal.example.com:443", "http://portal.example.com:443"),
        ("https://portal.example.com:8443/", "https://portal.example.com:8443"),
        ("https://Bücher.example", "https://xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("https://faß.example:443/", "https://xn--fa-hia.example"),
        ("https://日本。example", "https://xn--wgv71a.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://our_host:8000", "http://our_host:8000"),
        ("http://[0:0::1]:8000", "http://[::1]:8000"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_a_public_address_becomes_the_origin_that_browsers_make_of_it(typed, origin):
    assert load(Public, {"REDWELL_PUBLIC_URL": typed}).public_url == origin


@pytest.mark.parametrize(
    "typed",
    [
        "portal.example.com",
        "ftp://portal.example.com",
        "https://",
        "https://portal.example.com/portal",
        "https://portal.example.com?a",
        "https://portal.example.com#a",
        "https://hunter2@portal.example.com",
        "https://portal.example.com:",
        "https://portal.example.com:0",
        "https://portal.example.com:70000",
        "https://portal.example.com\n",
        " https://portal.example.com",
        "https://portal .example.com",
        "https://☃.example.com",
        "http://127.1",
        "http://0x7f000001",
        "http://[::1",
    ],
)
def test_what_browsers_would_take_for_another_origin_is_refused_at_the_start(typed):
    with pytest.raises(SystemExit, match=r"REDWELL_PUBLIC_URL (is|has) ") as ended:
        load(Public, {"REDWELL_PUBLIC_URL": typed})
    assert "hunter2" not in str(ended.value)


def test_every_program_reads_the_public_address_alike():
    kinds: list[Any] = [GatewaySettings, *map(settings_of, SERVICES)]
    told = [field.type for kind in kinds for field in fields(kind) if field.name == "public_url"]
    assert len(told) >= 3
    assert set(told) == {PublicUrl}
