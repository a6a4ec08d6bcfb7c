"""Limits that slow guessing down, and never lock the owner out for good."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts.errors import CodeWrong, TooManyTries
from services.auth import codes, starting, tallies


@pytest.fixture
def few(monkeypatch):
    """The limits per network, small enough to be reached in a test."""
    for module in (codes, starting):
        monkeypatch.setattr(module, "PER_NETWORK", dataclasses.replace(module.PER_NETWORK, most=3))


def test_one_network_cannot_spray_many_addresses(world, few):
    for number in range(3):
        world.browser().type_address(f"n{number}@example.com", network="203.0.113.9")

    with pytest.raises(TooManyTries):
        world.browser().type_address("n4@example.com", network="203.0.113.9")
    assert world.browser().type_address("n4@example.com", network="203.0.113.10").step == "code"


def test_many_networks_together_get_no_more_guesses_at_one_mailbox(world):
    for number in range(10):
        stranger = world.browser()
        stranger.type_address("ana@example.com", network=f"203.0.113.{number}")
        for _ in range(5):
            with pytest.raises(CodeWrong):
                stranger.check_code("00000000")
        with pytest.raises(TooManyTries):
            stranger.check_code("00000000")
        world.later(seconds=30)

    with pytest.raises(TooManyTries):
        world.browser().type_address("ana@example.com", network="203.0.113.99")


def count(world, limit):
    with world.service.turn() as work:
        tallies.count(work, limit, "somebody")


def test_a_limit_runs_out_by_itself(world):
    limit = tallies.Limit("test", 2, tallies.MINUTE)
    for _ in range(2):
        count(world, limit)
    with pytest.raises(TooManyTries) as refused:
        count(world, limit)
    assert refused.value.extra == {"retry_after": 60}

    world.later(minutes=1)
    count(world, limit)


def test_going_on_trying_does_not_put_the_end_of_the_wait_off(world):
    limit = tallies.Limit("test", 1, tallies.MINUTE)
    count(world, limit)
    world.later(seconds=59)
    with pytest.raises(TooManyTries) as refused:
        count(world, limit)

    assert refused.value.extra == {"retry_after": 1}


def test_tries_at_the_same_moment_are_all_counted(world):
    limit = tallies.Limit("test", 5, tallies.MINUTE)

    def one_try(_: int) -> bool:
        try:
            count(world, limit)
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(one_try, range(40))) == 5


def test_the_owner_who_proved_the_mailbox_starts_from_nought(world, browser):
    browser.open(world.link())
    for _ in range(9):
        browser.send_code()
        world.later(seconds=30)
    browser.prove_mailbox()
    another = world.browser()
    another.open(world.link())

    assert another.send_code().step == "code"


def test_tallies_keep_no_address(world):
    world.browser().type_address("ana@example.com", network="203.0.113.9")

    stored = repr(world.rows("SELECT * FROM tallies"))
    assert "ana@" not in stored
    assert "203.0.113" not in stored
