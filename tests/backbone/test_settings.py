"""Settings: read once, and every fault named without showing a value."""

import pytest

from backbone.settings import RETRY_DELAYS, LinkKeys, ServiceSettings, load

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
