"""The live stream on the real gateway: hints for those they are for, and gaps that are told."""

import contextlib
import os
import runpy
import signal
import socket
import time
from typing import Any

import httpx
import pytest

from backbone import testing
from backbone.testing import wait_for
from contracts import ids
from contracts.events.matters import MatterParticipantAdded
from gateway.live import MOST
from tests.browser import Browser
from tests.gateway import cast
from tests.gateway.listener import Listener
from tests.gunicorn import running_gateway


def test_it_begins_with_resync_and_then_hints_without_content(ana):
    with Listener(ana.browser.at()) as stream:
        assert stream.heard("resync") == [{}]
        ana.browser.say(ana.conversation_id, "Words that are for the firm alone.")

        hint = stream.heard("message.sent")[0]
        assert hint == {
            "matter_id": str(ana.matter_id),
            "about": {"kind": "conversation", "id": str(ana.conversation_id)},
        }
        assert stream.events[0][0] == "resync"
        assert 300 <= stream.retry <= 1500


def test_it_hints_only_at_what_the_person_may_see(ana, ben):
    with Listener(ana.browser.at()) as anas, Listener(ben.browser.at()) as bens:
        anas.heard("resync")
        bens.heard("resync")
        ana.browser.say(ana.conversation_id, "One.")
        ben.browser.say(ben.conversation_id, "Two.")

        anas.heard("message.sent")
        matters = [each["matter_id"] for each in bens.heard("message.sent")]
        assert matters == [str(ben.matter_id)]


def test_it_hints_at_who_comes_and_whoever_was_not_shown_them_is_asked(portal, firm, ana):
    here = f"/v1/conversations/{ana.conversation_id}"
    shown = ana.browser.get(here).json()["audience_version"]
    lena: dict[str, Any] = {
        "name": "Dr. Lena Brandt",
        "kind": "third_party",
        "role": "Expert",
        "reason": "Reads.",
    }
    with Listener(ana.browser.at()) as stream:
        stream.heard("resync")
        added = MatterParticipantAdded(matter_id="m-ana", contact_id="lena", **lena)
        portal.send(firm, added)

        (hint,) = stream.heard("conversation.changed")
        assert hint["about"] == {"kind": "conversation", "id": str(ana.conversation_id)}
    said = {"body": "To you alone.", "audience_version": shown}
    key = {"Idempotency-Key": str(ids.new_id())}
    asked = ana.browser.post(f"{here}/messages", said, headers=key)

    assert (asked.status_code, asked.json()["code"]) == (409, "audience_changed")
    (came,) = asked.json()["changes"]
    assert lena.items() <= came.items()
    said["audience_version"] = asked.json()["audience_version"]
    assert ana.browser.post(f"{here}/messages", said, headers=key).status_code == 201


def test_every_worker_passes_every_hint_on(portal, ana):
    streams = [Listener(ana.browser.at()) for _ in range(8)]
    for stream in streams:
        stream.__enter__()
        stream.heard("resync")
    ana.browser.say(ana.conversation_id, "To every window.")

    assert all(stream.heard("message.sent") for stream in streams)
    assert len(portal.gateway.workers()) == 2
    for stream in streams:
        stream.__exit__()


def test_one_more_than_a_session_may_have_ends_the_oldest(portal, ana, ben):
    most = MOST * len(portal.gateway.workers())
    with contextlib.ExitStack() as stack, Listener(ben.browser.at()) as other:
        streams = [stack.enter_context(Listener(ana.browser.at())) for _ in range(most + 4)]
        wait_for(lambda: sum(stream.ended.is_set() for stream in streams) >= 4)

        assert not streams[-1].ended.is_set()
        assert not other.ended.is_set()
        ana.browser.say(ana.conversation_id, "To the newest.")
        assert streams[-1].heard("message.sent")


def test_it_ends_with_its_session_and_does_not_open_again(portal, firm, ben):
    cleo = cast.client(portal, firm, "cleo", "Cleo Marsh").browser
    before = cleo.at()
    with Listener(before) as stream, Listener(ben.browser.at()) as other:
        stream.heard("resync")
        assert cleo.request("DELETE", "/v1/session").status_code == 204

        assert stream.ended.wait(15)
        assert not other.ended.is_set()
    with Listener(before) as again:
        assert again.status == 401


def test_a_stranger_gets_none(portal):
    with Listener(portal.browser()) as stream:
        assert stream.status == 401


def test_a_native_client_listens_with_its_token(ana):
    token = ana.browser.cookies["__Host-redwell"]
    native = Browser(ana.browser.url, headers={"Authorization": f"Bearer {token}"})
    with Listener(native) as stream:
        assert stream.heard("resync")


def test_after_a_broken_line_to_the_broker_every_stream_is_told_to_fetch_anew(portal, ana):
    vhost = portal.amqp_url.rpartition("/")[2]
    with Listener(ana.browser.at()) as stream:
        stream.heard("resync")
        for connection in gateway_connections(vhost):
            testing.management("DELETE", f"/connections/{connection}")

        stream.heard("resync", count=2)
        say_until_sent(ana, "Heard again.")
        assert stream.heard("message.sent")
        assert not stream.ended.is_set()


def gateway_connections(vhost):
    def found():
        return testing.management("GET", f"/vhosts/{vhost}/connections")

    return [each["name"] for each in wait_for(found, within=30)]


def say_until_sent(client, body):
    wait_for(lambda: client.browser.say(client.conversation_id, body).status_code == 201, 30)


@pytest.fixture
def own_gateway(portal):
    """A gateway that a test may end, before the same services."""
    with running_gateway(portal.amqp_url) as gateway:
        yield gateway


def test_a_gateway_that_is_told_to_end_ends_at_once_with_its_streams(own_gateway, ana):
    with Listener(ana.browser.at(own_gateway.url)) as stream:
        stream.heard("resync")
        own_gateway.signal(signal.SIGTERM)

        assert stream.ended.wait(5)
        own_gateway.process.wait(timeout=10)


def test_reloading_replaces_the_workers_and_brings_the_streams_back(own_gateway, ana):
    before = own_gateway.workers()
    with Listener(ana.browser.at(own_gateway.url)) as stream:
        stream.heard("resync")
        own_gateway.signal(signal.SIGHUP)

        assert stream.ended.wait(15)
        wait_for(lambda: len(own_gateway.workers()) == 2 and not own_gateway.workers() & before, 30)
    with Listener(ana.browser.at(own_gateway.url)) as again:
        again.heard("resync")
        ana.browser.say(ana.conversation_id, "After the change.")
        assert again.heard("message.sent")


def test_a_worker_that_served_its_time_is_replaced_without_holding_on_to_streams(portal, ana):
    with running_gateway(portal.amqp_url, max_requests=40) as gateway:
        before = gateway.workers()
        with Listener(ana.browser.at(gateway.url)) as stream:
            stream.heard("resync")
            browser = ana.browser.at(gateway.url)

            def all_new():
                assert browser.get("/v1/health").status_code == 200
                return not gateway.workers() & before

            wait_for(all_new, within=60)
            assert stream.ended.wait(5)
        with Listener(ana.browser.at(gateway.url)) as again:
            assert again.heard("resync")


HALF = (
    "POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nRedwell-Client: native\r\n"
    "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
)


def test_the_only_worker_has_a_successor_before_it_ends(portal, ana):
    """However long it has to wait for what somebody has left half done."""
    with (
        running_gateway(portal.amqp_url, workers=1, max_requests=40) as gateway,
        Listener(ana.browser.at(gateway.url)) as stream,
        socket.create_connection(("127.0.0.1", httpx.URL(gateway.url).port)) as line,
    ):
        (first,) = gateway.workers()
        line.sendall(HALF.encode())
        browser = ana.browser.at(gateway.url)
        wait_for(lambda: browser.get("/v1/health") and len(gateway.workers()) == 2)
        assert stream.ended.wait(15)
        started = time.monotonic()
        assert httpx.get(f"{gateway.url}/v1/health", timeout=30).status_code == 200
        assert time.monotonic() - started < 5
        assert first in gateway.workers()
        wait_for(lambda: len(gateway.workers()) == 1)
        assert first not in gateway.workers()


@pytest.mark.parametrize(("cores", "workers"), [(1, 1), (2, 1), (4, 2), (16, 8)])
def test_there_is_a_worker_for_every_two_cores(monkeypatch, cores, workers):
    monkeypatch.delenv("REDWELL_WORKERS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    assert runpy.run_path("gateway/gunicorn.conf.py")["workers"] == workers
