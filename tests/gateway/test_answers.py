"""How requests are answered: what is passed on, what is refused, and in which words."""

import functools
import json
import uuid

import pytest

from backbone.testing import wait_for
from contracts import ids
from contracts.values import LONGEST_MESSAGE
from gateway.api import MAX_BODY

JSON = {"Content-Type": "application/json"}
plain = functools.partial(json.dumps, ensure_ascii=False)


@pytest.fixture
def messages(ana):
    return f"/v1/conversations/{ana.conversation_id}/messages"


@pytest.fixture
def said(ana):
    """The body of a message from who has just looked at the conversation."""
    return said_by(ana)


def said_by(client):
    shown = client.browser.get(f"/v1/conversations/{client.conversation_id}").json()
    return lambda body: {"body": body, "audience_version": shown["audience_version"]}


def key(of=None):
    return {"Idempotency-Key": str(of or ids.new_id())}


def test_the_same_key_stores_a_message_once(ana, messages, said):
    once = key()
    first = ana.browser.post(messages, said("Only once."), headers=once)
    again = ana.browser.post(messages, said("Only once."), headers=once)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.json()["id"] == once["Idempotency-Key"]
    bodies = [each["body"] for each in ana.browser.get(messages).json()["items"]]
    assert bodies.count("Only once.") == 1


def test_the_same_key_with_other_words_is_a_conflict(ana, messages, said):
    once = key()
    ana.browser.post(messages, said("One thing."), headers=once)
    other = ana.browser.post(messages, said("Another thing."), headers=once)

    assert (other.status_code, other.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize("wrong", [None, "7", uuid.uuid4(), uuid.uuid1()])
def test_a_key_that_is_no_uuidv7_is_refused_by_its_name(ana, messages, said, wrong):
    headers = {} if wrong is None else key(wrong)
    answer = ana.browser.post(messages, said("Hello."), headers=headers)

    assert answer.status_code == 422
    assert answer.json()["field"] == "Idempotency-Key"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"body": 3}, "body"),
        ({"body": "", "audience_version": 0}, "body"),
        ({"body": "Hello."}, "audience_version"),
        ([], "body"),
        (None, "body"),
    ],
)
def test_a_message_of_another_shape_is_refused_by_its_field(ana, messages, body, field):
    answer = ana.browser.post(messages, body, headers=key())

    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=many", "before=made-up"])
def test_a_query_out_of_bounds_is_refused_by_its_name(ana, messages, query):
    answer = ana.browser.get(f"{messages}?{query}")

    assert answer.status_code == 422
    assert answer.json()["field"] == query.partition("=")[0]


def test_what_is_no_json_is_refused(ana, messages):
    answer = ana.browser.request("POST", messages, content=b"{", headers=JSON | key())

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_larger_than_any_message_is_refused_unread(ana, messages, chunked):
    body = b'{"body": "' + b"x" * MAX_BODY + b'"}'
    content = iter([body]) if chunked else body
    answer = ana.browser.request("POST", messages, content=content, headers=JSON | key())

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "20,000 characters" in answer.json()["detail"]


@pytest.mark.parametrize("written", [json.dumps, plain], ids=["as escapes", "in UTF-8"])
def test_a_message_of_twenty_thousand_characters_is_sent_whatever_they_are(ben, written):
    path = f"/v1/conversations/{ben.conversation_id}/messages"
    content = written(said_by(ben)("😀" * LONGEST_MESSAGE))
    answer = ben.browser.request("POST", path, content=content, headers=JSON | key())

    assert answer.status_code == 201
    assert answer.json()["body"] == "😀" * LONGEST_MESSAGE


def test_one_character_more_is_refused_in_characters(ana, messages):
    answer = ana.browser.post(messages, {"body": "😀" * (LONGEST_MESSAGE + 1)}, headers=key())

    assert (answer.status_code, answer.json()["field"]) == (422, "body")
    assert answer.json()["detail"] == "'body' must have at most 20,000 characters."


def test_pages_of_messages_lead_back_and_forth(ben):
    for number in range(5):
        assert ben.browser.say(ben.conversation_id, f"Page {number}").status_code == 201
    path = f"/v1/conversations/{ben.conversation_id}/messages?limit=2"
    newest = ben.browser.get(path).json()
    older = ben.browser.get(f"{path}&before={newest['older']}").json()
    newer = ben.browser.get(f"{path}&after={older['newer']}").json()

    assert [each["body"] for each in newest["items"]] == ["Page 3", "Page 4"]
    assert [each["body"] for each in older["items"]] == ["Page 1", "Page 2"]
    assert newer["items"] == newest["items"]


def test_reading_clears_the_unread_count(portal, firm, ana):
    answer = ana.browser.say(ana.conversation_id, "Read by me.").json()
    path = f"/v1/conversations/{ana.conversation_id}/read"
    state = ana.browser.request("PUT", path, json={"message_id": answer["id"]})

    assert state.status_code == 200
    assert state.json()["unread"] == 0


def test_matters_and_their_participants_are_passed_on(ana):
    [matter] = ana.browser.get("/v1/matters").json()["items"]
    whole = ana.browser.get(f"/v1/matters/{matter['id']}").json()

    assert matter["id"] == str(ana.matter_id)
    assert [each["name"] for each in whole["participants"]] == ["Ana Duarte"]


def test_an_unknown_path_and_a_wrong_method_are_problems_too(ana):
    unknown = ana.browser.get("/v1/nothing/here")
    wrong = ana.browser.request("PATCH", "/v1/session")

    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert {"GET", "DELETE"} <= set(wrong.headers["allow"].split(", "))


@pytest.mark.parametrize("path", ["/v1/health", "/v1/ready", "/v1/session", "/v1/live"])
def test_head_is_get_without_the_body(ana, path):
    """RFC 9110, 9.3.2; also of the live stream, which then has an end."""
    head = ana.browser.request("HEAD", path)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"]


def test_a_trace_is_carried_on_and_logged(portal, ana):
    trace = uuid.uuid4().hex
    answer = ana.browser.get("/v1/session", headers={"traceparent": f"00-{trace}-{'1' * 16}-01"})

    assert answer.headers["traceparent"].split("-")[1] == trace
    # It is written once the answer is on its way.
    [line] = wait_for(
        lambda: [line for line in portal.gateway.lines("request") if line["trace_id"] == trace]
    )
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/session", 200)


def test_a_trace_of_another_form_is_not_taken_over(ana):
    answer = ana.browser.get("/v1/session", headers={"traceparent": "x\u00e9".encode("latin-1")})

    assert len(answer.headers["traceparent"]) == 55


def test_the_log_holds_no_ids_words_tokens_or_addresses(portal, ana):
    words = "Words that no log may hold."
    sent = ana.browser.say(ana.conversation_id, words).json()
    ana.browser.get(f"/v1/conversations/{ana.conversation_id}/messages?before=secret-cursor")
    log = portal.gateway.log.read_text()

    secrets = [*ana.browser.cookies.values(), words, ana.email, "secret-cursor", sent["id"]]
    assert [each for each in [*secrets, str(ana.conversation_id)] if each in log] == []
    assert "/v1/conversations/{conversation_id}/messages" in log
