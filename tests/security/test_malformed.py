"""What no well-behaved client sends, on every route: refused, and never a fault of ours."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.security.matrix import routes

ALL = [route for route in routes() if route.name != "openLiveStream"]
WITH_BODY = [route for route in ALL if route.row.body is not None]

# What stands in the place of a value, as it is written in JSON.
NO_JSON = {
    "latin-1": b'"M\xfcller"',
    "a surrogate in UTF-8": b'"\xed\xa0\x80"',
    "an overlong form": b'"\xc0\x80"',
    "half a character": b'"\xf0\x9f\x98"',
    "a raw NUL": b'"\x00"',
    "a lone high surrogate": b'"\\ud800 and more"',
    "a lone low surrogate": b'"\\udc00 and more"',
    "surrogates in the wrong order": b'"\\ude00\\ud83d"',
    "deep lists": b"[" * 1000 + b"]" * 1000,
    "deep objects": b'{"a":' * 1000 + b"1" + b"}" * 1000,
    "lists that never end": b"[" * 30_000,
    "no number": b"NaN",
}
NO_VALUE = {
    "NUL": b'"a\\u0000b"',
    "NUL in a name": b'{"a\\u0000": 1}',
    "NUL deep down": b'{"a": [{"b": "\\u0000"}]}',
    "a huge number": b"9" * 30,
    "a number without an end": b"9" * 6000,
    "a huge exponent": b"1e999",
    "a huge number deep down": b'{"a": [-' + b"9" * 30 + b"]}",
}
HEADERS = {
    "cookie": b'__Host-redwell="\\000\\377%00%ff\xfc\xfc\xfc\xfc"; =; \xff',
    "authorization": b"Bearer \xfc\xfc\xfc\xfc\xfc\xfc\xfc\xfc\xfc\xfc\xfc\xfc\xfc\xfc\xfc\xfc",
    "redwell-device": b"\xff" * 300,
    "redwell-session": b"\x80" * 30,
    "user-agent": b"\xff\xfe" * 4000,
    "idempotency-key": b"\xff" * 36,
    "traceparent": b"00-\xff",
    "content-type": b"application/json; charset=\xff",
    "accept-encoding": b"\xff;q=\xff",
}


def named(of):
    return pytest.mark.parametrize("route", of, ids=lambda route: route.name)


def bodies(route, values):
    """Each value in the place of each member of the route's body, beside them, and alone."""
    members = {name: json.dumps(told).encode() for name, told in route.row.body.items()}
    for what, value in values.items():
        for changed in [*members, "more"]:
            whole = members | {changed: value}
            told = [b'"%b": %b' % (name.encode(), member) for name, member in whole.items()]
            yield what, b"{" + b", ".join(told) + b"}"
        yield what, value


@named(WITH_BODY)
def test_what_is_no_json_is_a_bad_request(sender, route):
    for what, body in bodies(route, NO_JSON):
        answer = sender.send(route, body)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request"), what


@named(WITH_BODY)
def test_what_can_be_kept_nowhere_is_refused_wherever_it_stands(sender, route):
    for what, body in bodies(route, NO_VALUE):
        answer = sender.send(route, body)
        assert answer.status_code in (400, 422), what
        assert answer.json()["code"] in ("bad_request", "invalid_input"), what


@named(WITH_BODY)
@pytest.mark.parametrize("number", [-(2**63), -1, 2**31, 2**63, 2**64 - 1])
def test_no_number_that_can_be_read_is_a_fault_of_ours(sender, route, number):
    for what, body in bodies(route, {number: str(number).encode()}):
        assert sender.send(route, body).status_code < 500, what


@named(WITH_BODY)
@settings(max_examples=20, deadline=None)
@given(st.data(), st.text(st.characters()), st.sampled_from([1, 1, 20, 6000]))
def test_any_text_in_any_field_is_answered(sender, route, data, text, times):
    field = data.draw(st.sampled_from(sorted(route.row.body)))
    answer = sender.send(route, json.dumps(route.row.body | {field: text * times}))

    assert answer.status_code < 500


@pytest.mark.parametrize("field", ["name", "time_zone", "more"])
def test_the_field_that_holds_a_nul_is_named(sender, field):
    (route,) = [route for route in WITH_BODY if route.name == "confirmProfile"]
    answer = sender.send(route, json.dumps(route.row.body | {field: "a\0b"}))

    assert (answer.status_code, answer.json()["field"]) == (422, field)


@named(ALL)
def test_no_query_is_a_fault_of_ours(sender, route):
    names = ("limit", "before", "after", "cursor", "which", "more")
    for value in ("%00", "%ff", "%ed%a0%80", "%c0%80", "9" * 5000, "1e999", "[[", "\u0664"):
        answer = sender.send(route, query="&".join(f"{name}={value}" for name in names))
        assert answer.status_code < 500, value
        assert answer.status_code >= 400 or value != "%00"


@named(ALL)
def test_no_header_is_a_fault_of_ours(sender, route):
    body = json.dumps(route.row.body) if route.row.body is not None else None
    for name, value in HEADERS.items():
        assert sender.send(route, body, headers={name: value}).status_code < 500, name


def test_no_path_is_a_fault_of_ours(sender):
    for part in ("%00", "%ff", "%ed%a0%80", "..%2f..%2f", "9" * 5000, "\u00fc", "%", "%zz"):
        for prefix in ("/", "/v1/", "/v1/matters/", "/v1/conversations/", "/v1/account/passkeys/"):
            assert sender.client.get(prefix + part).status_code < 500, prefix + part
