"""Requests that never become whole and answers that nobody takes: they end, and hold nobody up."""

import contextlib
import json
import pathlib
import socket
import time

import httpx
import pytest

from backbone.testing import wait_for
from tests.gateway.listener import Listener
from tests.gunicorn import running_gateway

PATIENCE = 2.0  # seconds
ESTABLISHED = "01"  # in /proc/net/tcp
HEAD = "POST /v1/sign-in HTTP/1.1\r\nHost: portal\r\n"
OURS = HEAD + "Content-Type: application/json\r\nSENT\r\n"
SIGNED_IN = OURS.replace("POST /v1/sign-in", "PUT /v1/account/profile")
UNFINISHED = {
    "nothing": "",
    "half a line": "GET /v1/hea",
    "half the headers": HEAD,
    "half a header": HEAD + "Content-Ty",
    "no body": OURS + "Content-Length: 10\r\n\r\n",
    "half a body": OURS + 'Content-Length: 10\r\n\r\n{"li',
    "half a chunk": OURS + 'Transfer-Encoding: chunked\r\n\r\n40\r\n{"li',
    "no last chunk": OURS + 'Transfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n',
    "a body that nobody wants": HEAD + "Content-Length: 10\r\n\r\n",
    "a body with a question": "GET /v1/health HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
    "half a body, signed in": SIGNED_IN + 'Content-Length: 90\r\n\r\n{"name": "A',
}


@pytest.fixture(scope="module")
def gateway(portal, tmp_path_factory):
    """One of little patience before the same services, with something large to fetch."""
    web = tmp_path_factory.mktemp("web")
    (web / "index.html").write_text("<!doctype html>")
    (web / "large.bin").write_bytes(bytes(30_000_000))
    with running_gateway(portal.amqp_url, patience=PATIENCE, web=web) as gateway:
        yield gateway


def opened(gateway):
    return socket.create_connection(("127.0.0.1", httpx.URL(gateway.url).port), timeout=10)


def begun(gateway, browser, name):
    line = opened(gateway)
    sent = "\r\n".join(f"{name}: {value}" for name, value in browser.sent().items())
    line.sendall(UNFINISHED[name].replace("SENT", sent).encode())
    return line


def ending(line):
    """All that still comes until the other side ends."""
    came = b""
    with contextlib.suppress(ConnectionResetError):
        while more := line.recv(65536):
            came += more
    return came


def state_of_the_other_side(line):
    rows = [row.split() for row in pathlib.Path("/proc/net/tcp").read_text().splitlines()]
    ours = f"{line.getsockname()[1]:04X}"
    return next((state for _, _, to, state, *_ in rows if to.endswith(ours)), "")


def test_what_is_left_unfinished_ends_and_holds_nobody_up(gateway, ana):
    browser = ana.browser.at(gateway.url)
    lines = [begun(gateway, browser, name) for name in UNFINISHED for _ in range(10)]
    with Listener(browser) as stream:
        stream.heard("resync")
        since = time.monotonic()
        assert browser.get("/v1/session").status_code == 200
        assert browser.say(ana.conversation_id, "Meanwhile.").status_code == 201

        for line in lines:
            ending(line)
        assert time.monotonic() - since < PATIENCE + 8
        # What is whole is not hurried.
        assert not stream.ended.is_set()
        assert stream.heard("message.sent")


def test_who_is_too_slow_is_told(gateway, ana):
    slow = ("half the headers", "half a body", "half a body, signed in")
    lines = [begun(gateway, ana.browser.at(gateway.url), name) for name in slow]
    for head, _, body in [ending(line).partition(b"\r\n\r\n") for line in lines]:
        assert head.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert b"content-type: application/problem+json\r\n" in head
        assert json.loads(body)["code"] == "request_timeout"


def test_who_sends_a_byte_now_and_then_is_no_exception(gateway):
    line = opened(gateway)
    line.settimeout(0.2)
    line.sendall(HEAD.encode())
    answer = b""

    def trickled():
        nonlocal answer
        with contextlib.suppress(TimeoutError):
            answer = line.recv(65536)
        if not answer:
            line.sendall(b"x")
        return answer

    assert wait_for(trickled, within=10).startswith(b"HTTP/1.1 408 ")


def test_an_answer_that_nobody_takes_ends(gateway):
    line = opened(gateway)
    line.sendall(b"GET /large.bin HTTP/1.1\r\nHost: portal\r\n\r\n")

    wait_for(lambda: state_of_the_other_side(line) != ESTABLISHED, within=15)


def test_an_answer_that_is_taken_slowly_does_not(gateway):
    line = opened(gateway)
    line.sendall(b"GET /large.bin HTTP/1.1\r\nHost: portal\r\nConnection: close\r\n\r\n")
    came, began = 0, time.monotonic()

    def due():  # for longer than the patience that there is
        return time.monotonic() - began >= came / 10_000_000

    while more := line.recv(2_000_000):
        came += len(more)
        wait_for(due)
    assert came > 30_000_000


def test_headers_without_an_end_are_refused_before_it(gateway):
    line = opened(gateway)
    line.sendall(b"GET /v1/health HTTP/1.1\r\nHost: portal\r\nX: " + b"x" * 100_000)

    assert ending(line).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("what", [b"\x16\x03\x01\x02\x00\x01\x00", b"HELO portal\r\n\r\n", b"\x00"])
def test_what_is_no_http_is_a_problem_too(gateway, what):
    line = opened(gateway)
    line.sendall(what)
    head, _, body = ending(line).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["code"] == "bad_request"
