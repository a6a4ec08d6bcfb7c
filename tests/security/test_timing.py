"""How long the portal takes tells nobody whether it knows a typed address."""

import math
import statistics
import time

import httpx
import pytest

from tests.security import people
from tests.security.people import later

TRIES = 200
# Of pairs that differ by chance alone, the slower is either one as heads or tails (sign test). In
# 200 throws heads come between 72 and 128 times but once in 15,000, however noisy the machine is.
LIMIT = 4.0  # standard deviations


@pytest.fixture
def known(portal, owner):
    """The address of somebody who has set up their account."""
    person = people.invited(portal, owner.firm_id, "kim")
    person.sets_up()
    return person.email


def test_the_measure_takes_chance_for_chance_and_sees_half_the_spread():
    spread = [statistics.NormalDist(20, 3).inv_cdf((each + 0.5) / TRIES) for each in range(TRIES)]
    mixed = [spread[each * 67 % TRIES] for each in range(TRIES)]

    assert deviation(list(zip(spread, mixed, strict=True))) < 1
    assert deviation([(time + 2, other) for time, other in zip(spread, mixed, strict=True)]) > LIMIT


def test_a_known_address_takes_as_long_as_an_unknown_one(portal, known):
    """In pairs, as what slows the machine down slows both; each comes first in turn."""
    unknown = "q" + known[1:]
    asked: dict[str, list[float]] = {known: [], unknown: []}
    wrong: dict[str, list[float]] = {known: [], unknown: []}
    with httpx.Client(base_url=portal.url, headers={"Origin": portal.url}, timeout=30) as http:
        for turn in range(TRIES):
            later(portal, hours=1)  # or the limits would answer
            for email in sorted(asked, reverse=turn % 2 == 0):
                http.cookies.clear()
                asked[email].append(timed(http, "/v1/sign-in/address", 200, email=email))
                attempt = http.cookies["__Host-redwell-sign-in"]
                http.headers["Cookie"] = f"__Host-redwell-sign-in={attempt}"
                wrong[email].append(timed(http, "/v1/sign-in/code/check", 422, code="00000000"))
                del http.headers["Cookie"]

    for what, times in (("address", asked), ("wrong code", wrong)):
        pairs = list(zip(times[known], times[unknown], strict=True))
        known_ms, unknown_ms = (statistics.median(each) * 1000 for each in zip(*pairs, strict=True))
        print(f"{what}: known {known_ms:.1f} ms, unknown {unknown_ms:.1f} ms", end="; ")
        print(f"{deviation(pairs):.1f} standard deviations")
        assert deviation(pairs) < LIMIT


def timed(http, path, status, **body):
    """Seconds until the answer, which must have this status."""
    begun = time.perf_counter()
    answer = http.post(path, json=body)
    took = time.perf_counter() - begun
    assert answer.status_code == status
    return took


def deviation(pairs):
    """How far the pairs are from heads and tails, in standard deviations."""
    slower = sum(one > other for one, other in pairs)
    return abs(slower - len(pairs) / 2) / (math.sqrt(len(pairs)) / 2)
