"""When a part is away: said at once, by name, with the time to come back."""

import httpx
import pytest

from contracts.topology import SERVICES
from tests.browser import Browser
from tests.gunicorn import running_gateway

NATIVE = {"Redwell-Client": "native", "Authorization": "Bearer " + "x" * 43}


@pytest.fixture
def without_broker():
    with running_gateway("amqp://nobody:nothing@127.0.0.1:9/") as gateway:
        yield gateway


def parts(answer):
    return {each["name"]: each["state"] for each in answer.json()["parts"]}


def test_a_gateway_without_services_is_alive_but_not_ready(lonely):
    assert httpx.get(f"{lonely.url}/v1/health").json() == {"status": "alive"}
    ready = httpx.get(f"{lonely.url}/v1/ready")

    assert ready.status_code == 503
    assert int(ready.headers["retry-after"]) >= 1
    services = dict.fromkeys(SERVICES, "away")
    assert parts(ready) == {"broker": "ready"} | services


def test_a_gateway_without_a_broker_names_it(without_broker):
    assert httpx.get(f"{without_broker.url}/v1/health").status_code == 200
    assert parts(httpx.get(f"{without_broker.url}/v1/ready"))["broker"] == "away"


def test_ready_names_every_part_when_all_is_well(portal):
    ready = httpx.get(f"{portal.url}/v1/ready")

    assert ready.status_code == 200
    assert set(parts(ready).values()) == {"ready"}


@pytest.mark.parametrize("gateway", ["lonely", "without_broker"])
def test_a_request_is_refused_with_the_time_to_come_back(request, gateway):
    url = request.getfixturevalue(gateway).url
    answer = httpx.get(f"{url}/v1/session", headers=NATIVE, timeout=15)

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) >= 1
    assert len(answer.json()["trace_id"]) == 32
    assert answer.elapsed.total_seconds() < 2


def test_a_made_up_token_of_another_length_is_refused_without_asking(lonely):
    browser = Browser(lonely.url, cookies={"__Host-redwell": "short"})

    assert browser.get("/v1/session").status_code == 401
